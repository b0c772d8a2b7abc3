"""duplicate-id: two nodes have the same id."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.edits import free_id
from sbd_lsp.checks.rule import Finding, Related, Rule, Severity, replace
from sbd_lsp.model.model import Model, Node

RULE = Rule("duplicate-id", Severity.ERROR, "two nodes have the same id", wide=True)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node whose id another one had before it."""
    same = model.nodes[node.id]
    if len(same) < 2:
        return
    first = min(same, key=lambda other: model.document.offset_of(other.block) + other.key.start)
    if node is not first:
        related = Related(first.name_place, "the first one")
        message = f"another node is named `{node.id}`; give this one an id of its own"
        fixes = [replace(node.name_place, free_id(node.id, model))]
        yield RULE.at(node.name_place, message, fixes, [related])
