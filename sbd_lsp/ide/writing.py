"""How a word is written at a place: with quotes where YAML needs them, with a colon and space."""

from __future__ import annotations

from functools import lru_cache

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.tree import Scalar, Sequence


def written(text: str, here: Spot) -> str:
    """`text` as a value at the cursor, in quotes if it would mean something else without."""
    if here.cursor.quoted or _stands_alone(text, here.cursor.flow):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@lru_cache(maxsize=4096)
def _stands_alone(text: str, flow: bool) -> bool:
    """Whether YAML reads `text` without quotes as that very text."""
    tree = read(f"[{text}]" if flow else f"- {text}\n").tree
    item = tree.items[0] if isinstance(tree, Sequence) and len(tree.items) == 1 else None
    return isinstance(item, Scalar) and item.text == text and item.value == text


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
