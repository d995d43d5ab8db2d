"""Theory cases that run on the simulator itself, one file for each."""
