"""Charts as plain options of ECharts: dicts of numbers and texts, made without a browser and without a server."""
