"""Designs in braces: cut like others where they are laid out, and never to say anything else."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.syntax import document as reading
from sbd_lsp.syntax import row
from sbd_lsp.syntax.cut import WHOLE
from sbd_lsp.syntax.document import Document, plain_document
from tests.syntax.test_document import compare

DESIGN = {
    "sbd": 1,
    "name": "shop",
    "nodes": {
        "Files": {"type": "bucket"},
        "Take": {"type": "function", "properties": {"Layers": [1, 2]}},
    },
    "edges": [
        {"from": "Files", "to": "Take"},
        {"from": "Files", "to": "Take", "kind": "trigger"},
    ],
}
TEXT = json.dumps(DESIGN, indent=2) + "\n"
ROWS = TEXT.split("\n")[:-1]
LINES = [
    *dict.fromkeys(ROWS),
    "{",
    "  }",
    "  ]",
    "}}",
    "    }}",
    '    "B": {"type": "bucket"},',
    "    C: {type: bucket},  # }",
    "    C: {",
    "      type: function,",
    '    {"from": "A", "to": "B"},',
    '      "d": "a\',b",',
    "      description: it's,",
    '      description: "x # {",',
    "      properties: {Tags: [a, {b: c}]},",
    '    }, "D": {',
    '  }, "edges": [',
    "    - a",
    '  "edges": [],',
    "  # c",
    "# c }",
    "",
    "   ",
    "---",
    "...",
    '"nodes": {',
    '{"sbd": 1,',
    '{ name: "x", sbd: 1,  # c',
    '  "runtime": "x",  "nodes": {',
    '  "name": "x, \\"nodes\\": {",',
    '"A": {',
    '"type": "bucket"',
    ",",
    "    , E: {",
    "  deployment: {",
    "  description: a b",
    '   "F": {',
    "     },",
    '  "nodes": {"A": {"type": "bucket"}},',
    '  "nodes":',
    '  "edges":',
    "  {",
    '    "A":',
    '      "k": [',
    '\t"t": 1,',
    "    &a G: {type: x},",
    "    H: *a,",
    "    ? I",
    '    "Fo',
    '    "Foo":',
    "    Foo",
    '  "ed',
    "<<<<<<< HEAD",
    '  "nodes":{',
    "  nodes: {  # c",
    '"',
    "'",
    "    \"a\": 'b','c',",
    "    } ],",
    '    "B": {"type": "bucket"} },',
    '    {"from": "A", "to": "B"} ] }',
    "    ]}  # }",
    '      ? "type": "bucket",',
    "    ? E: {type: bucket},",
]
ENDS = ["", ",", "}", "]", "{", "[", '"', " # }", " },", " ],", "] }", "] # ]"]


# sections in brackets in a design in block style
IN_SECTIONS = """sbd: 1
name: x
nodes: {
  A: {type: bucket},
  B: {
    type: function,
    properties: {x: [1, 2]}
  },
  "C": {type: queue}
}
edges: [
  {from: A, to: B},
  {
    from: A,
    to: B,
    kind: t
  }
]
runtime: x"""
OTHERS = [
    *IN_SECTIONS.split("\n"),
    *("  ]", "],", "},", "  D: {type: x},", "edges:", "  - {from: A, to: B}", "nodes:"),
    *("deployment: {", "  type: x", "# c }", "", "    }", "}}", "edges: []", "nodes: {}"),
    *("description: a [b", "  {", "- {from: A, to: B}", "  F: it's,", "  G: 'a", '  H: "b},'),
    *("  }, I: {", "]  # c", "  ? J", "---", "name: [", "A: {type: q},", "  x", '"edges": ['),
    *("  {from: A, to: B} ]", "  } ]", '  "C": {type: queue} }', "  D: {type: x} }  # }"),
]


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """The design above with lines taken out, put in, moved or with something behind them; or lines
    in any order."""
    rng = draw(st.randoms(use_true_random=False))
    if rng.random() < 0.4:
        rows = ["{", *(rng.choice(LINES) for _ in range(rng.randint(1, 10)))]
        return "\n".join(rows + rng.choice([[], ["}"], ["  }", "}"], ["  ]", "}"]]))
    rows = list(ROWS)
    if rng.random() < 0.2:
        width = rng.choice([0, 1, 2])
        rows = [" " * (width * rng.randint(0, 3)) + line.lstrip() for line in rows]
    for _ in range(rng.randint(0, 4)):
        spoil(rows, rng, LINES)
    return "\n".join(rows) + rng.choice(["", "\n"])


@st.composite
def sections(draw: st.DrawFn) -> str:
    """The same of a design in block style with sections in brackets."""
    rng = draw(st.randoms(use_true_random=False))
    rows = IN_SECTIONS.split("\n")
    for _ in range(rng.randint(0, 5)):
        spoil(rows, rng, OTHERS)
    return "\n".join(rows) + rng.choice(["", "\n"])


def spoil(rows: list[str], rng: random.Random, lines: list[str]) -> None:
    """Makes one change to one of `rows`, or puts one of `lines` before it."""
    at, way = rng.randrange(len(rows)), rng.randrange(4)
    if way == 0 and len(rows) > 1:
        del rows[at]
    elif way == 1:
        rows.insert(at, rng.choice(lines))
    elif way == 2:
        rows[at] = " " * rng.randint(0, 7) + rows[at].lstrip()
    else:
        rows[at] += rng.choice(ENDS)


@settings(max_examples=3000, deadline=None)
@given(layouts())
def test_blocks_say_what_pyyaml_says(text: str) -> None:
    """Whatever the indentation says: what PyYAML accepts has its value, and no fault."""
    if "<<<<<<<" in text:
        return
    try:
        expected = yaml.safe_load(text)
    except (yaml.YAMLError, TypeError):
        return
    assert said(Document.of(text)) == (repr(expected), [])


@settings(max_examples=3000, deadline=None)
@given(sections())
def test_sections_say_what_they_say_as_a_whole(text: str) -> None:
    """Where that is what PyYAML says."""
    try:
        expected = yaml.safe_load(text)
    except (yaml.YAMLError, TypeError):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "is_torn", lambda *_: True)
        whole = Document.of(text)
    if said(whole) == (repr(expected), []):
        assert said(Document.of(text)) == (repr(expected), [])


def said(document: Document) -> tuple[str, list[Any]]:
    """What a document says, and its faults."""
    faults = [fault for block in document.blocks for fault in block.reading.faults]
    return repr(plain_document(document)), faults


@pytest.mark.parametrize("length", [row.LENGTH, 2])
@settings(max_examples=1000, deadline=None)
@given(
    layouts() | sections(),
    st.lists(
        st.tuples(
            st.integers(0, 500),
            st.sampled_from([0, 0, 1, 2, 5, 30]),
            st.sampled_from(
                [*ENDS, "\n", "a", "  ", "\n    ", *(f"{line}\n" for line in LINES + OTHERS)]
            ),
        ),
        max_size=4,
    ),
)
def test_an_edit_gives_what_reading_anew_gives(
    length: int, text: str, edits: list[tuple[int, int, str]]
) -> None:
    """Also where it tears the document apart, or makes it one again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row, "LENGTH", length)
        compare(text, edits)


