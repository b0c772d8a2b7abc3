"""What a document means: nodes and edges with their places, and designs as plain values.

Invariants: never raises on a user's document; names are compared as they are written; an edge is
only judged by what its ends are if both are known beyond doubt. Imports `catalogue` and `syntax`.
"""
