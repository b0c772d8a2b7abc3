"""Offsets as positions of LSP."""

from __future__ import annotations

from typing import get_args

import pytest
from lsprotocol.types import CompletionItemKind

from sbd_lsp.ide.offer import Kind
from sbd_lsp.server import convert
from sbd_lsp.server.convert import within
from sbd_lsp.server.to_lsp import KINDS
from sbd_lsp.text.lines import line_of


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_places_in_a_long_text_are_those_in_a_short_one(
    ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines of a long text are counted once for all places in it."""
    text = ending.join(["a: 1", "", "  b: x", ""])
    ends = {offset + 1 for offset in range(len(text)) if text.startswith("\r\n", offset)}
    for long in (convert.LONG, 0):
        monkeypatch.setattr(convert, "LONG", long)
        for offset in set(range(len(text) + 1)) - ends:  # between the halves of a break is no place
            assert within(text, offset, "utf-32") == line_of(text, offset)


def test_each_sort_of_thing_that_is_offered_is_one_of_lsp() -> None:
    """Nothing is offered that the answer has no number for."""
    numbers = {kind.name.lower(): kind.value for kind in CompletionItemKind}
    assert {kind: numbers[kind] for kind in get_args(Kind)} == KINDS
