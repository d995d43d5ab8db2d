"""Measurements of speed and size; nothing of the program imports them."""
