"""A design in AWS's words: one module for each family of services, `draft.py` what they share.

Makes a `Plan`. Knows no target and writes no text.
"""
