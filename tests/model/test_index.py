"""An index of entries after changes is the plain dict after them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.model import index
from sbd_lsp.model.index import Difference, Index
from sbd_lsp.model.model import Model
from sbd_lsp.syntax.document import Document

pairs = st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3))


class Entry:
    """Something that is the same as itself alone."""

    def __init__(self, number: int) -> None:
        self.number = number


@pytest.mark.parametrize("buckets", [1, 2, 128])
@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.tuples(st.booleans(), pairs), max_size=5), max_size=6))
def test_an_index_after_changes_is_the_dict_after_them(
    buckets: int, changes: list[list[tuple[bool, tuple[str, int]]]]
) -> None:
    """Entries are under their ids, in the order in which they came, and older versions stay."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "BUCKETS", buckets)
        patch.setattr(index, "MASK", buckets - 1)
        pool = {(name, number): Entry(number) for name in "abcdefgh" for number in range(4)}
        found, plain = Index[Entry].of(()), dict[str, tuple[Entry, ...]]()
        versions = [(found, dict(plain))]
        for change in changes:
            present = {entry for entries in plain.values() for entry in entries}
            keys = {key: add for add, key in change}
            removed = [(key[0], pool[key]) for key, add in keys.items() if not add]
            added = [(k[0], pool[k]) for k, add in keys.items() if add and pool[k] not in present]
            for name, entry in removed:
                plain[name] = tuple(each for each in plain.get(name, ()) if each is not entry)
            for name, entry in added:
                plain[name] = (*plain.get(name, ()), entry)
            plain = {name: entries for name, entries in plain.items() if entries}
            found = found.changed(removed, added)
            versions.append((found, dict(plain)))
        for each, expected in versions:
            assert {name: each.get(name) for name in each} == expected
            assert set(each.values()) == set(expected.values())
            assert [name in each for name in "abcdefghi"] == [n in expected for n in "abcdefghi"]
            anew = Index.of((name, one) for name, entries in expected.items() for one in entries)
            assert {name: anew.get(name) for name in anew} == expected
        difference = Difference()
        for (one, first), (other, second) in permutations(versions, 2):
            assert difference.between(one, other) == first.keys() - second.keys()


def test_what_is_not_declared_comes_in_the_order_of_the_text() -> None:
    """Each id once, by the first edge that names it, whatever was edited before."""
    text = "nodes:\n  B: {type: queue}\nedges:\n  - {from: Z, to: B}\n  - {from: A, to: Z}\n"
    document = Document.of(text)
    model = Model.of(document)
    assert model.undeclared() == ["Z", "A"]
    assert [node.id for node in model.every_node()] == ["B"]
    place = text.index("  - {from: Z")
    edited, gone, come = document.edited(place, place, "  - {from: B, to: Y}\n")
    assert model.after(edited, list(gone), list(come)).undeclared() == ["Y", "Z", "A"]


def test_an_end_that_is_not_written_is_no_node() -> None:
    """Not even where a node has an id without letters."""
    model = Model.of(Document.of('nodes:\n  "": {type: queue}\nedges:\n  - {to: B}\n'))
    (edge,) = model.leaving.get("") or model.reaching.get("B")
    assert model.ends(edge) == (None, None)
    assert model.node("") is model.node(None) is None
