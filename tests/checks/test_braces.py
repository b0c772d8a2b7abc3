"""Designs in braces: what is missing between their entries is said at its place, and mended."""

from __future__ import annotations

import json

import pytest
import yaml

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.completion import completion
from sbd_lsp.model.model import meaning_of
from sbd_lsp.syntax.document import Document, plain_document

TEXT = """{
  "sbd": 1,
  "name": "x",
  "nodes": {
    "A": {
      "type": "bucket"
    },
    "B": {"type": "function"}
  },
  "edges": [
    {"from": "A", "to": "B"}
  ]
}
"""


def mended(analysis: Analysis, number: int = 0) -> Analysis:
    """The version after the first fix of a finding."""
    fix = [*analysis.findings][number].fixes(analysis.model)[0]
    edits = sorted((analysis.span(change.place), change.text) for change in fix.changes)
    for span, text in reversed(edits):
        analysis = analysis.edit(span.start, span.end, text)
    return analysis


@pytest.mark.parametrize(
    ("before", "after", "at", "message"),
    [
        ("    },\n", "    }\n", "}", "a comma is missing between two entries"),
        ('  "name": "x",\n', '  "name": "x" # ,\n', '"', "a comma is missing between two entries"),
        ("\n  },\n", "\n  } # ,\n", "}", "a comma is missing between two entries"),
        ("\n  },\n", "\n", '"edges": [', "`},` is missing above this line"),
        ("{\n", "", '"sbd": 1,', "`{` is missing above this line"),
        ("{\n", "# {\n", '"sbd": 1,', "`{` is missing above this line"),
        ("  ]\n}\n", "", "}", "the last brackets are missing; write `]}` at the end"),
        ("\n}\n", "\n", "]", "the last bracket is missing; write `}` at the end"),
        ("\n}\n", "\n...\n", "]", "the last bracket is missing; write `}` at the end"),
        (
            '"nodes": {\n',
            '"nodes": {"C": {"type": "topic"}\n',
            "}",
            "a comma is missing between two entries",
        ),
        (
            '"edges": [\n',
            '"edges": [{"from": "B", "to": "A"} # ,\n',
            "}",
            "a comma is missing between two entries",
        ),
        (
            '  "edges": [\n',
            "",
            '{"from": "A", "to": "B"}',
            '`"edges": [` is missing above this line',
        ),
        ('"nodes": {', '"nodes":', ":", "entries follow; write `{` before them"),
        ("  ]\n", "  }\n", "}", "`]` is expected here"),
        ("\n}\n", "\n},\n", ",", "`,` closes nothing"),
        ("\n}\n", "\n}\nfoo\n", "foo", "does not belong to what stands before it"),
        ("\n}\n", "\n|}\n", "|", "`|` cannot stand here"),
        ('"type": "bucket"', '"type": "bucket', '"bucket', 'the quote " is not closed; write `"`'),
        ('    "B"', '    {"B"', "{", "`{` stands before `B`; remove it"),
    ],
)
def test_what_is_wrong_is_said_once_at_its_place(
    before: str, after: str, at: str, message: str
) -> None:
    """And is all that is said."""
    text = TEXT.replace(before, after, 1)
    assert text != TEXT
    analysis = Analysis.of(text)
    found = [
        (f.rule.slug, f.message, text[slice(*analysis.span(f.place))]) for f in analysis.findings
    ]
    assert ("not-yaml", message, at) in found
    assert len([each for each in found if each[0] == "not-yaml"]) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    },\n", "    }\n"),
        ('  "name": "x",\n', '  "name": "x" # ,\n'),
        ("\n  },\n", "\n  } # ,\n"),
        ("\n  },\n", "\n"),
        ("  ]\n}\n", ""),
        ("\n}\n", "\n"),
        ('  "edges": [\n', ""),
        ('"nodes": {', '"nodes":'),
        ('"type": "bucket"', '"type": "bucket'),
        ('  "sbd": 1,\n', ""),
        ('  "name": "x",\n', ""),
    ],
)
def test_its_fix_mends_it(before: str, after: str) -> None:
    """The design says what it said, and nothing is left to say."""
    analysis = mended(Analysis.of(TEXT.replace(before, after, 1)))
    assert [*analysis.findings] == []
    said = yaml.safe_load(analysis.document.text)
    assert said | {"name": ""} == json.loads(TEXT) | {"name": ""}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('      "type": "bucket"\n', '}\n      "type": "bucket"\n'),
        ('      "type": "bucket"\n', '      "type": "bucket",\n  }\n      "description": "c"\n'),
        ('    "A": {\n', '}\n    "A": {\n'),
        ('    "B"', '}\n    "B"'),
        ('    "B"', '  ]\n    "B"'),
        ('  "nodes": {\n', '}\n  "nodes": {\n'),
        ('"nodes": {\n', '"nodes": {}\n'),
        ('"nodes": {\n', '"nodes": {}  # }\n'),
        ('"nodes": {\n', '"nodes": {\n}\n'),
        ('"edges": [\n', '"edges": [ ]\n'),
        ('"edges": [\n', '"edges": [ }\n'),
    ],
)
def test_a_bracket_too_many_is_all_that_is_wrong(before: str, after: str) -> None:
    """Though it closes something, as brackets go: what follows goes on where that would end."""
    text = TEXT.replace(before, after, 1)
    analysis = Analysis.of(text)
    (finding,) = analysis.findings
    place = analysis.span(finding.place)
    sign = text[slice(*place)]
    assert (sign in "}]", finding.message) == (True, f"`{sign}` closes nothing; remove it")
    after = mended(analysis)
    assert after.document.text == text[: place.start] + text[place.end :]
    assert [*after.findings] == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('      "type": "bucket"', '{}      "type": "bucket"'),
        ('      "type": "bucket"', '[] "type": "bucket"'),
        ("    },\n", "{}    },\n"),
        ('  "nodes"', '  []"nodes"'),
        ("  ]\n", "  ]{}\n"),
        ("  ]\n", "{}  ]\n"),
        ("  ]\n", "  {}]\n"),
        ('      "type": "bucket"', '  },    "type": "bucket"'),
        ('    "A": {', '}]    "A": {'),
    ],
)
def test_brackets_before_something_spoil_their_line(before: str, after: str) -> None:
    """One too many, or two that close themselves, as editors write both at once."""
    analysis = Analysis.of(TEXT.replace(before, after, 1))
    (finding,) = analysis.findings
    line = analysis.document.text.count("\n", 0, analysis.span(finding.place).start)
    assert (finding.rule.slug, line) == ("not-yaml", TEXT[: TEXT.index(before)].count("\n"))


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ('"to": "B"', '"to": "C"', '    },\n    "C": {"type": "topic"},\n    "B": {'),
        (
            '"function"',
            '"table"',
            '    {"from": "A", "to": "AWorker"},\n    {"from": "AWorker", "to": "B"}\n',
        ),
    ],
)
def test_entries_are_written_as_their_neighbours_are(before: str, after: str, written: str) -> None:
    """In quotes, on lines of their own, with commas between: as JSON."""
    text = mended(Analysis.of(TEXT.replace(before, after)), -1).document.text
    assert written in text
    json.loads(text)


