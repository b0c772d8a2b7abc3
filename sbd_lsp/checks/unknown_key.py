"""unknown-key: a key that nothing has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import remove_pair, written
from sbd_lsp.checks.halves import parted
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import (
    Change,
    Finding,
    Fix,
    Rule,
    Severity,
    a,
    listed,
    meant,
    replace,
    types_listed,
)
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.values import refusal
from sbd_lsp.syntax import tree
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.tree import Pair, Scalar, key_text
from sbd_lsp.text.nearest import Words

RULE = Rule("unknown-key", Severity.ERROR, "a key that has no meaning here")
SHOWN = 2
UNSAFE = frozenset(",[]{}")
NO_PROPERTY = (
    "it is an attribute of the resource, no property, and a design cannot set it; remove it"
)


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Keys that are no options."""
    free: Words | None = None
    for pair in keys.unknown:
        key = key_text(pair)
        if pair.colon >= 0 and key is not None and key != "<<":
            free = free or Words.of(_free(keys, model))
            yield _finding(key, pair, keys, model, _known_as(key, keys.options), free)
    if isinstance(keys.owner, Node) and keys.option is None:
        yield from _attributes(keys)
    if isinstance(keys.owner, Edge) and keys.option is None:
        yield from _end_by_another_name(keys.owner, keys, model)


def _attributes(keys: Keys) -> Iterator[Finding]:
    """Attributes of the resource among its properties, where CloudFormation refuses them."""
    for option, _, value in keys.fields:
        if option is not CATALOGUE.node["properties"] or not isinstance(value, tree.Mapping):
            continue
        for pair in value.pairs:
            key = key_text(pair)
            if key in CATALOGUE.attributes:
                place = Place(keys.block, pair.key.start, pair.key.end)
                message = f"`properties` has no key `{key}`; {NO_PROPERTY}"
                yield RULE.at(place, message, partial(_removed, keys.block, value, pair))


def _end_by_another_name(edge: Edge, keys: Keys, model: Model) -> Iterator[Finding]:
    """An option whose name is another one of an end that the edge lacks, if its value is an id:
    `source`, which some edges have, for `from`."""
    for end in keys.required:
        for alias in end.aliases if end.name not in edge.fields else ():
            id = edge.text(alias) if alias in keys.options else None
            if id and id.isalnum():
                yield _finding(alias, edge.fields[alias], keys, model, end, Words.of(()))


def _finding(
    key: str, pair: Pair, keys: Keys, model: Model, option: Option | None, free: Words
) -> Finding:
    """The finding on a key, `option` being the one that it is another name of, if it is, and
    `free` the options that are not there yet."""
    place = Place(keys.block, pair.key.start, pair.key.end)
    hint, fixes = _elsewhere(key, keys) if option is None else "", list[Fix]()
    better = parted(key, keys.options) if pair.value is None else None
    if better is not None:
        hint, fixes = f"write `{better}`", [replace(place, better)]
    elif option is not None:
        hint, fixes = _renamed(key, pair, keys, option, model)
    elif key in CATALOGUE.attributes and "properties" in keys.options:
        hint = NO_PROPERTY
    elif not hint and key[:1].isupper() and "properties" in keys.options:
        hint = "what CloudFormation calls its own goes under `properties`"
        fixes = _wrapped(pair, keys)
    if not hint:
        hint, fixes = meant(key, free, place, f"it takes {listed(keys.options, 'and')}")
    message = f"{_where(keys, model)} has no key `{key}`; {hint}"
    if keys.body is not None and not fixes and not keys.block.reading.faults:
        return RULE.at(place, message, partial(_removed, keys.block, keys.body, pair))
    return RULE.at(place, message, fixes)


def _removed(block: Block, body: tree.Mapping, pair: Pair, model: Model) -> Iterator[Fix]:
    yield Fix(f"Remove `{key_text(pair)}`", (remove_pair(block, body, pair),), safe=False)


def _free(keys: Keys, model: Model) -> Iterator[str]:
    """The options that are not there yet."""
    return (name for name in keys.options if not _given(name, keys, model))


def _given(name: str, keys: Keys, model: Model) -> bool:
    if keys.body is not None:
        return keys.body.get(name) is not None
    return model.section(name) is not None


def _renamed(
    key: str, pair: Pair, keys: Keys, option: Option, model: Model
) -> tuple[str, list[Fix]]:
    """A hint to the option that was meant, with its fix unless that is there already."""
    if _given(option.name, keys, model):
        return f"`{option.name}` is there already", []
    place = Place(keys.block, pair.key.start, pair.key.end)
    changes = (Change(place, option.name), *_in_form(key, pair, keys, option))
    return f"did you mean `{option.name}`?", [Fix(f"Change to `{option.name}`", changes)]


def _known_as(key: str, options: Mapping[str, Option]) -> Option | None:
    """The option that has this name but for its case, or has it as another name."""
    word = _folded(key)
    same = (option for name, option in options.items() if _folded(name) == word)
    by_alias = (o for o in options.values() if word in map(_folded, o.aliases))
    return next(chain(same, by_alias), None)


def _folded(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def _in_form(key: str, pair: Pair, keys: Keys, option: Option) -> Iterator[Change]:
    """The value in the form that the key names: of `rate: 5 minutes`, `rate(5 minutes)`."""
    value = pair.value
    if key in CATALOGUE.formats.get(option.format, ()) and isinstance(value, Scalar):
        text = f"{key}({value.text})"
        if refusal(value.text, option) is not None and refusal(text, option) is None:
            yield Change(Place(keys.block, value.start, value.end), written(text))


def _where(keys: Keys, model: Model) -> str:
    """Whose key it would be."""
    owner = keys.owner
    if keys.option is not None:
        return f"`{keys.option.name}`"
    if owner is None:
        return "a design"
    if isinstance(owner, Node):
        return a(owner.type) if owner.type else "a node"
    rule = model.rule(owner)
    if rule is None:
        return "an edge"
    return f"an edge of kind `{rule.kind}` from {a(rule.source)} to {a(rule.target)}"


def _elsewhere(key: str, keys: Keys) -> str:
    """Where an option of another type or kind would be at home; nothing if there is no such."""
    if keys.owner is None or keys.option is not None:
        return ""
    if isinstance(keys.owner, Node):
        types = [type for type, service in CATALOGUE.services.items() if key in service.options]
        return f"that is an option of {types_listed(types, 'and')}" if types else ""
    rows = [row for row in CATALOGUE.edges if key in row.options or (key == "event" and row.events)]
    ends = dict.fromkeys(f"{a(row.source)} to {a(row.target)}" for row in rows)
    if len(ends) <= SHOWN:
        return f"that is an option of edges from {' and '.join(ends)}" if ends else ""
    sources = dict.fromkeys(row.source for row in rows)
    return f"that is an option of edges from {types_listed(sources, 'or')}"


def _wrapped(pair: Pair, keys: Keys) -> list[Fix]:
    """The pair as the content of a new `properties`, if that can be said on its line."""
    body, value = keys.body, pair.value
    simple = isinstance(value, Scalar) and value.style not in ("|", ">")
    if isinstance(value, Scalar) and not value.style and UNSAFE.intersection(value.text):
        simple = False
    if isinstance(value, tree.Mapping):
        simple = value.column < 0
    if body is None or value is None or not simple or body.get("properties") is not None:
        return []
    start, end = pair.key.start, value.end
    changes = (
        Change(Place(keys.block, start, start), "properties: {"),
        Change(Place(keys.block, end, end), "}"),
    )
    return [Fix(f"Move `{key_text(pair)}` to `properties`", changes, safe=False)]
