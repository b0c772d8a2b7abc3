"""YAML text to a tree with places, whatever state the text is in.

Invariants: never raises on a user's text; a fault in one entry of a document leaves the others as
they are; for text that PyYAML accepts, the reading says what PyYAML says. Imports `text` only.
"""
