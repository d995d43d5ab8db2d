"""Ways to carry out runs: in this process, in local processes, on a Dask cluster. They only move work."""
