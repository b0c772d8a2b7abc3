"""The Language Server Protocol: the only importer of pygls and lsprotocol.

Invariants: handlers convert, call `ide`, convert back; `session.py` holds the only state;
`convert.py` alone knows positions. Nothing is written, started or fetched but by a command.
"""
