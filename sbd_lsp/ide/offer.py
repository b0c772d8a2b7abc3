"""What is offered to be written, and which of it fits what is typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from sbd_lsp.model.model import Model, Node, Roll

MOST = 100
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


def fitting(model: Model, typed: str, type: str | None = None) -> tuple[list[Node], list[Node]]:
    """The nodes, or those of `type`, whose id begins with `typed`, and, if these are not more than
    are shown, others in whose id its letters come one after another."""

    def of_type(nodes: Iterable[Node]) -> list[Node]:
        return [*nodes] if type is None else [node for node in nodes if node.type == type]

    if not typed:
        return of_type(model.every_node()), []
    rolls, typed = model.rolls(), typed.lower().replace("\n", " ")
    begin = of_type(node for roll in rolls for node in _at(roll, _beginning(roll, typed)))
    if len(begin) > MOST:
        return begin, []
    letters, given = re.compile("\n" + _in_order(typed)), set(begin)
    fits = of_type(node for roll in rolls for node in _at(roll, _matching(roll, letters)))
    return begin, [node for node in fits if node not in given]


def _beginning(roll: Roll, typed: str) -> Iterator[int]:
    """The places in the ids of `roll` before those that begin with `typed`."""
    place = roll.ids.find(f"\n{typed}")
    while place >= 0:
        yield place
        place = roll.ids.find(f"\n{typed}", place + 1)


def _matching(roll: Roll, letters: re.Pattern[str]) -> Iterator[int]:
    """The places before those that `letters` match."""
    return (match.start() for match in letters.finditer(roll.ids))


def _at(roll: Roll, places: Iterable[int]) -> Iterator[Node]:
    """The nodes before whose ids `places` are, which ascend."""
    number = before = 0
    for place in places:
        number += roll.ids.count("\n", before, place)
        before = place
        yield roll.nodes[number]


def fitting_or_called(items: Iterable[Completion], typed: str) -> list[Completion]:
    """Those of `items` whose label begins with `typed`, then those of which an alias does, then
    others in whose label its letters come one after another."""
    if not typed:
        return [*items]
    typed = typed.lower()
    begin: list[Completion] = []
    called: list[Completion] = []
    fits = re.compile(_in_order(typed)).match
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


def _in_order(letters: str) -> str:
    """A pattern for words in which `letters`, or the first hundred of them, come one after another.
    (Each part of it ends at the first of its letter: there is one way to try.)"""
    return "".join(rf"[^{letter}\n]*{letter}" for letter in map(re.escape, letters[:100]))
