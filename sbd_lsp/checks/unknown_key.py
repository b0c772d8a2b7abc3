"""unknown-key: a key that nothing has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Rule, Severity, listed, meant
from sbd_lsp.model.model import Edge, Model, Node, Place, key_text
from sbd_lsp.model.options import Options, fields_of, options_of
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Mapping, Pair, Sequence

RULE = Rule("unknown-key", Severity.ERROR, "a key that has no meaning here")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Keys of a node."""
    where = f"a node of type `{node.type}`" if node.type else "a node"
    yield from _entry(node, model, where)


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """Keys of an edge."""
    rule = model.rule(edge)
    where = f"an edge of kind `{rule.kind}` to a `{rule.target}`" if rule else "an edge"
    yield from _entry(edge, model, where)


def check_design(model: Model) -> Iterator[Finding]:
    """Keys of the document."""
    for block, pair in model.sections:
        yield from _unknown(block, (pair,), CATALOGUE.document, "a design")
        yield from _nested(block, (pair,), CATALOGUE.document)


def _entry(entry: Union[Node, Edge], model: Model, where: str) -> Iterator[Finding]:
    if entry.body is not None:
        options = options_of(entry, model)
        yield from _unknown(entry.block, entry.body.pairs, options, where)
        yield from _nested(entry.block, entry.body.pairs, options)


def _nested(block: Block, pairs: Iterable[Pair], options: Options) -> Iterator[Finding]:
    for option, _, value in fields_of(pairs, options):
        if option.keys and isinstance(value, Mapping):
            yield from _unknown(block, value.pairs, option.keys, f"`{option.name}`")


def _unknown(
    block: Block, pairs: Iterable[Pair], options: Options, where: str
) -> Iterator[Finding]:
    for pair in pairs:
        key = key_text(pair)
        if pair.colon >= 0 and key not in options and key not in ("<<", None):
            place = Place(block, pair.key.start, pair.key.end)
            yield _finding(key or "", place, options, where, pair)


def _finding(key: str, place: Place, options: Options, where: str, pair: Pair) -> Finding:
    free: dict[str, Option] = {name: option for name, option in options.items()}
    hint, fixes = meant(key, free, place, f"it takes {listed(free, 'and')}")
    if isinstance(pair.value, (Mapping, Sequence)) and not fixes and "properties" in options:
        hint += "; what CloudFormation calls the resource's own goes under `properties`"
    return RULE.at(place, f"{where} has no key `{key}`; {hint}", fixes)
