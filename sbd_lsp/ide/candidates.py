"""Which nodes an edge most likely joins, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.model.model import Edge, Model, Node, meaning_of
from sbd_lsp.syntax.cut import EDGE

Rank = Callable[[Node], tuple[int, ...]]


def node_ids(model: Model, here: Spot, edge: Edge, end: str) -> Iterator[str]:
    """Ids for `end` (`from` or `to`) of `edge`, best first: AWS allows the edge, it goes on where
    its neighbours in the text left off, it is not drawn yet, the node still waits for one."""
    nodes = [found[0] for found in model.nodes.values()]
    rank = _targets(model, edge) if end == "to" else _sources(model, here, edge)
    return (node.id for node in sorted(nodes, key=rank))


def _targets(model: Model, edge: Edge) -> Rank:
    source = model.node(edge.source)
    allowed = set(CATALOGUE.targets_of(source.type)) if source and source.type else None
    drawn = {e.target for e in model.leaving.get(edge.source or "", ()) if e is not edge}

    def rank(node: Node) -> tuple[int, ...]:
        reached = any(e is not edge for e in model.reaching.get(node.id, ()))
        fits = node.type in allowed if allowed is not None else True
        store = source is not None and len(CATALOGUE.kinds(source.type or "", node.type or "")) > 1
        return (not fits, node.id in drawn, reached and not store, node.id == edge.source)

    return rank


def _sources(model: Model, here: Spot, edge: Edge) -> Rank:
    target = model.node(edge.target)
    allowed = set(CATALOGUE.sources_of(target.type)) if target and target.type else None
    before, after = _neighbour(model, here, -1), _neighbour(model, here, 1)
    near = [
        before.target if before else None,
        before.source if before else None,
        after.source if after else None,
    ]

    idle = {
        nodes[0].type
        for id, nodes in model.nodes.items()
        if nodes[0].service and nodes[0].service.called and id not in model.reaching
    }

    def rank(node: Node) -> tuple[int, ...]:
        onward = bool(CATALOGUE.targets_of(node.type or ""))
        fits = node.type in allowed if allowed is not None else onward
        if node.id in near:
            return (not fits, near.index(node.id))
        leaves = any(e is not edge for e in model.leaving.get(node.id, ()))
        reached = any(e is not edge for e in model.reaching.get(node.id, ()))
        called = node.service is not None and node.service.called
        feeds = not idle.isdisjoint(CATALOGUE.targets_of(node.type or ""))
        if leaves:
            return (not fits, 6 if called else 7)
        return (not fits, 3 if not reached else 4 if called else 5 if feeds else 7)

    return rank


def _neighbour(model: Model, here: Spot, step: int) -> Edge | None:
    """The edge that stands before (-1) or after (1) the one at the cursor."""
    document = model.document
    index = document.index_at(here.start) + step
    while 0 <= index < len(document.blocks) and document.blocks[index].kind == EDGE:
        edges = meaning_of(document.blocks[index]).edges
        if edges:
            return edges[0 if step > 0 else -1]
        index += step
    return None
