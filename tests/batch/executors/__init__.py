"""Tests of executors: one contract for all, and what is special to each."""
