"""Characters and places in them. Knows no YAML and imports nothing of this package.

Invariant: places are offsets in characters (Unicode code points) from 0; only `lines.py` counts
lines, and only `server/convert.py` knows LSP's positions.
"""
