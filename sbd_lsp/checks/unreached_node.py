"""unreached-node: a node that nothing can ever reach."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity, listed
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.model import Model, Node

RULE = Rule("unreached-node", Severity.WARNING, "a node that nothing reaches", unfinished=True)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node that works only when called, and to which no way leads from outside."""
    if node.service is None or not node.service.called or node.id in model.hooks():
        return
    if len(model.nodes.get(node.id, ())) == 1 and not _reached(node, model):
        callers = listed(CATALOGUE.sources_of(node.service.type))
        message = f"nothing reaches `{node.id}`; let a {callers} lead to it"
        yield RULE.at(node.name_place, message)


def _reached(node: Node, model: Model) -> bool:
    """Whether a way leads to `node` from a service that acts without being called."""
    waiting, seen = [node.id], {node.id}
    while waiting:
        for edge in model.reaching.get(waiting.pop(), ()):
            for source in model.nodes.get(edge.source or "", ()):
                if source.service is None or not source.service.called:
                    return True
                if source.id not in seen:
                    seen.add(source.id)
                    waiting.append(source.id)
    return False
