"""Figures: one module for each, drawn for a slide, in English or Chinese.

Import the module of a figure only where it is drawn, for it brings matplotlib along: `ladder`, `land_prices`,
`gains`, `waterfall`, `sweep`, `outcome_sweep`, `regimes`. What goes into them (`data`) and the
colours (`palette`) need numpy only. `picture.save` writes a figure to files; the caller drops it afterwards.
"""
