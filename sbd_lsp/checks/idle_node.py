"""idle-node: a node that does nothing as it is."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import Idle, Service
from sbd_lsp.checks.edits import set_value
from sbd_lsp.checks.joining import value_of
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Node
from sbd_lsp.syntax.tree import Mapping
from sbd_lsp.syntax.write import inline

RULE = Rule("idle-node", Severity.WARNING, "a node that does nothing as it is", unfinished=True)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node without any of the options one of which it needs to be of use."""
    service = node.service
    if service is None or service.idle is None or model.node(node.id) is None:
        return
    if not _used(node, service, service.idle):
        message = service.idle.sentence.format(id=node.id)
        yield RULE.at(node.name_place, message, _fixes(node, service, service.idle))


def _used(node: Node, service: Service, idle: Idle) -> bool:
    """Whether an option or a property says what the node is for."""
    pair = node.fields.get("properties")
    properties = pair.value if pair is not None else None
    if properties is not None and not isinstance(properties, Mapping):
        return True
    if properties is not None and any(properties.get(name) for name in idle.properties):
        return True
    options = [service.options[name] for name in idle.unless]
    return any(
        value_of(node, option) is True if option.type == "boolean" else option.name in node.fields
        for option in options
    )


def _fixes(node: Node, service: Service, idle: Idle) -> Iterator[Fix]:
    """Fixes that set one of the options; who gets in is for a person to say."""
    for name in idle.unless:
        option = service.options[name]
        boolean = option.type == "boolean"
        change = set_value(node, name, "true" if boolean else inline(option.examples[0]))
        if change is not None:
            title = f"Set `{name}` to `true`" if boolean else f"Write an example of `{name}`"
            yield Fix(title, (change,), safe=False)
