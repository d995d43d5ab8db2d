"""Tests of batches: designs, executors and stores."""
