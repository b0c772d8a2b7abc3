"""Which nodes an edge most likely joins, the likeliest first.

Edges that belong together stand together: what most of them join are the ends of the edges before
and after, or a node that has no edges yet.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.ide.offer import fitting
from sbd_lsp.model.index import Index
from sbd_lsp.model.model import Edge, Model, Node, meaning_of
from sbd_lsp.syntax.cut import EDGE

MOST = 1000  # nodes that are compared


class Order(NamedTuple):
    """What tells how likely nodes are: those of a lower `rank` are likelier; `likely` has the ids
    of those that are not to be missed among too many to compare."""

    rank: Callable[[Node], int]
    likely: set[str]


def candidates(model: Model, here: Spot, edge: Edge, end: str) -> list[Node]:
    """Nodes for `end` (`from` or `to`) of `edge` whose ids fit what is typed. Those that begin with
    it come first, and of these the best: AWS allows the edge, it goes on where its neighbours in
    the text left off, it is not drawn yet, the node still waits for one."""
    before, after = _neighbour(model, here, -1), _neighbour(model, here, 1)
    order = (_targets if end == "to" else _sources)(model, edge, before, after)
    begin, others = (_compared(nodes, order) for nodes in fitting(model, here.prefix))
    return [*sorted(begin, key=order.rank), *sorted(others, key=order.rank)]


def _compared(nodes: list[Node], order: Order) -> list[Node]:
    """Those of `nodes` that are worth comparing: to look at ten thousand would take longer than to
    type the next letter, which leaves fewer."""
    if len(nodes) <= MOST:
        return nodes
    likely = [node for node in nodes if node.id in order.likely]
    return [*dict.fromkeys([*likely[:MOST], *nodes[:MOST]])]


def _targets(model: Model, edge: Edge, before: Edge | None, after: Edge | None) -> Order:
    near = [
        before.target if before else None,
        after.source if after else None,
        after.target if after else None,
    ]
    places = _places(near)
    source = model.node(edge.source)
    own = source.type if source else None
    drawn = {e.target for e in model.leaving.get(edge.source or "") if e is not edge}
    unreached = _but_for(edge, edge.target, model.unreached(), model.reaching)
    fits, stores = _types_to(own)

    def rank(node: Node) -> int:
        id, type = node.id, node.service.type if node.service else ""
        unfit = type not in fits  # so is every type if the source is not known
        served = id not in unreached and type not in stores
        place = places.get(id, len(near))
        return 32 * unfit + 16 * (id in drawn) + 8 * served + 2 * place + (id == edge.source)

    return Order(rank, unreached.union(places))


def _sources(model: Model, edge: Edge, before: Edge | None, after: Edge | None) -> Order:
    target = model.node(edge.target)
    own = target.type if target else None
    ending = _but_for(edge, edge.source, model.ending(), model.leaving)
    waiting = model.unreached()
    unreached = _but_for(edge, edge.target, waiting, model.reaching)
    following = _node_after(model, before.source) if before and after else None
    near = [
        before.target if before else None,
        before.source if before else None,
        after.source if after else None,
        following if following in ending else None,
    ]
    places = _places(near)
    fits, called = _types_from(own), _called()
    idle = {model.nodes.get(id)[0].type for id in waiting} & called
    feeding = frozenset[str]().union(*(_types_from(type) for type in idle))

    def rank(node: Node) -> int:
        id, type = node.id, node.service.type if node.service else ""
        unfit = 0 if type in fits else 10
        if id in places:
            return unfit + places[id]
        if id not in ending:
            return unfit + (7 if type in called else 8)
        if id not in unreached:
            return unfit + (5 if type in called else 6 if type in feeding else 8)
        return unfit + (7 if type in called else 4)

    return Order(rank, ending.union(places))


@cache
def _types_to(source: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Types to which AWS has an edge from `source`, and those of them to which it has several."""
    kinds = {t: len(CATALOGUE.kinds(source or "", t)) for t in CATALOGUE.services}
    return frozenset(t for t in kinds if kinds[t]), frozenset(t for t in kinds if kinds[t] > 1)


@cache
def _types_from(target: str | None) -> frozenset[str]:
    """Types from which AWS has an edge to `target`; to any type if that is not known."""
    return frozenset(row.source for row in CATALOGUE.edges if target in (None, row.target))


@cache
def _called() -> frozenset[str]:
    """Types that work only when they are called."""
    return frozenset(row.type for row in CATALOGUE.services.values() if row.called)


def _but_for(edge: Edge, end: str | None, without: set[str], edges: Index[Edge]) -> set[str]:
    """The ids `without` any of `edges`, and the `end` of `edge` if it has no other."""
    if end is None:
        return without
    found = edges.get(end)
    return without | {end} if len(found) == 1 and found[0] is edge else without


def _places(ids: list[str | None]) -> dict[str, int]:
    """Where each of `ids` stands first."""
    return {id: place for place, id in reversed([*enumerate(ids)]) if id is not None}


def _node_after(model: Model, id: str | None) -> str | None:
    """The id of the node that follows the node `id` in the text. Edges often come in the order of
    the nodes that they leave."""
    node = model.node(id)
    block = model.document.blocks.following(node.block) if node else None
    nodes = meaning_of(block).nodes if block else ()
    return nodes[0].id if nodes else None


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
