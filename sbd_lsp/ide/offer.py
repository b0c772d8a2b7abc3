"""What is offered to be written, and which of it fits what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple, TypeVar

MOST = 100
T = TypeVar("T")
# LSP's names of the sorts of things that are offered, in lower case
Kind = Literal[
    "class",
    "constant",
    "enummember",
    "event",
    "function",
    "property",
    "reference",
    "snippet",
    "value",
]


class Completion(NamedTuple):
    """Something to write, of a `kind`. `snippet` says that `text` has LSP's placeholders (`$1`,
    `${2:name}`). `aliases` are words that it is found by besides its label; `found_by` is the one
    by which it was, empty if by its label."""

    label: str
    text: str
    kind: Kind
    detail: str = ""
    documentation: str = ""
    snippet: bool = False
    aliases: tuple[str, ...] = ()
    found_by: str = ""


def fitting(items: Collection[T], typed: str, label: Callable[[T], str]) -> tuple[list[T], list[T]]:
    """Those of `items` whose label begins with `typed`, and, if these are not more than are shown,
    others in whose label its letters come one after another."""
    if not typed:
        return [*items], []
    typed = typed.lower()
    words = [label(item).lower() for item in items]
    begin = [item for item, word in zip(items, words, strict=True) if word.startswith(typed)]
    if len(begin) > MOST:
        return begin, []
    fits = _in_order(typed)
    others = [
        item
        for item, word in zip(items, words, strict=True)
        if fits(word) and not word.startswith(typed)
    ]
    return begin, others


def fitting_or_called(items: Iterable[Completion], typed: str) -> list[Completion]:
    """Those of `items` whose label begins with `typed`, then those of which an alias does, then
    others in whose label its letters come one after another."""
    if not typed:
        return [*items]
    typed = typed.lower()
    begin: list[Completion] = []
    called: list[Completion] = []
    fits = _in_order(typed)
    others: list[Completion] = []
    for item in items:
        label = item.label.lower()
        alias = next((a for a in item.aliases if a.lower().startswith(typed)), None)
        if label.startswith(typed):
            begin.append(item)
        elif alias is not None:
            called.append(item._replace(found_by=alias))
        elif fits(label):
            others.append(item)
    return begin + called + others


def _in_order(letters: str) -> Callable[[str], object]:
    """Tells words in which `letters`, or the first hundred of them, come one after another. (Each
    part of the pattern ends at the first of its letter: there is one way to try.)"""
    escaped = map(re.escape, letters[:100])
    return re.compile("".join(f"[^{letter}]*{letter}" for letter in escaped), re.DOTALL).match
