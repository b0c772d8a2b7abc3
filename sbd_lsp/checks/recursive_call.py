"""recursive-call: a function sets off what calls it again."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.order import in_order
from sbd_lsp.checks.overlap import events_of, parameters_unnamed, prefix_and_suffix
from sbd_lsp.checks.rule import Finding, Related, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node

RULE = Rule("recursive-call", Severity.INFORMATION, "a function that sets off its own calls")

# Loops through these are noticed by Lambda, which stops them.
# Source: "Use Lambda recursive loop detection", AWS Lambda Developer Guide.
NOTICED = (
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::Serverless::Function",
)
# what S3 reports of objects that are put and deleted
CAUSED = ("s3:ObjectCreated:", "s3:ObjectRemoved:")
# keys by which an edge lets through only a part of what its source sends
NARROWING = ("source", "detailType", "pattern")
CALLERS = frozenset(row.source for row in CATALOGUE.edges if row.invocation == "none")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Edges on which the node acts by itself, and whose other end leads back to it."""
    if node.type not in CALLERS or model.node(node.id) is None or node.id not in model.reaching:
        return
    for edge, rule in model.rules_from(node):
        if rule.kind == "read":
            continue
        if edge.target == node.id:
            yield _finding(edge, [], node, node)
            continue
        other = model.node(edge.target)
        ways = in_order(_ways_back(edge, node, other, model), model) if other else []
        if ways and other is not None:
            yield _finding(edge, ways, node, other)


def _ways_back(edge: Edge, node: Node, other: Node, model: Model) -> Iterator[Edge]:
    """Edges from `other` to `node` that `edge` can set off.

    Of two functions that call each other the later edge is told, so an earlier one has no way.
    """
    for back, rule in model.rules_from(other):
        if back.target != node.id or not _answers(edge, back, rule):
            continue
        if rule.invocation != "none" or in_order((edge, back), model)[1] is edge:
            yield back


def _answers(edge: Edge, back: Edge, rule: EdgeKind) -> bool:
    """Whether what the function does over `edge` can set off `back`."""
    if rule.events is not None and not any(map(_caused, events_of(back, rule))):
        return False
    if any(key in back.fields for key in NARROWING) or prefix_and_suffix(back)[0]:
        return False
    content = rule.options.get("filter")
    if "filter" in back.fields and content is not None and not content.keys:
        return False
    return _same_request(edge, back, rule)


def _caused(event: str) -> bool:
    return not event.startswith("s3:") or event.startswith(CAUSED)


def _same_request(edge: Edge, back: Edge, rule: EdgeKind) -> bool:
    """Whether a request over `edge` may be one that `back` answers; true of all but requests."""
    method, route = edge.text("method"), back.text("method")
    path, other = edge.text("path"), back.text("path")
    if path and other and parameters_unnamed(path) != parameters_unnamed(other):
        return False
    return not method or route in (None, "ANY", method) or "method" not in rule.options


def _finding(edge: Edge, ways: list[Edge], node: Node, other: Node) -> Finding:
    if other is node:
        what = f"`{node.id}` invokes itself"
    else:
        what = f"`{node.id}` leads to `{other.id}`, which leads back to it"
    noticed = other.service is not None and other.service.resource in NOTICED
    stop = (
        "Lambda stops such a loop after about 16 rounds"
        if noticed
        else "Lambda does not notice such a loop, and `concurrency: 0` is what stops it"
    )
    related = [Related(back.whole, "the way back") for back in ways]
    return RULE.at(edge.whole, f"{what}; see that it comes to an end: {stop}", related=related)
