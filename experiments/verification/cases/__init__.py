"""The cases: each plays scenarios through the simulator, or solves a textbook game, and compares with an oracle."""
