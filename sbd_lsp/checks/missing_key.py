"""missing-key: a key that must be there is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node, Place, key_text
from sbd_lsp.model.options import Options, fields_of, options_of
from sbd_lsp.syntax.cut import EDGE, HEAD, NODE, TOP, WHOLE
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Mapping, Pair

RULE = Rule("missing-key", Severity.ERROR, "a key that must be there is missing", unfinished=True)
EXAMPLES = {"sbd": "1", "name": "my-app"}


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node without its type, or without an option that its type asks for."""
    yield from _entry(node, model, node.name_place, f"`{node.id}`")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge without one of its ends, or without an option that its kind asks for."""
    place = edge.whole if edge.value else Place(edge.block, 0, len(edge.block.text.rstrip()))
    yield from _entry(edge, model, place._replace(end=min(place.end, _first_line(place))), "the edge")


def check_design(model: Model) -> Iterator[Finding]:
    """A document without its version or its name."""
    given = {key_text(section.pair) for section in model.sections}
    block = model.document.blocks[0]
    for option in CATALOGUE.document.values():
        if option.required and option.name not in given:
            yield _top(option.name, block, model)
    for section in model.sections:
        yield from _nested(section.block, (section.pair,), CATALOGUE.document)


def _top(key: str, block: Block, model: Model) -> Finding:
    fixes = []
    if block.kind in (TOP, HEAD, NODE, EDGE) and not any(b.kind == WHOLE for b in model.document.blocks):
        at = next((b for b in model.document.blocks if b.kind == TOP), block)
        if key == "name" and (section := model.section("sbd")):
            at = section.block
            place = Place(at, len(at.text), len(at.text))
        else:
            place = Place(at, 0, 0)
        line = f"{key}: {EXAMPLES[key]}\n"
        lead = "" if place.start == 0 or at.text.endswith("\n") else "\n"
        fixes = [Fix(f"Write `{line.strip()}`", (Change(place, lead + line),))]
    return RULE.at(
        Place(block, 0, _first_line(Place(block, 0, 0))),
        f"the design has no `{key}`; write `{key}: {EXAMPLES[key]}`",
        fixes,
    )


def _first_line(place: Place) -> int:
    end = place.block.text.find("\n", place.start)
    return end if end >= 0 else len(place.block.text)


def _entry(
    entry: Union[Node, Edge], model: Model, place: Place, name: str
) -> Iterator[Finding]:
    if entry.value is not None and entry.body is None:
        return
    options = options_of(entry, model)
    for option in options.values():
        if option.required and option.name not in entry.fields and _certain(entry, option.name):
            yield RULE.at(place, f"{name} has no `{option.name}`; write `{option.name}: …`")
    yield from _nested(entry.block, entry.body.pairs if entry.body else (), options)


def _certain(entry: Union[Node, Edge], key: str) -> bool:
    """Whether the entry needs the key for certain: options only if its type is known."""
    return isinstance(entry, Edge) or key == "type" or entry.service is not None


def _nested(block: Block, pairs: Iterable[Pair], options: Options) -> Iterator[Finding]:
    for option, key, value in fields_of(pairs, options):
        if isinstance(value, Mapping) and key is not None:
            given = {key_text(pair) for pair in value.pairs}
            for inner in option.keys.values():
                if inner.required and inner.name not in given:
                    message = f"`{option.name}` has no `{inner.name}`; write `{inner.name}: …`"
                    yield RULE.at(Place(block, key.start, key.end), message)
