"""Textbook games beside the model: a closed form against a numerical solution, docked where a mechanism is shared."""
