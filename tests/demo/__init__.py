"""Tests of the live page, its lessons and its rooms."""
