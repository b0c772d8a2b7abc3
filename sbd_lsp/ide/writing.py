"""How a word is written at a place: with quotes where YAML needs them, with a colon and space."""

from __future__ import annotations

from typing import Any

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.syntax import write


def written(value: Any, here: Spot) -> str:
    """`value` as it stands at the cursor, in quotes if it would mean something else without."""
    if here.quote and isinstance(value, str):
        return write.escaped(value, here.quote)
    return write.inline(value, here.cursor.flow)


def key_text(row: Option, here: Spot) -> str:
    """`row` as a key at the cursor: with its colon, and a space or new line, if none follow."""
    after = here.block.text[here.cursor.word.end :]
    if after.lstrip(" ").startswith(":") or here.cursor.quoted:
        return row.name
    if (
        row.type in ("mapping", "list")
        and not here.cursor.flow
        and not row.keys
        and not row.examples
    ):
        return f"{row.name}:"
    return f"{row.name}: "


def escaped(text: str) -> str:
    """`text` as it stands in a placeholder of a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