def test_a_quote_is_closed_behind_the_brackets() -> None:
    """What it took in stands in the brackets of a section, the quote that closes it does not."""
    text = IN_SECTIONS.replace("nodes: {\n", "nodes: {\n  G: 'a\n") + "\n"
    compare(text, [(len(text), 0, ","), (len(text) + 1, 0, "'\n")])


def kinds(text: str) -> list[tuple[str, int]]:
    """The kind and the lines of each block."""
    return [(block.kind, block.text.count("\n")) for block in Document.of(text).blocks]


def test_each_entry_is_a_block() -> None:
    """And each key of the design, and each bracket that closes one."""
    assert kinds(TEXT) == [
        *[("top", 1)] * 4,
        ("node", 3),
        ("node", 9),
        ("end", 1),
        ("top", 1),
        ("edge", 4),
        ("edge", 5),
        ("end", 1),
        ("end", 1),
    ]


def test_a_section_in_brackets_is_cut() -> None:
    """In a design in block style, where the others are as they were."""
    assert [kind for kind, _ in kinds(IN_SECTIONS)] == [
        *("top", "top", "top", "node", "node", "node", "end"),
        *("top", "edge", "edge", "end", "top"),
    ]
    assert plain_document(Document.of(IN_SECTIONS)) == yaml.safe_load(IN_SECTIONS)


WAYS: dict[str, Any] = {
    "of one line": json.dumps(DESIGN),
    "without indentation": json.dumps(DESIGN, indent=0),
    "with nodes beside their section": TEXT.replace("\n      ", "\n  ").replace("\n    ", "\n  "),
    "with a text over entries": TEXT.replace('"bucket"', '"a\n    B: {\n    "'),
    "with keys that are long": TEXT.replace('"Files": {', '? "Files"\n    : {'),
}


