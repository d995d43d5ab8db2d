"""The targets of the calibration, and what the model gives for them."""
