"""invalid-id: an id that CloudFormation refuses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import renamed, written
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity, replace
from sbd_lsp.model.model import Model, Node, Place

RULE = Rule("invalid-id", Severity.ERROR, "an id that CloudFormation refuses")
LONGEST = 255


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """An id that is not letters and digits beginning with a letter.

    Source: Resources section, AWS CloudFormation User Guide (a logical ID is alphanumeric).
    """
    if node.key.text == "<<":
        return
    if not node.key.style and not isinstance(node.key.value, str):
        message = f"YAML reads `{node.id}` as no text; put it in quotes, or write another id"
        yield RULE.at(node.name_place, message, [replace(node.name_place, f'"{node.id}"')])
        return
    if is_id(node.id):
        return
    if is_comment(node):
        place = node.name_place._replace(end=node.key.start + 2)
        message = "a comment begins with `#`, not with `//`"
        yield RULE.at(node.name_place, message, [replace(place, "#", "Begin the comment with `#`")])
        return
    word = node.id.split("{")[0].rstrip()
    if is_id(word) and not node.key.style:
        yield _without_colon(node, word)
        return
    better = _tidied(node.id)
    hint = f", such as `{better}`" if better else ""
    message = f"`{node.id}` is no logical id of CloudFormation; write letters and digits only{hint}"
    yield RULE.at(node.name_place, message, partial(_fixes, node, better))


def is_comment(node: Node) -> bool:
    """Whether the node is a comment as other languages write it."""
    return node.id.startswith("//")


def is_id(id: str) -> bool:
    """Whether `id` can be a logical id of CloudFormation."""
    return id.isalnum() and id.isascii() and id[0].isalpha() and len(id) <= LONGEST


def _without_colon(node: Node, word: str) -> Finding:
    """The finding on `A {type: bucket}`, which says `A {type` of `bucket}`."""
    end = node.key.start + len(word)
    spaced = node.block.text.startswith(" ", end)
    change = Change(Place(node.block, end, end), ":" if spaced else ": ")
    message = f"`{node.id}` is no logical id of CloudFormation; write a colon behind `{word}`"
    return RULE.at(node.name_place, message, [Fix(f"Write `{word}:`", (change,))])


def _tidied(id: str) -> str:
    """The id with its words joined: `my-table` is `MyTable`."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in id).split()
    if len(words) > 1:
        words = [word[0].upper() + word[1:] for word in words]
    joined = "".join(words)
    return joined.lstrip("0123456789")[:LONGEST]


def _fixes(node: Node, better: str, model: Model) -> Iterator[Fix]:
    """The better id, wherever the old one stands, if it is free and means one node."""
    if better and better not in model.nodes and len(model.nodes.get(node.id)) == 1:
        changes = (Change(node.name_place, written(better)), *renamed(node.id, better, model))
        yield Fix(f"Rename to `{better}`", changes)
