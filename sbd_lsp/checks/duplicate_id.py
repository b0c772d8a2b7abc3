"""duplicate-id: two nodes have the same id."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import free_id
from sbd_lsp.checks.rule import Finding, Fix, Related, Rule, Severity, replace
from sbd_lsp.checks.strays import is_stray
from sbd_lsp.model.model import Model, Node

RULE = Rule("duplicate-id", Severity.ERROR, "two nodes have the same id")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Nodes that have the id of this one, but for the first in the text."""
    same = model.nodes.get(node.id)
    if len(same) < 2 or same[0] is not node or all(map(is_stray, same)):
        return
    offset_of = model.document.offset_of
    first, *others = sorted(same, key=lambda other: offset_of(other.block) + other.key.start)
    message = f"another node is named `{node.id}`; give this one an id of its own"
    related = [Related(first.name_place, "the first one")]
    for other in others:
        yield RULE.at(other.name_place, message, partial(_fixes, other), related)


def _fixes(node: Node, model: Model) -> Iterator[Fix]:
    yield replace(node.name_place, free_id(node.id, model), safe=False)
