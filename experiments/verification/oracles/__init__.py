"""Expected values by routes of their own: closed forms, order statistics, enumeration, linear programmes.

Nothing here imports the model.
"""
