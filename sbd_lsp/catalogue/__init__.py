"""What the language can say: service types, edges, options, runtimes. Data, read once, immutable.

Invariant: a fact about AWS stands here once; checks, completion, hovers, schema, documentation
and generators derive from it. Imports nothing but the standard library.
"""
