"""Text to tree: the quick reader, and PyYAML's word wherever that one is in doubt."""

from __future__ import annotations

from functools import partial

from sbd_lsp.syntax.reader import Reader
from sbd_lsp.syntax.tree import TOO_DEEP, Reading


def read(text: str, opening: str = "") -> Reading:
    """What `text` says; with `opening`, a bracket, between that and the one that closes it. Never
    raises.

    If PyYAML accepts the text, the tree says what PyYAML says, and there are no faults. If not,
    the tree holds what can be made out, and there is at least one fault.
    """
    reading = _read(text, opening)
    if not reading.faults:
        return reading
    from sbd_lsp.syntax.signs import without_signs

    return without_signs(text, reading, partial(_read, opening=opening), opening)


def _read(text: str, opening: str) -> Reading:
    """What `text` says as it stands."""
    reader = Reader(text)
    tree = reader.between(opening) if opening else reader.read()
    if reader.too_deep:  # what is open at that place is not at fault besides
        return Reading(tree, tuple(f for f in reader.faults if f.message == TOO_DEEP))
    if reader.refused or not reader.doubtful:
        return Reading(tree, tuple(reader.faults))
    from sbd_lsp.syntax.strict import read_strictly

    strict = read_strictly(text, opening)
    if not strict.faults:
        return strict
    return Reading(tree, tuple(reader.faults) or strict.faults)


def reach_of(text: str) -> int:
    """How far `text` can be YAML; what ends behind that offset is none."""
    from sbd_lsp.syntax import strict

    return strict.reach_of(text)
