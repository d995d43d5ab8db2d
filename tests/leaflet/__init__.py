"""Tests of the report as one HTML file."""
