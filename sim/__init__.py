"""citybid, the model."""
