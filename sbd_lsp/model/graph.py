"""Questions about a network of ids; the only importer of networkx, which is imported when asked."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

Link = tuple[str, str]


def links_in_cycles(links: Iterable[Link]) -> frozenset[Link]:
    """Those of `links` (from, to) that lie on a cycle, a link from an id to itself among them."""
    links = list(links)
    if not _has_cycle(links):
        return frozenset()  # as in most designs: loading networkx would take the longest of all

    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph(links)
    component = {
        id: number
        for number, ids in enumerate(networkx.strongly_connected_components(graph))
        for id in ids
    }
    return frozenset((a, b) for a, b in graph.edges if component[a] == component[b])


def _has_cycle(links: Iterable[Link]) -> bool:
    order = TopologicalSorter[str]()
    for a, b in links:
        order.add(a, b)
    try:
        order.prepare()
    except CycleError:
        return True
    return False
