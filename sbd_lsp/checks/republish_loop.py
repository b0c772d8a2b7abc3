"""republish-loop: an IoT rule that sets itself off."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.rule import Finding, Related, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node
from sbd_lsp.model.topics import fits, selects_some, topic_filter, topic_within

RULE = Rule("republish-loop", Severity.WARNING, "an IoT rule that sets itself off", unfinished=True)
KIND = "republish"
SOURCES = frozenset(row.source for row in CATALOGUE.edges if row.kind == KIND)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges over which the rule publishes what brings it, or a rule before it, here again."""
    if node.type not in SOURCES or model.node(node.id) is None:
        return
    for edge, rule in model.rules_from(node):
        other = model.node(edge.target)
        if rule.kind != KIND or other is None or selects_some(node.text("sql")):
            continue
        if fits(_heard(node), topic_within(_heard(other), node.id)):
            yield _finding(edge, f"`{node.id}` hears what it publishes itself", node)
            continue
        ways = list(_ways_back(edge, node, other, model))
        if ways and not selects_some(other.text("sql")):
            what = f"`{node.id}` publishes to `{other.id}`, which publishes to it"
            yield _finding(edge, what, node, ways)


def _heard(node: Node) -> str:
    return topic_filter(node.id, node.text("topic"), node.text("sql"))


def _ways_back(edge: Edge, node: Node, other: Node, model: Model) -> Iterator[Edge]:
    """Edges from `other` to `node`, if `edge` is the later one: a loop is told once."""
    for back, rule in model.rules_from(other):
        leads_back = back.target == node.id and rule.kind == KIND
        if leads_back and in_order((edge, back), model)[1] is edge:
            yield back


def _finding(edge: Edge, what: str, node: Node, ways: list[Edge] | None = None) -> Finding:
    hint = f"let a `WHERE` in the `sql` of `{node.id}` leave out what has been published before"
    related = [Related(back.whole, "the way back") for back in ways or ()]
    return RULE.at(edge.whole, f"{what}, in a loop without end that AWS bills; {hint}", (), related)
