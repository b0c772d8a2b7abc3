"""The keys of an entry, each with the option that it is: one walk, shared by all rules on keys."""

from __future__ import annotations

from collections.abc import Mapping as Names
from typing import NamedTuple, Union

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.model import Edge, Model, Node, Section
from sbd_lsp.model.options import Field, options_of
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree


class Keys(NamedTuple):
    """The keys of one mapping: of an entry, or of the value of a key.

    `owner` is the entry, None in the document's own keys; `option` and `at` are the option whose
    value the mapping is and its key, None for an entry's own keys. `options` are the keys that may
    stand here. Those that do stand in `fields` with their values and with the items of lists, in
    `empty` if they have no value, in `unknown` if they are no options.
    """

    owner: Union[Node, Edge, None]
    block: Block
    body: Mapping | None
    options: Names[str, Option]
    option: Option | None
    at: Tree | None
    fields: list[Field]
    empty: list[tuple[Option, Pair]]
    unknown: list[Pair]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs of the mapping; none of a document, whose keys come one by one."""
        return self.body.pairs if self.body else ()


def keys_of(entry: Union[Node, Edge], model: Model) -> list[Keys]:
    """The keys of `entry`, then those of each mapping in it; nothing if it is no mapping."""
    found: list[Keys] = []
    if entry.body is not None:
        first = Keys(
            entry, entry.block, entry.body, options_of(entry, model), None, None, [], [], []
        )
        found.append(first)
        _sort(first, entry.body.pairs, found)
    return found


def keys_of_section(section: Section) -> list[Keys]:
    """A key of the document, then the keys of each mapping in its value."""
    first = Keys(None, section.block, None, CATALOGUE.document, None, None, [], [], [])
    found = [first]
    _sort(first, (section.pair,), found)
    return found


def _sort(keys: Keys, pairs: tuple[Pair, ...], found: list[Keys]) -> None:
    """Puts `pairs` into the lists of `keys`, and what is nested in them behind `found`."""
    options, fields = keys.options, keys.fields
    for pair in pairs:
        key, _, value = pair
        option = options.get(key.text) if isinstance(key, Scalar) else None
        if option is None:
            keys.unknown.append(pair)
        elif value is None:
            keys.empty.append((option, pair))
        else:
            fields.append(Field(option, key, value))
            if option.keys and isinstance(value, Mapping):
                inner = Keys(
                    keys.owner, keys.block, value, option.keys, option, key, [], [], []
                )
                found.append(inner)
                _sort(inner, value.pairs, found)
            elif option.items is not None and isinstance(value, Sequence):
                fields.extend(Field(option.items, None, item) for item in value.items)
