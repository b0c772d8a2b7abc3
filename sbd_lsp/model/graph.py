"""Questions about a network of ids; the only importer of networkx, which is imported when asked."""

from __future__ import annotations

from collections.abc import Iterable

Link = tuple[str, str]


def links_in_cycles(links: Iterable[Link]) -> frozenset[Link]:
    """Those of `links` (from, to) that lie on a cycle, a link from an id to itself among them."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph(list(links))
    component = {
        id: number
        for number, ids in enumerate(networkx.strongly_connected_components(graph))
        for id in ids
    }
    return frozenset((a, b) for a, b in graph.edges if component[a] == component[b])
