"""Which nodes an edge most likely joins, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.model.model import Edge, Model, Node, meaning_of

Rank = Callable[[Node], tuple[int, ...]]


def node_ids(model: Model, here: Spot, edge: Edge, end: str) -> Iterator[str]:
    """Ids for `end` (`from` or `to`) of `edge`, best first: AWS allows the edge, it is not drawn
    yet, the node has no edge at this end so far, it goes on where the edge before left off."""
    nodes = [found[0] for found in model.nodes.values()]
    rank = _rank_targets if end == "to" else _rank_sources
    return (node.id for node in sorted(nodes, key=rank(model, edge, _previous(model, here))))


def _rank_targets(model: Model, edge: Edge, before: Edge | None) -> Rank:
    source = model.node(edge.source)
    allowed = set(CATALOGUE.targets_of(source.type)) if source and source.type else None
    drawn = {e.target for e in model.leaving.get(edge.source or "", ()) if e is not edge}

    def rank(node: Node) -> tuple[int, ...]:
        reached = any(e is not edge for e in model.reaching.get(node.id, ()))
        fits = node.type in allowed if allowed is not None else True
        return (not fits, node.id in drawn, reached, node.id == edge.source)

    return rank


def _rank_sources(model: Model, edge: Edge, before: Edge | None) -> Rank:
    target = model.node(edge.target)
    allowed = set(CATALOGUE.sources_of(target.type)) if target and target.type else None
    last = (before.target, before.source) if before else ()

    def rank(node: Node) -> tuple[int, ...]:
        onward = bool(CATALOGUE.targets_of(node.type or ""))
        fits = node.type in allowed if allowed is not None else onward
        leaves = any(e is not edge for e in model.leaving.get(node.id, ()))
        place = last.index(node.id) if node.id in last else 2
        return (not fits, place if place == 1 or not leaves else 2 + leaves, leaves)

    return rank


def _previous(model: Model, here: Spot) -> Edge | None:
    """The edge that stands before the one at the cursor."""
    document = model.document
    index = document.index_at(here.start)
    while index > 0:
        index -= 1
        edges = meaning_of(document.blocks[index]).edges
        if edges:
            return edges[-1]
        if document.blocks[index].kind != "edge":
            return None
    return None
