"""edge-not-allowed: no edge leads from the one service to the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import add_edge, add_node, free_id, remove_pairs, written
from sbd_lsp.checks.joining import met, room_at_source, room_at_target, types_that_fit
from sbd_lsp.checks.overlap import Claim, bare_claim, claim_of, scalars
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity, a, article, types_listed
from sbd_lsp.model.model import ENDS, Edge, Model, Node
from sbd_lsp.model.values import fits_type, refusal
from sbd_lsp.syntax.cut import EDGE
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar

RULE = Rule("edge-not-allowed", Severity.ERROR, "no edge joins these services")
MOST = 3  # neighbours that are looked at for a way
CROWD = 100  # edges of a node among whose neighbours no way is looked for


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge between two known types that no row of the catalogue joins."""
    if model.rule(edge) is not None:
        return
    source, target = model.ends(edge)
    if source is None or target is None or source.service is None or target.service is None:
        return
    place = edge.place_of("to")
    if place is not None and not CATALOGUE.kinds(source.service.type, target.service.type):
        message = _message(source.service.type, target.service.type)
        yield RULE.at(place, message, partial(_fixes, edge))


def _fixes(edge: Edge, model: Model) -> Iterator[Fix]:
    source, target = model.ends(edge)
    if source is not None and target is not None:
        yield from turned(edge, source, target, model)
        yield from _through(edge, source, target, model)
        yield from _between(edge, source, target, model)


def _message(source: str, target: str) -> str:
    onward = CATALOGUE.targets_of(source)
    inward = CATALOGUE.sources_of(target)
    can = f"{a(source)} can lead to {types_listed(onward)}"
    may = f"{types_listed(inward)} can lead to {a(target)}"
    if not onward:
        can = f"nothing follows {a(source)}"
    if not inward:
        may = f"nothing leads to {a(target)}"
    return f"no edge leads from {a(source)} to {a(target)}; {can}, and {may}"


def turned(edge: Edge, source: Node, target: Node, model: Model) -> Iterator[Fix]:
    """The same edge the other way round, if AWS has that, with the keys that it then takes."""
    start, end, body = edge.place_of("from"), edge.place_of("to"), edge.body
    row = _row(target.type or "", source.type or "", edge)
    if start is None or end is None or body is None or row is None:
        return
    unfit = [pair for pair in body.pairs if not _fits(pair, row)]
    room = room_at_source(model, target, _claim(edge, row, source.id, not unfit), edge)
    twice = any(e.target == source.id for e in model.leaving.get(target.id))
    met_there = met(row.requirements, target, source)
    if room and met_there and not twice and room_at_target(model, source, row, edge):
        changes = [Change(start, written(target.id)), Change(end, written(source.id))]
        changes += remove_pairs(edge.block, body, unfit)
        yield Fix(f"Turn the edge round: `{target.id}` to `{source.id}`", tuple(changes), False)


def _row(source: str, target: str, edge: Edge) -> EdgeKind | None:
    """What the edge would be between these types: its kind if they have that, else the usual."""
    return CATALOGUE.kind(source, target, edge.kind) or CATALOGUE.kind(source, target, None)


def _claim(edge: Edge, row: EdgeKind, target: str, whole: bool) -> Claim:
    return claim_of(edge, row) if whole else bare_claim(row, target)


def _fits(pair: Pair, row: EdgeKind) -> bool:
    """Whether an edge that is a `row` can have this key with this value."""
    key = pair.key.text if isinstance(pair.key, Scalar) else ""
    value = pair.value
    if key in ENDS or key == "description":
        return True
    if key == "kind":
        return isinstance(value, Scalar) and value.text == row.kind
    if key == "event":
        events = [scalar.text for scalar in scalars(value)]
        return row.events is not None and all(event in row.events.values for event in events)
    option = row.options.get(key)
    if option is None or value is None or not fits_type(value, option):
        return False
    if isinstance(value, Mapping) and option.keys:
        return all(isinstance(p.key, Scalar) and p.key.text in option.keys for p in value.pairs)
    return not isinstance(value, Scalar) or refusal(value.value, option) is None


def _through(edge: Edge, source: Node, target: Node, model: Model) -> Iterator[Fix]:
    """The edge from a node to which the source leads already, where AWS has that."""
    start, body = edge.place_of("from"), edge.body
    if start is None or body is None:
        return
    for id in _neighbours(source, model):
        middle = model.node(id)
        row = _row(middle.type or "", target.type or "", edge) if middle else None
        if middle is None or middle is target or row is None:
            continue
        unfit = [pair for pair in body.pairs if not _fits(pair, row)]
        room = room_at_source(model, middle, _claim(edge, row, target.id, not unfit), edge)
        twice = any(e.target == target.id for e in model.leaving.get(middle.id))
        if room and not twice and met(row.requirements, middle, target):
            changes = (Change(start, written(middle.id)), *remove_pairs(edge.block, body, unfit))
            yield Fix(
                f"Let `{middle.id}`, to which `{source.id}` leads, lead to it", changes, False
            )


def _neighbours(node: Node, model: Model) -> list[str]:
    """Ids of a few nodes to which `node` leads, the same whatever the order of the edges."""
    if len(model.leaving.get(node.id)) > CROWD:
        return []
    return sorted({edge.target or "" for edge, _ in model.rules_from(node)})[:MOST]


def _between(edge: Edge, source: Node, target: Node, model: Model) -> Iterator[Fix]:
    """A new node between the two, of each type that AWS joins to both."""
    if edge.block.kind != EDGE or edge.body is None:
        return
    complete = types_that_fit({})
    for type in CATALOGUE.targets_of(source.type or ""):
        into, onward = _row(source.type or "", type, edge), _row(type, target.type or "", edge)
        service = CATALOGUE.services[type]
        ready = type in complete or (onward is not None and service.requires == (onward.kind,))
        if into is None or onward is None or not ready:
            continue
        id = free_id(f"{source.id}{service.id_example}", model)
        if _has_room(edge, into, onward, source, target, id, model):
            changes = _split(edge, into, onward, id, model)
            declared = add_node(source, id, type)
            if declared is not None and changes:
                title = f"Put {article(service.title)} {service.title} between them: `{id}`"
                yield Fix(title, (declared, *changes), safe=False)


def _has_room(
    edge: Edge,
    into: EdgeKind,
    onward: EdgeKind,
    source: Node,
    target: Node,
    id: str,
    model: Model,
) -> bool:
    assert edge.body is not None
    whole = all(_fits(pair, into) for pair in edge.body.pairs)
    return (
        room_at_source(model, source, _claim(edge, into, id, whole), edge)
        and room_at_target(model, target, onward, edge)
        and met(into.requirements, source, None)
        and met(onward.requirements, None, target)
    )


def _split(edge: Edge, into: EdgeKind, onward: EdgeKind, id: str, model: Model) -> list[Change]:
    """The edge as two, to the new node and from it; each gets the keys that it can have."""
    end, body = edge.place_of("to"), edge.body
    if end is None or body is None:
        return []
    unfit = [pair for pair in body.pairs if not _fits(pair, into)]
    moved = [pair for pair in unfit if _fits(pair, onward)]
    keys = "".join(f", {_text(edge, pair)}" for pair in moved)
    added = add_edge(model, id, edge.target or "", keys, near=edge)
    if added is None or "\n" in keys:
        return []
    return [Change(end, written(id)), *remove_pairs(edge.block, body, unfit), added]


def _text(edge: Edge, pair: Pair) -> str:
    assert pair.value is not None
    return edge.block.text[pair.key.start : pair.value.end]
