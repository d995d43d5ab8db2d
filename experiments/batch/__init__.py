"""Batches: many runs planned by a design, carried out by an executor, kept in a store that no interruption can harm."""
