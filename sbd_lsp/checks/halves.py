"""Words in which a key and its value stand without the colon and the space between them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from sbd_lsp.text.nearest import nearest

HALF = re.compile(r"([A-Za-z]+)(?: +|:)([^\s:].*)")


def parted(text: str, keys: Container[str]) -> str | None:
    """`to: B` for `to B` and `to:B`, if `to` is one of `keys`; else None."""
    match = HALF.fullmatch(text)
    return f"{match[1]}: {match[2]}" if match and match[1] in keys else None


def stands_for(text: str, key: str, keys: Iterable[str]) -> bool:
    """Whether `text`, which is no key, was meant to be `key`, or that with its value."""
    return nearest(text, keys) == key or parted(text, (key,)) is not None
