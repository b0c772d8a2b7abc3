"""too-many-edges: more edges of a kind leave a node than AWS allows."""

from __future__ import annotations

from collections.abc import Iterator

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
        edges = [edge for edge, rule in model.rules_from(node) if rule.kind == kind]
        if len(edges) > most:
            edges = in_order(edges, model)
            for edge in edges[most:]:
                yield _finding(edge, kind, edges[:most], node)


def _finding(edge: Edge, kind: str, before: list[Edge], node: Node) -> Finding:
    many = "only one edge" if len(before) == 1 else f"only {len(before)} edges"
    message = f"{a(node.type or '')} has {many} of kind `{kind}`; remove this one or another"
    change = remove_edge(edge)
    related = [Related(other.whole, "counted before it") for other in before]
    fixes = [Fix("Remove this edge", (change,), safe=False)] if change else []
    return RULE.at(edge.whole, message, fixes, related)
