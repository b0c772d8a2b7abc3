"""duplicate-edge: two edges say the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import without_edge
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.rule import Finding, Related, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node
from sbd_lsp.syntax.plain import TooLarge, plain

RULE = Rule("duplicate-edge", Severity.WARNING, "two edges say the same")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges that leave the node and that another one said before them."""
    edges = model.leaving.get(node.id)
    if len(edges) < 2 or model.nodes.get(node.id)[0] is not node:
        return
    parallel: dict[str | None, list[Edge]] = {}
    for edge in edges:
        parallel.setdefault(edge.target, []).append(edge)
    for target, group in parallel.items():
        if target and len(group) > 1:
            yield from _repeated(in_order(group, model), model)


def content(edge: Edge, model: Model) -> str:
    """What the edge says but for its description: the same text for the same."""
    try:
        said = dict(plain(edge.body) or {})
    except TooLarge:
        return f"{id(edge)}"
    said.pop("description", None)
    rule = model.rule(edge)
    if rule is not None:
        said["kind"] = rule.kind
    return repr(sorted(said.items(), key=lambda pair: str(pair[0])))


def _repeated(edges: list[Edge], model: Model) -> Iterator[Finding]:
    before: dict[str, Edge] = {}
    for edge in edges:
        first = before.setdefault(content(edge, model), edge)
        if first is not edge:
            yield _finding(edge, first)


def _finding(edge: Edge, first: Edge) -> Finding:
    message = f"the edge from `{edge.source}` to `{edge.target}` is given twice; remove one"
    same_words = edge.text("description") in (None, first.text("description"))
    fixes = partial(without_edge, edge, same_words)
    return RULE.at(edge.whole, message, fixes, [Related(first.whole, "the first one")])
