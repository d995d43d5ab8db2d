"""The live page, its lessons and its rooms; what is shown is computed by `sim` and worded by `experiments`."""
