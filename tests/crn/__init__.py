"""Common random numbers."""
