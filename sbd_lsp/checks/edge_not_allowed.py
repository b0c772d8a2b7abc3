"""edge-not-allowed: AWS has no such edge."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity, listed
from sbd_lsp.model.model import Edge, Model, Node, Place

RULE = Rule("edge-not-allowed", Severity.ERROR, "AWS has no edge between these services")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge between two known types that no row of the catalogue joins."""
    source, target = model.ends(edge)
    place = edge.place_of("to")
    if source is None or target is None or place is None or not source.type or not target.type:
        return
    if not CATALOGUE.kinds(source.type, target.type):
        fixes = [*_turned(edge, source, target), *_between(edge, source, target, model)]
        yield RULE.at(place, _message(source.type, target.type), fixes)


def _message(source: str, target: str) -> str:
    onward = CATALOGUE.targets_of(source)
    inward = CATALOGUE.sources_of(target)
    can = f"a `{source}` can lead to a {listed(onward)}" if onward else f"nothing follows a `{source}`"
    may = f"a `{target}` can be reached from a {listed(inward)}" if inward else f"nothing leads to a `{target}`"
    return f"AWS has no edge from a `{source}` to a `{target}`; {can}, {may}"


def _turned(edge: Edge, source: Node, target: Node) -> Iterator[Fix]:
    """The same edge the other way round, if AWS has that."""
    start, end = edge.place_of("from"), edge.place_of("to")
    if start and end and CATALOGUE.kinds(target.type or "", source.type or ""):
        changes = [Change(start, target.id), Change(end, source.id)]
        kind = edge.place_of("kind")
        row = CATALOGUE.kind(target.type or "", source.type or "", None)
        if kind and row:
            changes.append(Change(kind, row.kind))
        yield Fix(f"Turn the edge round: `{target.id}` to `{source.id}`", tuple(changes))


def _between(edge: Edge, source: Node, target: Node, model: Model) -> Iterator[Fix]:
    """A new node between the two, of each type that AWS joins to both."""
    if edge.block.kind != "edge" or source.block.kind != "node":
        return
    for type in CATALOGUE.targets_of(source.type or ""):
        if target.type in CATALOGUE.targets_of(type):
            service = CATALOGUE.services[type]
            id = _free(f"{source.id}{service.id_example or type.title()}", model)
            changes = (_declared(source, id, type), *_split(edge, id))
            yield Fix(f"Put a {service.title} between them: `{id}`", changes)


def _free(id: str, model: Model) -> str:
    found, number = id, 1
    while found in model.nodes:
        number += 1
        found = f"{id}{number}"
    return found


def _declared(after: Node, id: str, type: str) -> Change:
    block = after.block
    end = len(block.text)
    indent = " " * max(block.column, 0)
    lead = "" if block.text.endswith("\n") else "\n"
    return Change(Place(block, end, end), f"{lead}{indent}{id}:\n{indent}  type: {type}\n")


def _split(edge: Edge, id: str) -> Iterator[Change]:
    """The edge as two: to the new node, and from it."""
    start, end = edge.place_of("from"), edge.place_of("to")
    block = edge.block
    if start is None or end is None:
        return
    indent = " " * max(block.column, 0)
    lead = "" if block.text.endswith("\n") else "\n"
    kind = edge.place_of("kind")
    yield Change(end, id)
    if kind is not None:
        yield Change(_with_comma(kind), "")
    tail = len(block.text)
    yield Change(Place(block, tail, tail), f"{lead}{indent}- {{from: {id}, to: {edge.target}}}\n")


def _with_comma(place: Place) -> Place:
    """The place of a kind, with its key and the comma or line break before it."""
    text = place.block.text
    start = text.rfind("kind", 0, place.start)
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if start > 0 and text[start - 1] in ",\n":
        start -= 1
    return place._replace(start=start)
