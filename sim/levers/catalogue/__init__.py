"""One module for each lever."""
