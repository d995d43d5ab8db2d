"""The model: districts that bid for firms."""
