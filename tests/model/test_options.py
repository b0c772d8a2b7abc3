"""Options that several kinds or types have under one name."""

from __future__ import annotations

from itertools import permutations

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model import options as module

FILES = Option("filter", "mapping", "a", keys={"prefix": Option("prefix", "string", "b")})
WORDS = Option("filter", "mapping", "c", values={"all": "d"}, examples=({"x": 1},))
LISTS = Option("filter", "list", "e", items=Option("", "string", "f", values={"one": "g"}))


def test_what_any_takes_is_there_to_choose_from() -> None:
    """Whichever of them stands first in the catalogue."""
    for several in permutations((FILES, WORDS, LISTS)):
        united = module._united(list(several))
        assert list(united.keys) == ["prefix"]
        assert list(united.values) == ["all"]
        assert united.items is not None
        assert list(united.items.values) == ["one"]
        assert united.examples == ({"x": 1},)


def test_kinds_between_two_types_agree_on_their_options() -> None:
    """As long as they do, an edge of an unknown kind is judged by what they agree on and completed
    with all that they take, which is the same."""
    for pair in {(row.source, row.target) for row in CATALOGUE.edges}:
        rows = CATALOGUE.kinds(*pair)
        assert module._edge_options(rows, module._agreed) == module._edge_options(
            rows, module._united
        )


def test_what_they_do_not_agree_on_is_not_judged() -> None:
    """Neither a key nor a word that only one of them has is asked for."""
    agreed = module._agreed([FILES, WORDS, LISTS])
    assert agreed.type == "any"
    assert not agreed.keys
    assert not agreed.values
    assert agreed.items is None
