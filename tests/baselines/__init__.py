"""Exact results of small runs."""
