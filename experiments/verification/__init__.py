"""Docking the simulator to published theory: what the textbook says, what comes out here, and whether they agree.

`oracles` computes expected values by routes of its own and imports nothing of the model; `cases` runs theory
scenarios through the ordinary loader, contest, accounts and metrics and compares; `neighbours` are textbook games
beside the model, closed form against numerical solution; `battery` shows that each ordering can be had both ways.
"""
