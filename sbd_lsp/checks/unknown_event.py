"""unknown-event: an event kind that the edge does not carry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from sbd_lsp.catalogue.entries import EventSet
from sbd_lsp.checks.edits import written
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, a, listed, meant, replace
from sbd_lsp.model.model import Edge, Model, Place
from sbd_lsp.model.values import corrected
from sbd_lsp.syntax.tree import Scalar, Sequence, Tree

RULE = Rule("unknown-event", Severity.ERROR, "an event kind that its edge does not carry")
SHOWN = 6


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """Event kinds that are not among those of the edge's kind."""
    pair = edge.fields.get("event")
    rule = model.rule(edge) if pair is not None else None
    if rule is None or rule.events is None or pair is None:
        return
    known = list(rule.events.values)
    for value in _values(pair.value):
        place = edge.place(value)
        if not isinstance(value, Scalar) or value.start == value.end:
            yield RULE.at(place, "`event` must be an event kind or a list of them")
        elif value.text not in known:
            hint, fixes = _hint(value.text, rule.events, place)
            message = f"{a(rule.source)} sends no event `{value.text}`; {hint}"
            yield RULE.at(place, message, fixes)


def _hint(word: str, events: EventSet, place: Place) -> tuple[str, list[Fix]]:
    known = list(events.values)
    event, because = corrected(word, events)
    if event in known:
        title = f"Change to `{event}`"
        return f"{because}; did you mean `{event}`?", [replace(place, written(event), title)]
    return meant(word, known, place, _known(known))


def _known(events: list[str]) -> str:
    if len(events) <= SHOWN:
        return f"its events are {listed(events, 'and')}"
    return f"its events are {listed(events[:SHOWN], 'and')} and others"


def _values(tree: Tree | None) -> Iterator[Tree]:
    """What `tree` names, one by one; an item without anything as a word of no letters."""
    if isinstance(tree, Sequence):
        for item, dash in zip_longest(tree.items, tree.dashes):
            place = tree.end if dash is None else dash
            yield item if item is not None else Scalar(place, place, "")
    elif tree is not None:
        yield tree
