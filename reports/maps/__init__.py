"""The city as a map of its places. `geometry` and `draw` are pure; `boundaries` reads the files, `places` the figures.

A place without a boundary is drawn as a tile. Never a base map, never more than the city's own outline.
"""
