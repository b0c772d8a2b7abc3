"""Which options the keys of an entry are, by the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, Union

from sbd_lsp.catalogue.entries import EdgeKind, Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.model import Edge, Model, Node
from sbd_lsp.syntax import tree as syntax
from sbd_lsp.syntax.tree import key_text


class Field(NamedTuple):
    """A key that is an option, or an item of a list option (then `key` is None), and its value."""

    option: Option
    key: syntax.Tree | None
    value: syntax.Tree | None


Options = Mapping[str, Option]
Join = Callable[[list[Option]], Option]  # of options that differ under one name


def options_of(entry: Union[Node, Edge], model: Model) -> Options:
    """The keys that `entry` may have; where its type or kind is not known, all that it might, each
    as far as all agree on it that could be meant."""
    if isinstance(entry, Node):
        return _node_options(entry.type, _agreed)
    rule = model.rule(entry)
    kinds = (rule,) if rule is not None else model.kinds(entry)
    if kinds:
        return _edge_options(kinds, _agreed)
    source, target = model.ends(entry)
    return _options_between(source.type if source else None, target.type if target else None)


def likely_rules(edge: Edge, model: Model) -> tuple[EdgeKind, ...]:
    """What `edge` may become: what AWS allows between its ends, or from or to the one that is
    known."""
    kinds = model.kinds(edge)
    if kinds:
        return kinds
    source, target = model.ends(edge)
    return _rows_between(source.type if source else None, target.type if target else None)


def likely_options(entry: Union[Node, Edge], model: Model) -> Options:
    """The keys that `entry` may have, as far as its type or its ends are known, each with all that
    it takes for any that could be meant."""
    if isinstance(entry, Node):
        return _node_options(entry.type, _united)
    rule = model.rule(entry)
    rows = (rule,) if rule else likely_rules(entry, model) or CATALOGUE.edges
    of_kind = tuple(row for row in rows if entry.kind in (None, row.kind))
    return _edge_options(of_kind or rows, _united)


@cache
def names() -> frozenset[str]:
    """The keys that anything in a design may have, those within values too."""
    return frozenset(option.name for option in _all())


@cache
def texts() -> frozenset[str]:
    """Those of `names` that take words of a person's own."""
    words = (CATALOGUE.node["type"], CATALOGUE.edge["kind"])
    return frozenset(
        option.name
        for option in _all()
        if option.type in ("string", "texts")
        and not option.values
        and option not in words
        and option.format not in ("nodeId", "runtime")
    )


def _all() -> Iterator[Option]:
    rows = (CATALOGUE.document, CATALOGUE.node, CATALOGUE.edge)
    services = (service.options for service in CATALOGUE.services.values())
    waiting = [*rows, *services, *(row.options for row in CATALOGUE.edges)]
    while waiting:
        options = waiting.pop()
        yield from options.values()
        waiting += [option.keys for option in options.values()]


@cache
def _node_options(type: str | None, join: Join) -> Options:
    if type is not None:
        return {**CATALOGUE.node, **CATALOGUE.services[type].options}
    every = (service.options for service in CATALOGUE.services.values())
    return {**_joined(every, join), **CATALOGUE.node}


def _rows_between(source: str | None, target: str | None) -> tuple[EdgeKind, ...]:
    """What AWS allows from and to these types, None being any."""
    return tuple(
        row
        for row in CATALOGUE.edges
        if source in (None, row.source) and target in (None, row.target)
    )


@cache
def _options_between(source: str | None, target: str | None) -> Options:
    """The keys of all edges; those that edges between these types have, None being any, as far as
    these agree on them."""
    return {
        **CATALOGUE.edge,
        **_joined((row.options for row in CATALOGUE.edges), _agreed),
        **_joined((row.options for row in _rows_between(source, target)), _agreed),
    }


def _joined(every: Iterable[Options], join: Join) -> dict[str, Option]:
    """The options of all, those of one name joined into one."""
    found: dict[str, list[Option]] = {}
    for options in every:
        for name, option in options.items():
            same = found.setdefault(name, [])
            if option not in same:
                same.append(option)
    return {name: same[0] if len(same) == 1 else join(same) for name, same in found.items()}


def _agreed(options: list[Option]) -> Option:
    """What options of one name agree on: it refuses nothing but what each of them does."""
    first = options[0]
    agreed: dict[str, Any] = {"type": "any", "summary": first.summary}
    for field, *values in zip(Option._fields, *options, strict=True):
        if all(value == values[0] for value in values):
            agreed[field] = values[0]
        elif field == "aliases":
            agreed["aliases"] = tuple(dict.fromkeys(chain.from_iterable(values)))
        elif field == "values" and all(values):
            agreed["values"] = {name: text for each in values for name, text in each.items()}
        elif field in ("minimum", "maximum") and None not in values:
            agreed[field] = min(values) if field == "minimum" else max(values)
    return Option(**agreed)


def _united(options: list[Option]) -> Option:
    """All that options of one name take, to choose from."""
    values = {name: text for option in options for name, text in option.values.items()}
    items = [option.items for option in options if option.items is not None]
    return options[0]._replace(
        values=values,
        keys=_joined((option.keys for option in options), _united),
        items=_united(items) if items else None,
        examples=tuple(example for option in options for example in option.examples),
        aliases=tuple(dict.fromkeys(chain.from_iterable(option.aliases for option in options))),
    )


def _edge_options(rows: tuple[EdgeKind, ...], join: Join) -> Options:
    """The keys that edges of these rows have."""
    return _edge_options_by_name(tuple((row.source, row.target, row.kind) for row in rows), join)


@cache
def _edge_options_by_name(names: tuple[tuple[str, str, str], ...], join: Join) -> Options:
    rows = [row for row in (CATALOGUE.kind(*name) for name in names) if row]
    options = dict(CATALOGUE.edge)
    if not any(row.events for row in rows):
        options.pop("event", None)
    return options | _joined((row.options for row in rows), join)


def fields_of(pairs: Iterable[syntax.Pair], options: Options) -> Iterator[Field]:
    """The pairs that are options, with all that is nested in their values."""
    for pair in pairs:
        option = options.get(key_text(pair) or "")
        if option is not None:
            yield Field(option, pair.key, pair.value)
            yield from _inner(option, pair.value)


def _inner(option: Option, value: syntax.Tree | None) -> Iterator[Field]:
    if option.keys and isinstance(value, syntax.Mapping):
        yield from fields_of(value.pairs, option.keys)
    if option.items is not None and isinstance(value, syntax.Sequence):
        for item in value.items:
            yield Field(option.items, None, item)
            yield from _inner(option.items, item)
