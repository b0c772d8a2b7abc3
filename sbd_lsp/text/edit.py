"""Changes to a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sbd_lsp.text.span import Span


class Edit(NamedTuple):
    """Puts `text` in the place of `span`."""

    span: Span
    text: str


def difference(old: str, new: str) -> Edit:
    """The change that makes `new` of `old`: of all but what both begin and end with."""
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    return Edit(Span(start, len(old) - tail), new[start : len(new) - tail])


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def apply(edits: Iterable[Edit], text: str) -> str:
    """`text` after all of `edits`, whose spans are offsets into the text as it was.

    Raises ValueError if two of the edits overlap.
    """
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        if edit.span.start < position:
            raise ValueError(f"edits overlap at {edit.span.start}")
        parts += (text[position : edit.span.start], edit.text)
        position = edit.span.end
    return "".join((*parts, text[position:]))
