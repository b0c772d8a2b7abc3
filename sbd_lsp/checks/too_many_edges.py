"""too-many-edges: more edges of a kind leave a node than AWS allows."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.duplicate_edge import same
from sbd_lsp.checks.edits import remove_edge
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.rule import Finding, Fix, Related, Rule, Severity, a
from sbd_lsp.model.model import Edge, Model, Node

RULE = Rule("too-many-edges", Severity.ERROR, "more edges of a kind than AWS allows")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges beyond the number that the node's type may have of their kind."""
    if node.service is None or not node.service.most:
        return
    for kind, most in node.service.most.items():
        edges = [e for e, rule in model.rules_from(node) if kind in ("any", rule.kind)]
        if len(edges) > most:
            edges = in_order(edges, model)
            for place, edge in enumerate(edges):
                if place >= most and not any(_repeats(edge, e, model) for e in edges[:place]):
                    yield _finding(edge, kind, edges[:most], node)


def _repeats(edge: Edge, other: Edge, model: Model) -> bool:
    """Whether another rule says that it is one too many: the edges are the same in all."""
    return edge.target == other.target and same(edge, other, model)


def _finding(edge: Edge, kind: str, before: list[Edge], node: Node) -> Finding:
    many = "only one edge" if len(before) == 1 else f"only {len(before)} edges"
    which = "" if kind == "any" else f" of kind `{kind}`"
    message = f"{a(node.type or '')} has {many}{which}; remove this one or another"
    change = remove_edge(edge)
    related = [Related(other.whole, "counted before it") for other in before]
    fixes = [Fix("Remove this edge", (change,))] if change else []
    return RULE.at(edge.whole, message, fixes, related)
