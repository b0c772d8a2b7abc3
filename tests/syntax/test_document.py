"""Blocks: put together they say what PyYAML says, and an edit gives what reading anew gives."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.syntax import document as reading
from sbd_lsp.syntax import row
from sbd_lsp.syntax.cut import ends_here
from sbd_lsp.syntax.document import REACH, Document, plain_document
from sbd_lsp.syntax.read import read

LINES = [
    "sbd: 1",
    "name: shop",
    "nodes:",
    "edges:",
    "  A:",
    "    type: bucket",
    "  B: {type: function}",
    "  - {from: A, to: B}",
    "  - from: A",
    "    to: B",
    "- {from: B, to: A}",
    "  - ",
    "",
    "  # c",
    "# c",
    "deployment:",
    "  type: x",
    "  key: |",
    "  hooks: {before: B}",
    "nodes: {A: {type: bucket}}",
    "edges: []",
    "  C: {type: a,",
    "key: {b: c}}",
    '    description: "one',
    'two"',
    "x: |",
    "  text",
    "    more",
    "---",
    "...",
    "<<<<<<< HEAD",
    "e",
    "  Fo",
    "    ti",
    "{a: b}",
    "- a",
    '"nodes":',
    "  properties: {a: [1, 2]}",
    "  A: &x {a: 1}",
    "  D: *x",
    "runtime: python3.13",
    "'",
    "  D: it's",
    "   E:",
    " D: {type: c}",
    "   - {from: A, to: B}",
    "      C: {type: q}",
    "  key: {partition: id}",
    "     memory: 5",
    "memory: 5",
    "A:",
    "    properties:",
    "      Tags: {type: x}",
    "    filter: {detail: {type: [x]}}",
    " F",
    "nodes: null",
    "}",
    "]",
    "edges: [",
    "nodes: {",
    "nodes: [a",
    "nodes: x",
    "edges: {}",
    "edges: - {",
    "nodess:",
    "- from: B",
    "x - from: A",
    "  event:",
    "    event: &x",
    "  to: B",
    " kind: x",
    "- ?",
    "{  C:",
    "[    type: x",
    "|",
    '"    to: B',
    "}  - from: A",
    "x  - {from: A, to: B}",
    " nodes:",
    " edges:",
    "{nodes:",
    "nos:",
    "nodes  G:",
    "{sbd: 1",
    " sbd: 1",
    "[# c",
]

documents = st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)


@settings(max_examples=4000, deadline=None)
@given(documents, st.booleans())
def test_blocks_say_what_pyyaml_says(text: str, ended: bool) -> None:
    """For a document that PyYAML accepts, the blocks together have its value."""
    text += "\n" if ended else ""
    if "<<<<<<<" in text:
        return  # a lone scalar to YAML, what a merge left to everyone else
    try:
        expected = yaml.safe_load(text)
    except yaml.YAMLError:
        return
    if isinstance(expected, dict) and (
        any(isinstance(each, list) for each in values(expected.get("edges")))
        or any(map(has_node, expected.values()))
    ):
        return  # the next two tests
    assert repr(plain_document(Document.of(text))) == repr(expected)


def values(tree: Any) -> list[Any]:
    """The values of a mapping, none of anything else."""
    return list(tree.values()) if isinstance(tree, dict) else []


def has_node(tree: Any) -> bool:
    """Whether an item of a list has what is surely a node among its keys."""
    inner = chain.from_iterable(map(values, tree if isinstance(tree, list) else ()))
    return any(isinstance(each, dict) and "type" in each for each in inner)


def test_text_below_the_first_key_of_a_section_is_no_entry() -> None:
    """It would be one of `nodes`, for which `edges` might be written by mistake."""
    text = "nodes:\nedges:\n  key: |\n      Tags: {type: topic}\n"
    assert plain_document(Document.of(text)) == yaml.safe_load(text)


def test_what_follows_text_below_a_key_is_no_part_of_it() -> None:
    """Text ends where a key stands further to the left."""
    text = "nodes:\n  key: |\nnos:\n    to: B\n"
    assert plain_document(Document.of(text)) == yaml.safe_load(text)


def test_a_node_in_the_column_of_the_keys_of_an_edge_is_a_node_all_the_same() -> None:
    """To YAML it is a key of the edge; no edge has such a key."""
    text = "nodes:\n  A: {type: function}\n- from: A\n  B: {type: function}\n  C: {type: topic}\n"
    kinds = [block.kind for block in Document.of(text).blocks]
    assert kinds == ["top", "node", "edge", "node", "node"]


def test_edges_below_a_key_alone_are_edges_all_the_same() -> None:
    """To YAML they are a list that is the value of that key; no design has one there."""
    text = "edges:\n  A:\n  - {from: A, to: B}\n  - {from: B, to: C}\n"
    kinds = [(block.kind, block.text) for block in Document.of(text).blocks]
    assert kinds[1:] == [
        ("edge", "  A:\n"),
        ("edge", "  - {from: A, to: B}\n"),
        ("edge", "  - {from: B, to: C}\n"),
    ]
    event = "edges:\n  event:\n  - s3:ObjectCreated:*\n"
    assert plain_document(Document.of(event)) == yaml.safe_load(event)


@pytest.mark.parametrize(
    "text",
    [
        "edges:\n- event:\n  - from: x\n",
        "edges:\n- from: A\n  event: # c\n  - from: x\n",
        "edges:\n- a: !!seq\n  - from: b\n",
        "edges:\n  - event:\n  - from: B\n",
        "edges:\n  - {from: A, to: B}\nx - from: A\n",
        "edges:\n  - {from: A, to: B}\nx - from: A\n  and more words\n",
        "edges:\n  - {from: A, to: B}\nx - from:\n  to: A\n",
    ],
)
def test_what_looks_like_an_edge_out_of_place_is_what_yaml_says(text: str) -> None:
    """A list below a key alone, in its column; a key of the document with a dash in it."""
    assert plain_document(Document.of(text)) == yaml.safe_load(text)


@pytest.mark.parametrize(
    "text",
    [
        "A:\n      C: {type: q}\nA:\n  A:\n      C: {type: q}\n",
        "nodes:\n  A: {type: function}\nx:\n  y:\n    B: {type: function}\n",
        "x:\n  y:\n   - from: A\n",
        "nodes  G:\n edges:\n  - {from: A, to: B}\n",
        "nodes:\n   E:\nnodes:\n  key: |\n   E:\n",
        "edges:\n  A:\nedges:\n- ?\n  A:\n",
        "edges:\n  key: |\n    event: x\n  kez: |\n   E:\n",
        "edges:\n  key: !!str >-\n    event: x\n  kez: |\n   E:\n",
        "nodes:\n  A:\nx:\n- ?\n  hooks: {before: B}\n",
        "nodes:\n  A:\nx:\n-\n  hooks: {before: B}\n",
        "A:\n  - \n    filter: {detail: {type: [x]}}",
        "A:\n  -\n    filter: {type: x}\n",
        "nodes:\n  A:\nx:\n- a: 1\n  hooks: {before: B}\n",
    ],
)
def test_what_a_key_holds_stays_in_it(text: str) -> None:
    """Keys alone and texts, whatever what they hold looks like."""
    document = Document.of(text)
    assert plain_document(document) == yaml.safe_load(text)
    assert not any(block.reading.faults for block in document.blocks)


@pytest.mark.parametrize("key", ["x#y", "x:y", "a::b", "http://x", "'it''s'", r'"a\"b"', ":x"])
def test_a_key_of_the_document_may_have_signs_in_it(key: str) -> None:
    """Between the entries of a section, as anywhere."""
    text = f"edges:\n  - {{from: A, to: B}}\n  - from: A\n{key}:\n    to: C\n"
    document = Document.of(text)
    assert plain_document(document) == yaml.safe_load(text)
    assert not any(block.reading.faults for block in document.blocks)


def test_an_edge_that_ends_with_a_key_alone_is_no_part_of_the_next() -> None:
    """The dash of the next one stands in the column of its own."""
    document = Document.of("edges:\n  - event:\n  - from: B\n")
    assert [block.kind for block in document.blocks] == ["top", "edge", "edge"]


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        ('"a"', True),
        ('"a" # b', True),
        (r'"a\"', False),
        (r'"a\\"', True),
        ("'it''s'", True),
        ("'a''", False),
        ('"', False),
        ("a", True),
        ("{a: b}", True),
        ("{a: b} # c", True),
        ("{a: b,", False),
        ("|", False),
        ("!Sub a", True),
        ("!Sub", False),
        ("!Sub |", False),
        ("&x", False),
    ],
)
def test_a_value_that_ends_with_its_line(value: str, ends: bool) -> None:
    """As far as the line tells."""
    assert ends_here(value) is ends


def test_lines_that_went_the_same_way_are_one_fault() -> None:
    """Not one for each of them; another column is another."""
    text = "  A:\n      type: queue\n    fifo: true\n    delay: 3\n   retries: 2\n"
    faults = read(text).faults
    assert [text[fault.start : fault.end] for fault in faults] == ["fifo: true", "retries: 2"]


def shape(document: Document) -> list[tuple[Any, ...]]:
    """All that a document is made of."""
    blocks = document.blocks
    return [
        (b.kind, b.text, b.state, b.after, b.joined, blocks.start(i), blocks.line(i))
        for i, b in enumerate(blocks)
    ]


def test_a_joined_block_may_be_torn() -> None:
    """What was joined over the bracket of a section makes the sections below it others, too."""
    text = (
        '"q": "r\n    type: bucket\nes: \'\n  F: {type: a}}\n  A: {type: x} {type: y}\nnodes: "\n'
        "edges: [\nno}des: {A: {type: x}\nnodess: {\n  x: y\n"
    )
    compare(text, [(8, 16, "nodes: {")])


@pytest.mark.parametrize(("length", "reach"), [(row.LENGTH, REACH), (2, 3)])
@settings(max_examples=2000, deadline=None)
@given(
    documents, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 30), documents), max_size=4)
)
def test_an_edit_gives_what_reading_anew_gives(
    length: int, reach: int, text: str, edits: list[tuple[int, int, str]]
) -> None:
    """After any edits, the document is the one that its text would be if opened, and its blocks
    are those of the one before but for those that are said to be gone and to have come; also where
    it has many stretches, and what is open reaches no further than a small part of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row, "LENGTH", length)
        patch.setattr(reading, "REACH", reach)
        compare(text, edits)


