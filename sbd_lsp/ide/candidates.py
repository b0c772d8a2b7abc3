"""Which nodes an edge most likely joins, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.ide.offer import fitting
from sbd_lsp.model.index import Index
from sbd_lsp.model.model import Edge, Model, Node, meaning_of
from sbd_lsp.syntax.cut import EDGE

Rank = Callable[[Node], tuple[int, ...]]


def candidates(model: Model, here: Spot, edge: Edge, end: str) -> list[Node]:
    """Nodes for `end` (`from` or `to`) of `edge` whose ids fit what is typed, best first: AWS
    allows the edge, it goes on where its neighbours in the text left off, it is not drawn yet, the
    node still waits for one."""
    rank = _targets(model, edge) if end == "to" else _sources(model, here, edge)
    return sorted(fitting(model.in_order(), here.prefix, lambda node: node.id), key=rank)


def _targets(model: Model, edge: Edge) -> Rank:
    source = model.node(edge.source)
    own = source.type if source else None
    drawn = {e.target for e in model.leaving.get(edge.source or "") if e is not edge}
    reached = _others(model.reaching, edge, edge.target)
    fits = {t: own is None or bool(CATALOGUE.kinds(own, t)) for t in CATALOGUE.services}
    stores = {t for t in CATALOGUE.services if len(CATALOGUE.kinds(own or "", t)) > 1}

    def rank(node: Node) -> tuple[int, ...]:
        id, type = node.id, node.type
        waits = id in reached and type not in stores
        return (not fits.get(type or "", own is None), id in drawn, waits, id == edge.source)

    return rank


def _sources(model: Model, here: Spot, edge: Edge) -> Rank:
    target = model.node(edge.target)
    own = target.type if target else None
    before, after = _neighbour(model, here, -1), _neighbour(model, here, 1)
    near = [
        before.target if before else None,
        before.source if before else None,
        after.source if after else None,
    ]
    fits = {t: _leads(t, own) for t in CATALOGUE.services}
    called = {t for t, service in CATALOGUE.services.items() if service.called}
    idle = {
        nodes[0].type
        for nodes in model.nodes.values()
        if nodes[0].type in called and nodes[0].id not in model.reaching
    }
    feeding = {t for t in CATALOGUE.services if not idle.isdisjoint(CATALOGUE.targets_of(t))}
    leaving = _others(model.leaving, edge, edge.source)
    reached = _others(model.reaching, edge, edge.target)

    def rank(node: Node) -> tuple[int, ...]:
        id, type = node.id, node.type or ""
        unfit = not fits.get(type, False)
        if id in near:
            return (unfit, near.index(id))
        if id in leaving:
            return (unfit, 6 if type in called else 7)
        if id in reached:
            return (unfit, 4 if type in called else 5 if type in feeding else 7)
        return (unfit, 6 if type in called else 3)

    return rank


def _leads(source: str, target: str | None) -> bool:
    """Whether AWS has an edge from a type to `target`, to any type if that is not known."""
    if target is None:
        return bool(CATALOGUE.targets_of(source))
    return bool(CATALOGUE.kinds(source, target))


def _others(ends: Index[Edge], edge: Edge, id: str | None) -> set[str]:
    """Ids at which `ends` has edges other than `edge`, whose own end is `id`."""
    ids = set(ends)
    if id is not None and all(other is edge for other in ends.get(id)):
        ids.discard(id)
    return ids


def _neighbour(model: Model, here: Spot, step: int) -> Edge | None:
    """The edge that stands before (-1) or after (1) the one at the cursor."""
    document = model.document
    index = document.blocks.index_at(here.start) + step
    while 0 <= index < len(document.blocks) and document.blocks[index].kind == EDGE:
        edges = meaning_of(document.blocks[index]).edges
        if edges:
            return edges[0 if step > 0 else -1]
        index += step
    return None
