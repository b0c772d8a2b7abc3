"""wrong-type: a value is of another type than its key takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, replace
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.options import Field, fields_of, options_of, section_fields
from sbd_lsp.model.values import NAMES, fits_type, type_of
from sbd_lsp.syntax.cut import TOP
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Scalar, Tree

RULE = Rule("wrong-type", Severity.ERROR, "a value is of another type than its key takes")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node that is no mapping, and its values."""
    if node.value is not None and node.body is None:
        message = f"`{node.id}` must be a mapping, with a `type` at least"
        yield RULE.at(node.place(node.value), message)
    pairs = node.body.pairs if node.body else ()
    yield from _wrong(node.block, fields_of(pairs, options_of(node, model)))


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge that is no mapping, and its values."""
    if edge.value is not None and edge.body is None:
        yield RULE.at(edge.whole, "an edge must be a mapping, with `from` and `to`")
    pairs = edge.body.pairs if edge.body else ()
    yield from _wrong(edge.block, fields_of(pairs, options_of(edge, model)))


def check_design(model: Model) -> Iterator[Finding]:
    """Values of the document's keys."""
    for section in model.sections:
        yield from _wrong(section.block, section_fields(section))
    tops = [block for block in model.document.blocks if block.kind in (TOP, "whole")]
    if tops and not model.sections and tops[0].reading.tree is not None:
        tree = tops[0].reading.tree
        message = "a design must be a mapping that begins with `sbd: 1`"
        yield RULE.at(Place(tops[0], tree.start, tree.end), message)


def _wrong(block: Block, fields: Iterable[Field]) -> Iterator[Finding]:
    for option, _, value in fields:
        if value is not None and not fits_type(value, option):
            place = Place(block, value.start, value.end)
            wanted = NAMES[option.type]
            name = f"`{option.name}`" if option.name else "an item"
            yield RULE.at(place, f"{name} must be {wanted}", _fixes(place, value, option.type))


def _fixes(place: Place, value: Tree, wanted: str) -> Iterator[Fix]:
    if not isinstance(value, Scalar):
        return
    found = type_of(value)
    if wanted == "string" and not value.style:
        yield replace(place, f'"{value.text}"', "Put it in quotes")
    if wanted == "integer" and found == "string" and value.text.isdigit():
        yield replace(place, value.text, "Remove the quotes")
    if wanted == "boolean" and found == "string" and value.text.lower() in ("true", "false"):
        yield replace(place, value.text.lower())
