"""Tests of reading scenarios."""
