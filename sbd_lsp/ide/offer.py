"""What is offered to be written, and which of it fits what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

MOST = 100
T = TypeVar("T")


class Completion(NamedTuple):
    """Something to write. `kind` is LSP's name of the sort of thing, in lower case; `snippet` says
    that `text` has LSP's placeholders (`$1`, `${2:name}`). `aliases` are words that it is found by
    besides its label; `found_by` is the one by which it was, empty if by its label."""

    label: str
    text: str
    kind: str
    detail: str = ""
    documentation: str = ""
    snippet: bool = False
    aliases: tuple[str, ...] = ()
    found_by: str = ""


def fitting(items: Iterable[T], typed: str, label: Callable[[T], str]) -> list[T]:
    """Those of `items` in whose label the letters of `typed` come one after another; those whose
    label begins with it first."""
    typed = typed.lower()
    begin: list[T] = []
    others: list[T] = []
    for item in items:
        text = label(item).lower()
        if text.startswith(typed):
            begin.append(item)
        elif _has_in_order(text, typed):
            others.append(item)
    return begin + others


def fitting_or_called(items: Iterable[Completion], typed: str) -> list[Completion]:
    """As `fitting`; behind those whose label begins with what is typed stand those of which an
    alias does."""
    typed = typed.lower()
    begin: list[Completion] = []
    called: list[Completion] = []
    others: list[Completion] = []
    for item in items:
        label = item.label.lower()
        alias = next((a for a in item.aliases if a.lower().startswith(typed)), None)
        if label.startswith(typed):
            begin.append(item)
        elif alias is not None:
            called.append(item._replace(found_by=alias))
        elif _has_in_order(label, typed):
            others.append(item)
    return begin + called + others


def _has_in_order(text: str, letters: str) -> bool:
    place = -1
    for letter in letters:
        place = text.find(letter, place + 1)
        if place < 0:
            return False
    return True
