"""Faults planted in copies of the model, to see whether the tests notice."""
