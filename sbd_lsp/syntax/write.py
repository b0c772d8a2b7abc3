"""Plain values as YAML on one line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.resolve import resolve
from sbd_lsp.syntax.tree import Scalar, Sequence

BARE = re.compile(r"[^\W\d_](?:[\w./ -]*[\w./-])?")


def inline(value: Any, flow: bool = False) -> str:
    """`value` as YAML that stands on one line; `flow` if that is within braces or brackets."""
    if isinstance(value, str):
        return value if stands_alone(value, flow) else quoted(value)
    if isinstance(value, dict):
        pairs = (f"{inline(key, True)}: {inline(item, True)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(inline(item, True) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (int, float)):
        return str(value)
    return inline(str(value), flow)


def quoted(text: str) -> str:
    """`text` in double quotes."""
    return f'"{escaped(text)}"'


def escaped(text: str, quote: str = '"') -> str:
    """`text` as it stands between two of `quote`."""
    if quote == "'":
        return text.replace("'", "''")
    return text.replace("\\", "\\\\").replace('"', '\\"')


@lru_cache(maxsize=4096)
def stands_alone(text: str, flow: bool) -> bool:
    """Whether YAML reads `text` without quotes as that very text."""
    if is_bare(text):
        return True
    reading = read(f"[{text}]" if flow else f"- {text}\n")
    tree = reading.tree
    item = tree.items[0] if isinstance(tree, Sequence) and len(tree.items) == 1 else None
    same = isinstance(item, Scalar) and item.text == text and item.value == text
    return same and not reading.faults


def is_bare(text: str) -> bool:
    """Whether `text` means itself without quotes, wherever it stands."""
    return BARE.fullmatch(text) is not None and resolve(text) == text
