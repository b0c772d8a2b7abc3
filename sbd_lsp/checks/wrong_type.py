"""wrong-type: a value is of another type than its key takes."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.checks.edits import written
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, replace
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.values import NAMES, fits_type, refusal
from sbd_lsp.syntax.cut import TOP, WHOLE
from sbd_lsp.syntax.tree import Alias, Scalar, Tree

RULE = Rule("wrong-type", Severity.ERROR, "a value is of another type than its key takes")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node that is no mapping."""
    if node.body is None and node.value is not None and not isinstance(node.value, Alias):
        message = f"`{node.id}` must be a mapping, with a `type` at least"
        yield RULE.at(node.place(node.value), message)


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge that is no mapping."""
    if edge.body is None and edge.value is not None and not isinstance(edge.value, Alias):
        yield RULE.at(edge.whole, "an edge must be a mapping, with `from` and `to`")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Values of options."""
    for option, _, value in keys.misfits:
        if value is not None:
            place = Place(keys.block, value.start, value.end)
            name = f"`{option.name}`" if option.name else "an item"
            fixes = _fixes(place, value, option)
            yield RULE.at(place, f"{name} must be {NAMES[option.type]}", fixes)


def check_design(model: Model) -> Iterator[Finding]:
    """A document that is no mapping."""
    if model.sections:
        return
    for block in model.document.blocks:
        tree = block.reading.tree
        if block.kind in (TOP, WHOLE) and tree is not None:
            message = "a design must be a mapping that begins with `sbd: 1`"
            yield RULE.at(Place(block, tree.start, tree.end), message)
            return


def _fixes(place: Place, value: Tree, option: Option) -> Iterator[Fix]:
    """What the value was meant to be, if the option takes that."""
    if not isinstance(value, Scalar):
        return
    text, unquoted = value.text, "Remove the quotes"
    if option.type == "string" and option.examples and isinstance(value.value, bool):
        for example in option.examples:
            yield replace(place, written(example), safe=False)
    elif option.type == "string" and not value.style and refusal(text, option) is None:
        yield replace(place, f'"{text}"', "Put it in quotes")
    elif option.type == "integer" and isinstance(value.value, str) and text.isdecimal():
        if refusal(int(text), option) is None:
            yield replace(place, text, unquoted)
    elif option.type == "boolean" and text.lower() in ("true", "false"):
        yield replace(place, text.lower(), unquoted)
    elif option.type == "list" and option.items and not value.style and _is(value, option.items):
        yield replace(place, f"[{text}]", "Make it a list")


def _is(value: Scalar, option: Option) -> bool:
    return fits_type(value, option) and refusal(value.value, option) is None
