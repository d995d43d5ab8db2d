"""Tests of citybid; `tests.scenes` builds the small worlds they play on."""
