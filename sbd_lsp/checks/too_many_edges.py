"""too-many-edges: more edges of a kind leave a node than AWS allows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.duplicate_edge import content
from sbd_lsp.checks.edits import without_edge
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.rule import Finding, Related, Rule, Severity, a
from sbd_lsp.model.model import Edge, Model, Node

RULE = Rule("too-many-edges", Severity.ERROR, "more edges of a kind than AWS allows")

SHOWN = 10  # edges that are named as those counted before


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges beyond the number that the node's type may have of their kind."""
    if node.service is None or not node.service.most:
        return
    for kind, most in node.service.most.items():
        edges = [e for e, rule in model.rules_from(node) if kind in ("any", rule.kind)]
        if len(edges) > most:
            edges = in_order(edges, model)
            said = {content(edge, model) for edge in edges[:most]}
            for edge in edges[most:]:
                if content(edge, model) not in said:  # else another rule says that it is too much
                    yield _finding(edge, kind, edges[:most], node)
                said.add(content(edge, model))


def _finding(edge: Edge, kind: str, before: list[Edge], node: Node) -> Finding:
    many = "only one edge" if len(before) == 1 else f"only {len(before)} edges"
    which = "" if kind == "any" else f" of kind `{kind}`"
    message = f"{a(node.type or '')} has {many}{which}; remove this one or another"
    related = [Related(other.whole, "counted before it") for other in before[:SHOWN]]
    return RULE.at(edge.whole, message, partial(without_edge, edge, False), related)
