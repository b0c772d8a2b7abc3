"""exclusive-target: a second edge leads to a node that takes no other beside one it has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import without_edge
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.rule import Finding, Related, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node

RULE = Rule("exclusive-target", Severity.ERROR, "a second way to a node that takes only one")
SHOWN = 10  # edges that another is told to be beside


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges that lead to the node, if one of them excludes the others."""
    if len(model.reaching.get(node.id)) < 2:
        return
    rules = dict(model.rules_to(node))
    if len(rules) < 2 or not any(rule.exclusive for rule in rules.values()):
        return
    before: list[Edge] = []
    for edge in in_order(rules, model):
        others = [
            other
            for other in before
            if other.source != edge.source and (rules[edge].exclusive or rules[other].exclusive)
        ]
        if others:
            yield _finding(edge, others, edge if rules[edge].exclusive else others[0])
        before.append(edge)


def _finding(edge: Edge, others: list[Edge], only: Edge) -> Finding:
    message = (
        f"what `{edge.target}` takes from `{only.source}` it can take from nothing else; "
        "remove one of the two edges"
    )
    return RULE.at(
        edge.whole,
        message,
        partial(without_edge, edge, False),
        [Related(other.whole, "an edge beside it") for other in others[:SHOWN]],
    )
