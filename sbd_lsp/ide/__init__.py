"""Answers to a person at a cursor: an `Analysis` and an offset in, plain data out.

Invariants: knows no LSP and no lines; nothing here writes a file; every answer is for the text of
the analysis that it was asked of.
"""