@pytest.mark.parametrize("way", WAYS)
def test_another_layout_is_read_as_a_whole(way: str) -> None:
    """As PyYAML reads it."""
    text = WAYS[way]
    document = Document.of(text)
    assert [block.kind for block in document.blocks] == [WHOLE]
    assert plain_document(document) == yaml.safe_load(text)
    assert document.blocks[0].reading.faults == ()


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(DESIGN, indent=4),
        json.dumps(DESIGN, indent=1),
        json.dumps(DESIGN, indent=2, separators=(",", ":")),
        TEXT.replace('"', ""),
        f"# c\n---\n{TEXT}",
        TEXT.replace("\n", "\r\n"),
        TEXT.replace('},\n  "edges"', '}, "edges"'),
        TEXT.replace('},\n  "edges"', '}, "runtime": "python3.14", "edges"'),
        TEXT.replace(',\n  "nodes": {', ', "nodes": {'),
        TEXT.replace(',\n  "nodes": {', ', "description": "a, b: [", "nodes": {'),
        TEXT.replace("\n    }", "\n      }").replace("\n  }", "\n    }"),
        TEXT.replace("\n    }\n  ]\n}", "}]}"),
        TEXT.replace("\n    }\n  ]\n}", "}\n  ] }"),
        TEXT.replace("\n    }\n  ]\n}", "}, ]\n}  # }"),
        TEXT.replace("\n  },", " },"),
        TEXT.replace("\n  },", ", # ]\n },  # ]\n"),
        TEXT.replace("\n  ]\n}", ' ],\n  "runtime": "python3.14" }'),
        TEXT.replace('{\n  "sbd"', '{"sbd"'),
        TEXT.replace('{\n  "sbd": 1,\n  "name"', '{ sbd: 1, "name"'),
        TEXT.replace('{\n  "sbd": 1,', '{"sbd":1,  # {'),
        TEXT.replace('"Files": {', '"Files": {  # {'),
        TEXT.replace('    "Take"', '\n    # "No": {\n    "Take"'),
        TEXT.replace('"type"', '? "type"'),
        TEXT.replace('    "Take"', '  ? "Take"').replace('"type"', "?  type  "),
    ],
)
def test_these_are_cut_too(text: str) -> None:
    """Four columns or one, no quotes, comments."""
    document = Document.of(text)
    assert {"node", "edge"} < {block.kind for block in document.blocks}
    assert plain_document(document) == yaml.safe_load(text)


@pytest.mark.parametrize("shift", [-2, -1, 1, 2])
@pytest.mark.parametrize("row", [row for row, line in enumerate(ROWS) if line.startswith(" ")])
def test_a_line_may_stand_elsewhere(row: int, shift: int) -> None:
    """One alone in another column than it was, be it the first of its kind: it joins two blocks at
    most."""
    lines = list(ROWS)
    column = max(0, len(lines[row]) - len(lines[row].lstrip()) + shift)
    lines[row] = " " * column + lines[row].lstrip()
    document = Document.of("\n".join(lines))
    assert len(document.blocks) >= len(Document.of(TEXT).blocks) - 1
    assert plain_document(document) == DESIGN


@pytest.mark.parametrize("end", [" },", " }"])
def test_a_node_that_closes_its_section_is_none_of_the_one_above(end: str) -> None:
    """While a bracket of that is missing: together they would be even."""
    rows = '    "A": {"type": "queue",', f'    "B": {{"type": "function"}}{end}'
    below = '  "edges": []\n}' if end == " }," else "}"
    text = "\n".join(['{\n  "sbd": 1,\n  "nodes": {', *rows, below])
    assert kinds(text).count(("node", 1)) == 2


def test_an_edit_reads_one_entry() -> None:
    """All others stay the very blocks that they were, though a quote or a bracket is open."""
    document = Document.of(TEXT)
    place = TEXT.index("bucket")
    for new in ("x", '"', "{", "}", "[", ","):
        after, gone, come = document.edited(place, place, new)
        assert [block.kind for block in gone] == [block.kind for block in come] == ["node"]
        assert len(after.blocks) == len(document.blocks)


def test_a_long_entry_is_not_looked_at_for_each_of_its_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether it closes its section is asked of some hundred lines at most."""
    asked = 0
    ended = reading.ended

    def counted(*args: Any) -> Any:
        nonlocal asked
        asked += 1
        return ended(*args)

    monkeypatch.setattr(reading, "ended", counted)
    lines = "x y\n" * 3 * reading.LONGEST
    Document.of(f'{{\n  "sbd": 1,\n  "nodes": {{\n    "A": {{"type": "queue"}},\n{lines}  }}\n}}\n')
    assert reading.LONGEST < asked < 2 * reading.LONGEST
