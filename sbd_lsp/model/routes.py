"""Paths that an API answers where the design names none; checks and generators ask here."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def default_path(target: str, targets: Iterable[str]) -> str:
    """The path of an edge to the id `target` that names none: `/list-photos` for `ListPhotos`.

    `targets` are the ids to which edges of the same API lead; the path is apart from theirs.
    """
    path = kebab(target)
    clash = any(kebab(id) == path and id != target for id in targets)
    return f"/{target if clash else path}"


def kebab(id: str) -> str:
    """`ListPhotos` as `list-photos`."""
    return "-".join(WORDS.findall(id)).lower()
