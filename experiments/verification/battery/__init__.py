"""The anti-rigging battery: every ordering that a policy claim rests on can be had both ways.

Each pair changes one parameter and nothing else; a model in which only one of the two orderings came out would have its
conclusion built in.
"""
