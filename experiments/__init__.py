"""Experiments, figures, reports and the command line."""