def test_an_edit_below_a_hidden_edge_leaves_it_an_edge() -> None:
    """Though the part that is cut anew begins with it."""
    compare("edges:\nx - from: A\n  A:\nsbd: 1", [(24, 0, "")])


def test_a_line_is_told_by_one_that_has_gone_further_away() -> None:
    """Others came between them, and the line itself is what it was."""
    text, lines = "nodes:\n  A: {type: x}\nfoo:\nbaz:\n  B: {type: y}\n", "q:\n" * 5
    place = text.index("  B")
    compare(text, [(place, 0, lines), (place + len(lines), 2, "")])


def compare(text: str, edits: list[tuple[int, int, str]]) -> None:
    """Makes the edits, each of them in the text and in the document."""
    document = Document.of(text)
    for start, length, new in edits:
        start = min(start, len(text))
        end = min(start + length, len(text))
        text = text[:start] + new + text[end:]
        before = frozenset(document.blocks)
        document, gone, come = document.edited(start, end, new)
        after = frozenset(document.blocks)
        assert (gone, come) == (before - after, after - before)
        assert text == document.text
        assert shape(Document.of(text)) == shape(document)
        assert [document.blocks.index_of(block) for block in document.blocks] == [
            *range(len(document.blocks))
        ]


@pytest.mark.parametrize("line", ["memory: 512", "x", 'description: "y"', "  memory: 512"])
def test_a_line_joins_the_entry_above_when_what_is_below_moves(line: str) -> None:
    """What a line begins depends on the block below it, also after an edit of that alone."""
    text = f"nodes:\n  A:\n    type: x\n{line}\n  b: 2\n    c: 3\n"
    place = text.index("  b:")
    compare(text, [(place, 0, "  "), (place, 2, ""), (place, 0, "    ")])


