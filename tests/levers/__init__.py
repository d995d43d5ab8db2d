"""Levers at work: the pair of scenarios of each, and its page."""
