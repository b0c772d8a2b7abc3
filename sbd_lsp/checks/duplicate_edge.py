"""duplicate-edge: two edges say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sbd_lsp.checks.rule import Change, Finding, Fix, Related, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Place
from sbd_lsp.syntax.plain import TooLarge, plain

RULE = Rule("duplicate-edge", Severity.WARNING, "two edges say the same")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge that another one said before it."""
    parallel = [e for e in model.leaving.get(edge.source or "", ()) if e.target == edge.target]
    if len(parallel) < 2 or not edge.target:
        return
    same = [other for other in parallel if _content(other, model) == _content(edge, model)]
    first = min(same, key=lambda other: model.document.offset_of(other.block) + other.whole.start)
    if first is not edge:
        message = f"the edge from `{edge.source}` to `{edge.target}` is given twice; remove one"
        related = Related(first.whole, "the first one")
        fixes = [Fix("Remove this edge", (Change(Place(edge.block, 0, len(edge.block.text)), ""),))]
        yield RULE.at(edge.whole, message, fixes if edge.block.kind == "edge" else (), [related])


def _content(edge: Edge, model: Model) -> Any:
    try:
        content = dict(plain(edge.body) or {})
    except TooLarge:
        return edge
    content.pop("description", None)
    rule = model.rule(edge)
    if rule is not None:
        content["kind"] = rule.kind
    return content