def test_a_list_in_the_column_of_its_key_is_the_value_of_the_key() -> None:
    """As YAML has it, a dash below a key alone belongs to it, and to none that says something."""
    text = "nodes:\n  A:\n  # c\n  - {from: A, to: B}\n  B: {type: x}\n  - {from: B, to: A}\n"
    kinds = [block.kind for block in Document.of(text).blocks]
    assert kinds == ["top", "node", "node", "edge"]


@pytest.mark.parametrize(
    "text",
    [
        'nodes:\n  A:\n    description: "one\ntwo"\n  B: {type: x}\n',
        "nodes:\n  A:\n    description: 'one\n  B: two'\n",
        "edges:\n  - {from: A,\n  to: B}\n  - {from: B, to: A}\n",
        "edges:\n  - {from: A, filter: {a: [b,\n  c]}}\n",
        "nodes:\n  A: {type: x,\n  B: {type: y}}\n  C: {type: z}\n",
        'nodes:\n  A: {description: "one\n\n  B: {type: y}\n  two"}\n',
        "edges:\n  - {from: 'A\n  - {from: B, to: C'}\n",
        'edges:\n  - {from: "A\n  - {from: B, to: C"}\n',
        "edges:\n  - {? a\n  - to: c}\n",
    ],
)
def test_what_is_open_goes_on_in_the_lines_below(text: str) -> None:
    """Quotes and brackets that close further to the left make one entry of all those lines."""
    document = Document.of(text)
    assert sum(block.joined for block in document.blocks) == 1
    assert repr(plain_document(document)) == repr(yaml.safe_load(text))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["", "{", "{from: A, ", "from: A\n    filter: {", "[", "{from: 'A', "]),
    st.lists(st.sampled_from([*"{}[]?-:,'|#&!a", "from: A", ", ", "\n    ", ": "]), max_size=8),
    st.lists(
        st.sampled_from(["- {from: B, to: C}", "- to: [a]\n    x: }", "- {a: b}}"]), min_size=1
    ),
)
def test_an_item_below_what_is_open_is_known_without_a_parser_to_be_none_of_it(
    begun: str, inside: list[str], below: list[str]
) -> None:
    """The lines that are not shown to PyYAML are those at which it would give up."""
    rest = "".join(f"  {item}\n" for item in below)
    text = f"nodes:\n  A: {{type: queue}}\nedges:\n  - {begun}{''.join(inside)}\n{rest}"
    quick = [(block.text, block.joined) for block in Document.of(text).blocks]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_is_sure_end", lambda open_, below: False)
        assert [(block.text, block.joined) for block in Document.of(text).blocks] == quick


def test_the_usual_edge_that_is_being_typed_costs_no_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A brace is open in it until it is done, above edges in braces."""
    monkeypatch.setattr(reading, "reach_of", None)  # which would ask PyYAML
    text = "nodes:\n  A: {type: queue}\nedges:\n  - {from: A, to\n  - {from: A, to: B}\n"
    assert [block.kind for block in Document.of(text).blocks][-2:] == ["edge", "edge"]
