"""Cases of published theory and their expected values."""
