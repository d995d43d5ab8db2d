"""Expected values from order statistics, fixed points and enumeration; nothing of the model is imported here."""