@pytest.mark.parametrize("breaks", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("more", "fixes"),
    [
        (',\n    {"from": "A", "to": "B"},', 1),
        (',\n    {"from": "A", "to": "B"}', 1),
        (',\n    {\n      "from": "A",\n      "to": "B"\n    }  # the last', 1),
        (',  # the same\n    {"from": "A", "to": "B"}', 1),
        (',\n    {"from": "A", "to": "B"}\n    ,', 0),
        ('\n    ,\n    {"from": "A", "to": "B"}', 0),
    ],
)
def test_an_edge_is_removed_with_a_comma(more: str, fixes: int, breaks: str) -> None:
    """With the one behind it, the last of the list with the one before it; not if it stands on a
    line of its own."""
    edge = '{"from": "A", "to": "B"}'
    analysis = Analysis.of(TEXT.replace(edge, f"{edge}{more}").replace("\n", breaks))
    (found,) = (each for each in analysis.findings if each.rule.slug == "duplicate-edge")
    assert len(found.fixes(analysis.model)) == fixes
    if fixes:
        text = mended(analysis).document.text
        assert [*Analysis.of(text).findings] == []
        assert yaml.safe_load(text) == yaml.safe_load(TEXT)
        assert (text.count("},") == TEXT.count("},") + 1) == more.endswith(",")


@pytest.mark.parametrize("sign", ["[", "]", "{", "}", '"', "'", "|", ">", "&", "*", ",", ":", "- "])
def test_a_sign_behind_the_brace_of_a_design_is_all_that_is_wrong(sign: str) -> None:
    """All that follows is what it was, and is not read again."""
    analysis = Analysis.of(TEXT)
    spoilt = analysis.edit(1, 1, sign)
    (found, *more) = spoilt.findings
    assert spoilt.span(found.place).start <= len(sign) + 1
    assert all(spoilt.span(each.place).start <= len(sign) + 1 for each in more)
    assert [*spoilt.document.blocks][1:] == [*analysis.document.blocks][1:]


ENDED = TEXT.replace("\n  },", " },").replace("\n  ]", " ],").replace("\n}", '\n  "runtime": "x" }')


@pytest.mark.parametrize(
    ("comma", "message"),
    [(",", ""), ("", "a comma is missing between two entries")],
)
def test_what_closes_a_section_may_stand_behind_its_last_entry(comma: str, message: str) -> None:
    """A comma that is missing there is missing behind the bracket."""
    for bracket in (' },\n  "edges"', ' ],\n  "runtime"'):
        text = ENDED.replace(bracket, bracket.replace(",", comma))
        analysis = Analysis.of(text.replace('"x" }', '"python3.14" }'))
        assert [found.message for found in analysis.findings] == [message] * (not comma)
        if not comma:
            end = text.index(bracket.replace(",", comma)) + 2
            assert analysis.span(next(iter(analysis.findings)).place).end == end
            assert not [*mended(analysis).findings]


