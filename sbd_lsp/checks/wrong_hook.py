"""wrong-hook: a deployment calls as a hook what is no function."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Rule, Severity, a, types_listed
from sbd_lsp.model.model import Model

RULE = Rule("wrong-hook", Severity.ERROR, "a hook of the deployment that is no function")
# what runs code of one's own: the services that have a runtime
CALLABLE = [
    type
    for type, service in CATALOGUE.services.items()
    if any(option.format == "runtime" for option in service.options.values())
]


def check_design(model: Model) -> Iterator[Finding]:
    """A hook that names a node of another type."""
    for place, id in model.hooks():
        node = model.node(id)
        if node is not None and node.type is not None and node.type not in CALLABLE:
            wanted = types_listed(CALLABLE)
            message = f"`{id}` is {a(node.type)}; CodeDeploy can call only {wanted} as a hook"
            yield RULE.at(place, message)
