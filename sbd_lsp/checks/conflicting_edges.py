"""conflicting-edges: edges from one node that AWS does not take together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.duplicate_edge import content
from sbd_lsp.checks.edits import remove_edge, set_value, without_edge, written
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.overlap import (
    PARAMETER,
    Claim,
    claim_of,
    event_overlaps,
    events_of,
    overlaps,
    scalars,
)
from sbd_lsp.checks.rule import Change, Finding, Fix, Related, Rule, Severity, listed
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.routes import shared_paths

RULE = Rule("conflicting-edges", Severity.ERROR, "edges that AWS does not take together")
SHOWN = 10  # edges that another is told to be in conflict with
# keys of edges that can be written as one
JOINED = frozenset(("from", "to", "kind", "event"))
SOURCES = frozenset(row.source for row in CATALOGUE.edges if row.distinct)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges that leave the node and ask for the same."""
    if node.type not in SOURCES or model.node(node.id) is None:
        return
    rules = {edge: rule for edge, rule in model.rules_from(node) if rule.distinct}
    if not rules:
        return
    edges = in_order(rules, model) if len(rules) > 1 else list(rules)
    most = node.service.most.get("any") if node.service else None
    edges = edges[:most]  # another rule speaks of those beyond
    for edge in edges:
        if "event" in rules[edge].distinct:
            yield from _repeated_events(edge)
    if len(edges) > 1:
        shared = shared_paths(edge.target or "" for edge in edges)
        claims = [claim_of(edge, rules[edge], shared) for edge in edges]
        meeting = list(_meeting(claims, model))
        yield from meeting
        if meeting:
            told = {found.place for found in meeting}
            edges = [edge for edge in edges if edge.whole not in told]
        yield from _misnamed(edges)


def _meeting(claims: list[Claim], model: Model) -> Iterator[Finding]:
    """Claims that overlap with one before them; those equal in what must be equal are compared."""
    before: dict[object, list[Claim]] = {}
    said: set[str] | None = None  # by the claims before, once there are two that overlap
    for index, claim in enumerate(claims):
        group = before.setdefault((*claim.values, *claim.exact), [])
        others = [*islice((other for other in group if overlaps(claim, other)), SHOWN)]
        group.append(claim)
        if others and said is None:
            said = {content(_edge(other), model) for other in claims[:index]}
        if said is not None:
            words = content(_edge(claim), model)
            if others and words not in said:  # else another rule says that the edge is given twice
                yield _finding(claim, others)
            said.add(words)


def _finding(claim: Claim, others: list[Claim]) -> Finding:
    edge, first = _edge(claim), others[0]
    alike = edge.target == _edge(first).target and claim.values == first.values
    fixes = partial(_fixes, claim, first) if alike else ()
    related = [Related(_edge(other).whole, "the other edge") for other in others]
    return RULE.at(edge.whole, _message(claim, first), fixes, related)


def _fixes(claim: Claim, first: Claim, model: Model) -> Iterator[Fix]:
    """Without the second edge, or with the event kinds of both in the first."""
    edge, other = _edge(claim), _edge(first)
    yield from without_edge(edge, False, model)
    removal, events = remove_edge(edge, model), _events_of_both(claim, first)
    if removal and events and {*edge.fields, *other.fields} <= JOINED:
        change = set_value(other, "event", f"[{', '.join(map(written, events))}]")
        if change is not None:
            title = f"Write `event: {change.text}` in one edge"
            yield Fix(title, (change, *removal), safe=False)


def _events_of_both(claim: Claim, other: Claim) -> list[str]:
    """The event kinds that two edges to one node name; none unless they name different ones."""
    known = claim.rule.events.values if claim.rule.events else ()
    edges = (_edge(claim), _edge(other))
    one, two = (set(events_of(edge, claim.rule)) for edge in edges)
    named = all("event" in edge.fields for edge in edges)
    if "to" not in claim.values or not named or one == two or not one | two <= set(known):
        return []
    return [event for event in known if event in one | two]


def _edge(claim: Claim) -> Edge:
    assert claim.edge is not None  # only an edge that somebody thinks of adding has none
    return claim.edge


def _message(claim: Claim, other: Claim) -> str:
    """What both edges ask for, and how they could differ."""
    edge = _edge(claim)
    source = f"`{edge.source}`"
    if "to" in claim.values:
        events = _events_of_both(claim, other)
        hint = f"write one with `event: [{', '.join(events)}]`" if events else "keep one of them"
        one = f"another edge of kind `{claim.rule.kind}` leads from {source} to `{edge.target}`"
        return f"{one}, and AWS takes one; {hint}"
    if "event" in claim.values:
        event = next(
            event
            for event in claim.values["event"]
            if any(event_overlaps(event, e) for e in other.values["event"])
        )
        hint = "give them filters that no object fits both of, or other events"
        return f"another edge from {source} takes `{event}` of the same objects; {hint}"
    asked = [edge.text(key) or claim.values[key] for key in claim.values]
    what = " ".join(text for text in asked if isinstance(text, str))
    return (
        f"another edge from {source} takes `{what}` too; let them differ in {listed(claim.values)}"
    )


def _repeated_events(edge: Edge) -> Iterator[Finding]:
    """Event kinds of one edge of which one holds the other."""
    pair = edge.fields.get("event")
    values = scalars(pair.value) if pair is not None else []
    for index, value in enumerate(values):
        other = next((v for v in values[:index] if event_overlaps(v.text, value.text)), None)
        if other is not None:
            place = edge.place(value)
            message = f"`{value.text}` overlaps with `{other.text}`; name each event once"
            yield RULE.at(place, message, related=[Related(edge.place(other), "the other one")])


def _misnamed(edges: list[Edge]) -> Iterator[Finding]:
    """Path parameters that have another name than one before them at the same place.

    Source: an API Gateway resource can have one child with a path variable (CreateResource).
    """
    named: dict[str, dict[str, list[Edge]]] = {}
    for edge in edges:
        path = edge.text("path") or ""
        faults = []
        for found in PARAMETER.finditer(path):
            names = named.setdefault(PARAMETER.sub("{}", path[: found.start()]), {})
            names.setdefault(found[0], []).append(edge)
            other = next(iter(names))
            if other != found[0]:
                faults.append(_other_name(edge, found[0], other, names[other]))
        yield from faults[:1]


def _other_name(edge: Edge, name: str, other: str, before: list[Edge]) -> Finding:
    place = edge.place_of("path") or edge.whole
    message = f"`{name}` stands where another path has `{other}`; one place in a path has one name"
    fixes = []
    if "+" not in name + other:
        start = place.block.text.find(name, place.start, place.end)
        change = Change(Place(place.block, start, start + len(name)), other)
        fixes = [Fix(f"Change `{name}` to `{other}`", (change,), safe=False)]
    related = [Related(first.place_of("path") or first.whole, "the other path") for first in before]
    return RULE.at(place, message, fixes, related)
