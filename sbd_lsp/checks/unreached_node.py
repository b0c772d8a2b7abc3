"""unreached-node: a node that nothing can ever reach."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.reach import reached
from sbd_lsp.checks.rule import Finding, Rule, Severity, types_listed
from sbd_lsp.model.model import Model, Node

RULE = Rule("unreached-node", Severity.WARNING, "a node that nothing reaches", unfinished=True)
SHOWN = 4


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node that works only when called, and to which no way leads from outside."""
    if node.service is None or not node.service.called or reached(node.id, model):
        return
    if len(model.nodes.get(node.id)) == 1:
        callers = CATALOGUE.sources_of(node.service.type)
        few = types_listed(callers) if len(callers) <= SHOWN else "what should call it"
        yield RULE.at(node.name_place, f"nothing reaches `{node.id}`; let {few} lead to it")
