"""Identifiers made of the ids of nodes."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

# long enough to tell ids apart, short enough for two in a line of code
LONGEST = 24


def words(id: str) -> list[str]:
    """The words of `id` in lower case: `ListPhotos` is `list` and `photos`."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", id)]


def snake(id: str) -> str:
    """`id` as a Python name that is no keyword."""
    name = "_".join(words(id))[:LONGEST].rstrip("_")
    return f"{name}_" if keyword.iskeyword(name) else name


def camel(id: str) -> str:
    """`id` as the name of a property in JavaScript."""
    first, *rest = snake(id).rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def unique(wishes: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """`wishes`, with a number behind those that were there before; case makes no difference."""
    seen, names = {name.lower() for name in taken}, []
    for wish in wishes:
        name, number = wish, 1
        while name.lower() in seen:
            number += 1
            name = f"{wish}{'_' if '_' in wish else ''}{number}"
        seen.add(name.lower())
        names.append(name)
    return names
