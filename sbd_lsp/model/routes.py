"""Paths that an API answers where the design names none; checks and generators ask here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import lru_cache

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def default_path(target: str, shared: Collection[str] = ()) -> str:
    """The path of an edge to the id `target` that names none: `/list-photos` for `ListPhotos`.

    Where the path is one of `shared`, it is the id as it is.
    """
    path = kebab(target)
    return f"/{target if path in shared else path}"


def shared_paths(targets: Iterable[str]) -> set[str]:
    """The paths, without their slash, that two or more of the ids would have to which edges of one
    API lead."""
    counted = Counter(map(kebab, {*targets}))
    return {path for path, count in counted.items() if count > 1}


@lru_cache(maxsize=4096)
def kebab(id: str) -> str:
    """`ListPhotos` as `list-photos`."""
    return "-".join(WORDS.findall(id)).lower()
