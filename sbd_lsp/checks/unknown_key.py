"""unknown-key: a key that nothing has."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import remove_pair
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
from sbd_lsp.model.model import Model, Node, Place, key_text
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar

RULE = Rule("unknown-key", Severity.ERROR, "a key that has no meaning here")
SHOWN = 2
UNSAFE = frozenset(",[]{}")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Keys that are no options."""
    for pair in keys.unknown:
        key = key_text(pair)
        if pair.colon >= 0 and key is not None and key != "<<":
            yield _finding(key, pair, keys, model)


def _finding(key: str, pair: Pair, keys: Keys, model: Model) -> Finding:
    place = Place(keys.block, pair.key.start, pair.key.end)
    free = [name for name in keys.options if keys.body is None or keys.body.get(name) is None]
    elsewhere = _elsewhere(key, keys)
    better = parted(key, keys.options) if pair.value is None else None
    if better is not None:
        hint, fixes = f"write `{better}`", [replace(place, better)]
    elif elsewhere:
        hint, fixes = elsewhere, []
    elif key[:1].isupper() and "properties" in keys.options:
        hint = "what CloudFormation calls its own goes under `properties`"
        fixes = _wrapped(pair, keys)
    else:
        hint, fixes = meant(key, free, place, f"it takes {listed(keys.options, 'and')}")
    if keys.body is not None and not fixes:
        fixes = [Fix(f"Remove `{key}`", (remove_pair(keys.block, keys.body, pair),))]
    return RULE.at(place, f"{_where(keys, model)} has no key `{key}`; {hint}", fixes)


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
    if isinstance(value, Mapping):
        simple = value.column < 0
    if body is None or value is None or not simple or body.get("properties") is not None:
        return []
    start, end = pair.key.start, value.end
    changes = (
        Change(Place(keys.block, start, start), "properties: {"),
        Change(Place(keys.block, end, end), "}"),
    )
    return [Fix(f"Move `{key_text(pair)}` to `properties`", changes)]
