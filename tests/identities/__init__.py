"""Identities of accounts, present values and welfare."""
