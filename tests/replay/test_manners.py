"""The ways of typing, and what an editor makes of a list: the replay's own parts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.designs import designs, examples
from benchmarks.manners import MANNERS
from benchmarks.mirror import changed
from benchmarks.ranking import offers_of, plain, shown, to_character, to_column
from benchmarks.tokens import tokens_of


@pytest.mark.parametrize("manner", MANNERS)
@settings(max_examples=15, deadline=None)
@given(text=designs() | designs(braces=True), seed=st.integers(0, 1000))
def test_each_manner_ends_with_the_finished_text(manner: str, text: str, seed: int) -> None:
    """Whatever is left out, pasted, undone or closed on the way, the text is whole at the end."""
    page, strokes = MANNERS[manner](text, random.Random(seed))
    typed = page.text
    for stroke in strokes:
        area = {
            name: {"line": place.row, "character": place.column}
            for name, place in (("start", stroke.start), ("end", stroke.end))
        }
        typed = changed(typed, {"range": area, "text": stroke.text}, "utf-32")
        assert typed == page.text
    assert typed == text


@pytest.mark.parametrize("manner", MANNERS)
def test_the_cursor_stands_behind_what_was_typed(manner: str) -> None:
    """Where a stroke types, the row before the cursor is the beginning of the finished line."""
    text = examples()["photo-album"]
    page, strokes = MANNERS[manner](text, random.Random(3))
    lines = text.split("\n")
    for stroke in strokes:
        before = page.rows[stroke.cursor.row][: stroke.cursor.column]
        if stroke.typed and before.strip():
            assert lines[stroke.line][: stroke.column] == before


def test_tokens_are_found_with_their_places() -> None:
    """Types, keys, ids, events and values are tokens; descriptions and free values are not."""
    text = (
        "sbd: 1\nname: x\nnodes:\n  A: {type: bucket, versioning: true}\n  B:\n    type: function\n"
        '    description: y\nedges:\n  - {from: A, to: B, event: "s3:ObjectCreated:*"}\n'
    )
    found = [(token.kind, token.line, token.text) for token in tokens_of(text)]
    assert [each for each in found if each[0] not in ("key",)] == [
        ("value", 0, "1"),
        ("type", 3, "bucket"),
        ("value", 3, "true"),
        ("type", 5, "function"),
        ("id", 8, "A"),
        ("id", 8, "B"),
        ("event", 8, "s3:ObjectCreated:*"),
    ]
    assert [each[2] for each in found if each[0] == "key"] == [
        "sbd", "name", "nodes", "type", "versioning", "type", "description", "edges", "from", "to",
        "event",
    ]  # fmt: skip


def test_names_in_calls_are_tokens() -> None:
    """Ids and attributes in calls of CloudFormation's functions, and the tags of these."""
    text = (
        "sbd: 1\nname: x\nnodes:\n  A: {type: queue}\n  B:\n    type: function\n    environment:\n"
        "      ONE: !Ref A\n      TWO: {Ref: A}\n      THREE: !GetAtt A.Arn\n"
        '      FOUR: {Fn::GetAtt: [A, Arn]}\n      FIVE: !Sub "${A}/${A.Arn}/${AWS::Region}"\n'
    )
    found = [(token.kind, token.line, token.text) for token in tokens_of(text) if token.line > 6]
    assert found == [
        ("value", 7, "!Ref"),
        ("id", 7, "A"),
        ("id", 8, "A"),
        ("value", 9, "!GetAtt"),
        ("id", 9, "A"),
        ("value", 9, "Arn"),
        ("id", 10, "A"),
        ("value", 10, "Arn"),
        ("value", 11, "!Sub"),
        ("id", 11, "A"),
        ("id", 11, "A"),
        ("value", 11, "Arn"),
    ]


def test_an_editor_keeps_what_begins_with_the_word_and_sorts_it() -> None:
    """The prefix is what stands between the edit's start and the cursor; case does not matter."""
    area = {"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 8}}
    items = [
        {"label": name, "sortText": sort, "textEdit": {"range": area, "newText": name}}
        for name, sort in (("Table", "2"), ("Topic", "1"), ("bucket", "0"))
    ]
    offers, complete = offers_of({"items": items, "isIncomplete": True}, 0, "type: t", 7)
    assert [offer.label for offer in shown(offers, "type: t", 7)] == ["Topic", "Table"]
    assert not complete


def test_a_snippet_writes_its_proposals() -> None:
    """Nested places, choices and escapes become the text that stands there at first."""
    assert plain(r"a: ${1:b ${2:c}} ${3|d,e|} $0\$ \} ${4}") == "a: b c d $ } "


@given(line=st.text(st.characters(exclude_categories=["Cs", "Cc"])), data=st.data())
def test_columns_survive_every_encoding(line: str, data: st.DataObject) -> None:
    """A column turned into units of an encoding and back is the same column."""
    column = data.draw(st.integers(0, len(line)))
    for encoding in ("utf-8", "utf-16", "utf-32"):
        assert to_column(line, to_character(line, column, encoding), encoding) == column
