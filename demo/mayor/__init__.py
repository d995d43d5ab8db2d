"""Play a mayor: one person, or a class, takes cities in contests of the model and bids against its strategies."""
