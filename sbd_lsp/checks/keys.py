"""The keys of an entry, each with the option that it is: one walk, shared by all rules on keys."""

from __future__ import annotations

from collections.abc import Mapping as Names
from typing import NamedTuple, Union

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.misplaced_entry import is_bare_edge, is_dashed_node
from sbd_lsp.model.model import Edge, Model, Node, Section
from sbd_lsp.model.options import Field, options_of
from sbd_lsp.model.values import fits_type
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree


class Keys(NamedTuple):
    """The keys of one mapping: of an entry, or of the value of a key.

    `owner` is the entry, None in the document's own keys; `option` and `at` are the option whose
    value the mapping is and its key, None for an entry's own keys. `options` are the keys that may
    stand here, `required` those that must. Those that do stand are in `fields` with their values
    and with the items of lists, and what mappings with names of one's own have and are called, in
    `misfits` if the value is of another type than the option takes,
    in `empty` if there is no value, in `unknown` if they are no options.
    """

    owner: Union[Node, Edge, None]
    block: Block
    body: Mapping | None
    options: Names[str, Option]
    required: tuple[Option, ...]
    option: Option | None
    at: Tree | None
    fields: list[Field]
    misfits: list[Field]
    empty: list[tuple[Option, Pair]]
    unknown: list[Pair]


def keys_of(entry: Union[Node, Edge], model: Model) -> list[Keys]:
    """The keys of `entry`, then those of each mapping in it; nothing if it is no mapping, or is
    written as no entry can be."""
    found: list[Keys] = []
    if entry.body is not None and not is_dashed_node(entry.block) and not is_bare_edge(entry.block):
        options = options_of(entry, model)
        keys = _keys(entry, entry.block, entry.body, options)
        found.append(keys)
        _sort(keys, entry.body.pairs, found)
    return found


def keys_of_section(section: Section) -> list[Keys]:
    """A key of the document, then the keys of each mapping in its value."""
    keys = _keys(None, section.block, None, CATALOGUE.document)
    found = [keys]
    _sort(keys, (section.pair,), found)
    return found


def cut_short(value: Tree, block: Block) -> bool:
    """Whether a fault of the text follows the value at once, so that it is a part of one."""
    return any(value.start <= fault.start <= value.end for fault in block.reading.faults)


def is_cut(value: Tree | None, block: Block) -> bool:
    """Whether that is so of a value without quotes: one with them is whole once they are closed."""
    return isinstance(value, Scalar) and not value.style and cut_short(value, block)


def _keys(
    owner: Union[Node, Edge, None],
    block: Block,
    body: Mapping | None,
    options: Names[str, Option],
    option: Option | None = None,
    at: Tree | None = None,
) -> Keys:
    return Keys(owner, block, body, options, _required(options), option, at, [], [], [], [])


# required options by the identity of a mapping of options, all of which live as long as the
# catalogue does
_REQUIRED: dict[int, tuple[Option, ...]] = {}


def _required(options: Names[str, Option]) -> tuple[Option, ...]:
    found = _REQUIRED.get(id(options))
    if found is None:
        found = tuple(option for option in options.values() if option.required)
        _REQUIRED[id(options)] = found
    return found


def _sort(keys: Keys, pairs: tuple[Pair, ...], found: list[Keys]) -> None:
    """Puts `pairs` into the lists of `keys`, and what is nested in them behind `found`."""
    options, fields = keys.options, keys.fields
    for pair in pairs:
        key, _, value = pair
        option = options.get(key.text) if isinstance(key, Scalar) else None
        if option is None:
            keys.unknown.append(pair)
        elif isinstance(value, Scalar):
            if not value.text and _says_nothing(value, option):
                keys.empty.append((option, pair))
            elif fits_type(value, option):
                fields.append(Field(option, key, value))
            else:
                keys.misfits.append(Field(option, key, value))
        elif value is None:
            keys.empty.append((option, pair))
        else:
            fit = fits_type(value, option)
            (fields if fit else keys.misfits).append(Field(option, key, value))
            _nested(keys, option, key, value, found)


def _says_nothing(value: Scalar, option: Option) -> bool:
    """Whether a value without text, which must be a name, is a pair of quotes."""
    if value.style not in ("'", '"'):
        return False
    return option.required or bool(option.format) or option is CATALOGUE.edge["kind"]


def _nested(keys: Keys, option: Option, key: Tree, value: Tree, found: list[Keys]) -> None:
    if option.keys and isinstance(value, Mapping):
        inner = _keys(keys.owner, keys.block, value, option.keys, option, key)
        found.append(inner)
        _sort(inner, value.pairs, found)
    elif option.each is not None and isinstance(value, Mapping):
        _named(keys, option, option.each, value)
    elif option.items is not None and isinstance(value, Sequence):
        for index, item in enumerate(value.items):
            if item is not None:
                fit = fits_type(item, option.items)
                (keys.fields if fit else keys.misfits).append(Field(option.items, None, item))
            else:
                dash = value.dashes[index] if index < len(value.dashes) else value.start
                keys.misfits.append(Field(option.items, None, Scalar(dash, dash + 1, "")))


def _named(keys: Keys, option: Option, each: Option, value: Mapping) -> None:
    """The keys of a mapping that takes any, and what they have; conditions may be nested."""
    for pair in value.pairs:
        if not isinstance(pair.key, Scalar) or pair.key.text == "<<":
            continue
        if option.names is not None:
            text = bool(pair.key.style) or isinstance(pair.key.value, str)
            (keys.fields if text else keys.misfits).append(Field(option.names, None, pair.key))
        item = pair.value
        fit = item is not None and fits_type(item, each)
        if fit and not isinstance(item, (Mapping, Sequence)):
            continue  # nothing is to be said of most, and a name for each takes long
        given = each._replace(name=pair.key.text)
        if item is None:
            keys.empty.append((given, pair))
            continue
        (keys.fields if fit else keys.misfits).append(Field(given, pair.key, item))
        if fit and each.type == "conditions" and isinstance(item, Mapping):
            _named(keys, option, each, item)
