"""unmet-requirement: a node without an edge that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import add_edge, add_node, free_id
from sbd_lsp.checks.joining import met, room, types_that_fit
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, a, types_listed
from sbd_lsp.model.model import Model, Node

RULE = Rule(
    "unmet-requirement",
    Severity.ERROR,
    "a node without an edge that it needs",
    unfinished=True,
)
MOST = 3


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Kinds of edge that the node's type needs and that do not leave it."""
    if node.service is None or not node.service.requires or model.node(node.id) is None:
        return
    given = {rule.kind for _, rule in model.rules_from(node)}
    for kind in node.service.requires:
        if kind not in given:
            rows = [r for r in CATALOGUE.edges if r.source == node.type and r.kind == kind]
            targets = types_listed(row.target for row in rows)
            message = f"{a(node.service.type)} needs a `{kind}`; let `{node.id}` lead to {targets}"
            yield RULE.at(node.name_place, message, partial(_fixes, node, rows))


def _fixes(node: Node, rows: list[EdgeKind], model: Model) -> list[Fix]:
    """Fixes that lead the node to one that there is or, if none will do, to a new one."""
    fixes = [*islice(_joined(node, rows, model), MOST)]
    return fixes or [*islice(_declared(node, rows, model), MOST)]


def _joined(node: Node, rows: list[EdgeKind], model: Model) -> Iterator[Fix]:
    row_of = {row.target: row for row in rows}
    alone = (nodes[0] for nodes in model.nodes.values() if len(nodes) == 1)
    for target in sorted((n for n in alone if n.type in row_of), key=lambda target: target.id):
        row = row_of[target.type or ""]
        if room(model, node, target, row):
            change = add_edge(model, node.id, target.id)
            if change is not None:
                yield Fix(f"Lead `{node.id}` to `{target.id}`", (change,), safe=False)


def _declared(node: Node, rows: list[EdgeKind], model: Model) -> Iterator[Fix]:
    complete = types_that_fit({})
    for row in rows:
        service = CATALOGUE.services[row.target]
        id = free_id(service.id_example, model)
        changes = (add_node(node, id, row.target), add_edge(model, node.id, id))
        if row.target in complete and met(row.requirements, node, None) and all(changes):
            title = f"Lead `{node.id}` to a new {service.title}: `{id}`"
            yield Fix(title, tuple(change for change in changes if change), safe=False)
