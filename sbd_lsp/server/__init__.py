"""The Language Server Protocol: the only importer of pygls and lsprotocol.

Invariants: handlers convert, call `ide`, convert back; documents are kept in `session.py`
alone; `convert.py` makes positions of offsets. Nothing is written, started or fetched but by a
command.
"""
