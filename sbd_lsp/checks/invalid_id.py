"""invalid-id: an id that CloudFormation refuses."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity, replace
from sbd_lsp.model.model import Model, Node

RULE = Rule("invalid-id", Severity.ERROR, "an id that CloudFormation refuses")
LONGEST = 255


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """An id that is not letters and digits beginning with a letter.

    Source: Resources section, AWS CloudFormation User Guide (a logical ID is alphanumeric).
    """
    if node.key.text == "<<" or _valid(node.id):
        return
    better = _tidied(node.id)
    fixes = [replace(node.name_place, better)] if better and better not in model.nodes else []
    hint = f", such as `{better}`" if better else ""
    message = f"`{node.id}` is no logical id of CloudFormation; write letters and digits only{hint}"
    yield RULE.at(node.name_place, message, fixes)


def _valid(id: str) -> bool:
    return id.isascii() and id.isalnum() and id[0].isalpha() and len(id) <= LONGEST


def _tidied(id: str) -> str:
    """The id with its words joined: `my-table` is `MyTable`."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in id).split()
    joined = words[0] + "".join(w[0].upper() + w[1:] for w in words[1:]) if words else ""
    return joined.lstrip("0123456789")[:LONGEST]
