"""Outline and folds: written once, and right wherever the lines have gone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.server.convert import offset_at
from sbd_lsp.server.session import OpenDocument
from sbd_lsp.syntax import row

TEXT = """\
sbd: 1
name: 50%d
nodes:
  A😀%s: {type: bucket}  # 100 %
  B:
    type: "%(x)d"
    memory: 128

edges:
  - {from: A😀%s, to: B, kind: '%'}
  - from: B
    to: A
"""
PIECES = ("\n", "x", "  ", "  C: {type: queue}\n", "%", "😀", "\r\n", ": ", "- ", "")


def opened(text: str, encoding: str = "utf-16") -> OpenDocument:
    """A document that is open in an editor."""
    return OpenDocument("file:///d/a.sbd.yaml", 1, text, encoding)


def outline(document: OpenDocument) -> list[Any]:
    """Its symbols, as a client reads them."""
    symbols: list[Any] = json.loads(document.symbols.answer(document.analysis.document))
    return symbols


def folds(document: OpenDocument) -> list[tuple[int, int]]:
    """First and last line of each fold."""
    answer = json.loads(document.folds.answer(document.analysis.document))
    return [(fold["startLine"], fold["endLine"]) for fold in answer]


def text_at(document: OpenDocument, place: Any) -> str:
    """What stands in a range."""
    text = document.analysis.document
    start, end = (
        offset_at(text, place[at]["line"], place[at]["character"], document.encoding)
        for at in ("start", "end")
    )
    return text.text[start:end]


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_each_symbol_stands_where_it_says(breaks: str, encoding: str) -> None:
    """Whatever its name has in it, and however lines end and characters are counted."""
    document = opened(TEXT.replace("\n", breaks), encoding)
    a, b, first, second = outline(document)
    assert [a["name"], b["name"]] == ["A😀%s", "B"]
    assert [a["detail"], b["detail"], first["detail"]] == ["bucket", "%(x)d", "%"]
    assert [text_at(document, node["selectionRange"]) for node in (a, b)] == ["A😀%s", "B"]
    assert text_at(document, b["range"]).endswith("memory: 128")
    assert [edge["name"] for edge in (first, second)] == ["A😀%s → B", "B → A"]
    assert text_at(document, second["range"]).split(breaks) == ["from: B", "    to: A"]
    assert [symbol["kind"] for symbol in (a, b, first, second)] == [5, 5, 24, 24]
    assert folds(document) == [(4, 6), (10, 11)]


@pytest.mark.parametrize("length", [1, 3])
@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 160), st.integers(0, 6), st.sampled_from(PIECES))))
def test_after_edits_they_are_what_they_are_when_opened_anew(
    length: int, edits: list[tuple[int, int, str]]
) -> None:
    """What was kept from the version before is in its new place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row, "LENGTH", length)
        document = opened(TEXT)
        for start, removed, text in edits:
            begin = min(start, document.analysis.document.length)
            end = min(begin + removed, document.analysis.document.length)
            document.change(begin, end, text)
            fresh = opened(document.analysis.document.text)
            assert outline(document) == outline(fresh)
            assert folds(document) == folds(fresh)


def test_what_did_not_change_is_not_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line put at the top moves all below it, and only its own stretch is written."""
    nodes = "".join(f"  N{number}: {{type: bucket}}\n" for number in range(1000))
    document = opened(f"sbd: 1\nname: x\nnodes:\n{nodes}")
    last = outline(document)[-1]["range"]["start"]["line"]
    written: list[Any] = []
    write = document.symbols._write
    monkeypatch.setattr(document.symbols, "_write", lambda block: written.append(0) or write(block))
    document.change(0, 0, "\n")
    assert outline(document)[-1]["range"]["start"]["line"] == last + 1
    assert 0 < len(written) <= 2 * row.LENGTH + 2


@pytest.mark.parametrize("entry", ['  "":', "  '': {type: queue}", '  "": {}'])
def test_no_symbol_is_without_a_name(entry: str) -> None:
    """As LSP has it; a name may be still to be typed between its quotes."""
    (symbol,) = outline(opened(f"sbd: 1\nname: x\nnodes:\n{entry}\n"))
    assert symbol["name"] == "…"