def test_what_closes_a_section_stays_when_its_last_edge_goes() -> None:
    """The comma before that edge goes along."""
    edge = '{"from": "A", "to": "B"}'
    twice = ENDED.replace(edge, f"{edge},\n    {edge}").replace('"x" }', '"python3.14" }')
    analysis = mended(Analysis.of(twice))
    assert not [*analysis.findings]
    assert f"    {edge}\n  ],\n" in analysis.document.text
    assert yaml.safe_load(analysis.document.text)["edges"] == [{"from": "A", "to": "B"}]


@pytest.mark.parametrize(
    ("typed", "first"), [("\n  ", "deployment"), ('\n  "de', "deployment"), ("", None)]
)
def test_keys_are_completed_behind_what_closes_a_section(typed: str, first: str | None) -> None:
    """On a line of their own."""
    place = ENDED.index("],") + 2
    analysis = Analysis.of(ENDED).edit(place, place, typed)
    items = completion(analysis, place + len(typed)).items
    assert [item.label for item in items[:1]] == ([] if first is None else [first])


def test_a_key_that_is_missing_is_written_where_the_brace_will_be() -> None:
    """The brace is missing, too."""
    analysis = Analysis.of(TEXT.replace("{\n", "", 1).replace('"sbd": 1', '"description": "d"'))
    named = next(f for f in analysis.findings if "`sbd`" in f.message)
    (change,) = named.fixes(analysis.model)[0].changes
    assert (analysis.span(change.place).start, change.text) == (0, '  "sbd": 1,\n')


LAID_OUT = """\
{
  "sbd": 1,
  "name": "x",
  "nodes": {
    "A": {"type": "function"},
    "B": {
      "type": "queue",
      "fifo": true
    },
    "C": {"type": "table"}
  },
  "edges": [
    {"from": "A", "to": "B"},
    {
      "from": "B",
      "to": "A",
      "batchSize": 3
    },
    {"from": "A", "to": "C"}
  ]
}
"""


@pytest.mark.parametrize(
    ("typed", "id", "message"),
    [
        ("", "", "the id of this node and its `{` are missing; write the line above"),
        ('    "', "", 'the quote " is not closed; write `"`'),
        ('    "B', "B", 'the quote " is not closed; write `"`'),
        ('    "B"', "B", "`{` is expected behind the id"),
        ('    "B":', "B", "`{` is expected behind the id"),
        ('    "B": ', "B", "`{` is expected behind the id"),
    ],
)
def test_a_node_keeps_its_keys_while_its_first_line_is_typed(
    typed: str, id: str, message: str
) -> None:
    """They belong to no other, and its bracket closes nothing else."""
    analysis = Analysis.of(LAID_OUT.replace('    "B": {', typed))
    found = [node for block in analysis.document.blocks for node in meaning_of(block).nodes]
    assert [(node.id, node.type) for node in found] == [
        ("A", "function"),
        (id, "queue"),
        ("C", "table"),
    ]
    assert found[1].text("fifo") == "true"
    assert [edge.target for edge in analysis.model.leaving.get("B")] == ["A"]
    faults = [each.message for each in analysis.findings if each.rule.slug == "not-yaml"]
    assert faults == [message]


def test_an_edge_keeps_its_keys_while_its_bracket_is_missing() -> None:
    """They are no keys of the edge above."""
    analysis = Analysis.of(LAID_OUT.replace('    {\n      "from": "B"', '\n      "from": "B"'))
    (edge,) = analysis.model.leaving.get("B")
    assert (edge.target, edge.text("batchSize")) == ("A", "3")
    faults = [each.message for each in analysis.findings if each.rule.slug == "not-yaml"]
    assert faults == ["the `{` of this edge is missing; write the line above"]


@pytest.mark.parametrize("typed", ['"kind": ', '"to": '])
def test_the_edge_below_a_key_alone_is_no_value_of_it(typed: str) -> None:
    """Not even if it begins with a brace, as a value may."""
    text = LAID_OUT.replace('{"from": "A", "to": "B"},', f'{{"from": "A", {typed}')
    assert [edge.target for edge in Analysis.of(text).model.leaving.get("B")] == ["A"]


def test_a_key_alone_between_edges_has_what_is_below_it() -> None:
    """No bracket is open in its line, so that the brace below is its value's."""
    text = LAID_OUT.replace('    {\n      "from": "B"', '    "Foo":\n    {\n      "from": "B"')
    assert plain_document(Document.of(text)) == yaml.safe_load(text)
    assert not Analysis.of(text).model.leaving.get("B")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('    },\n    "C": {"type": "table"}', '    },"C": {\n      "type": "table"\n    }'),
        ('    {"from": "A", "to": "B"},\n    {\n', "    { {}\n"),
    ],
)
def test_what_goes_on_below_its_line_has_not_ended(before: str, after: str) -> None:
    """So the lines below begin no entry, and the design stays in pieces."""
    text = LAID_OUT.replace(before, after)
    assert text != LAID_OUT
    blocks = Document.of(text).blocks
    assert len(blocks) >= len(Document.of(LAID_OUT).blocks) - 1
    assert not any(block.text.lstrip().startswith(('"type"', '"from"')) for block in blocks)
