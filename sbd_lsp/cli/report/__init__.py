"""What a check found, as the text of one format each.

A format module has `render(outcome)`, which gives the whole text. `results.py` has what they
render.
"""
