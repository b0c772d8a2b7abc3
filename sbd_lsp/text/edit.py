"""Changes to a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sbd_lsp.text.span import Span


class Edit(NamedTuple):
    """Puts `text` in the place of `span`."""

    span: Span
    text: str


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
