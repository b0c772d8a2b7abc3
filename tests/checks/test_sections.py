"""What stands behind `nodes:` or `edges:` though their entries stand below is all that is wrong."""

from __future__ import annotations

import pytest
import yaml

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.syntax.document import Document, plain_document

BLOCK = """\
sbd: 1
name: x
nodes:
  A:
    type: bucket
  B: {type: function}
  C: {type: topic}
edges:
  - {from: A, to: B}
  - from: B
    to: C
"""
BRACES = """\
{
  "sbd": 1,
  "name": "x",
  "nodes": {
    "A": {"type": "bucket"},
    "B": {
      "type": "function"
    }
  },
  "edges": [
    {"from": "A", "to": "B"}
  ]
}
"""
SECTIONS = """\
sbd: 1
name: x
nodes: {
  A: {type: bucket},
  B: {type: function},
}
edges: [
  {from: A, to: B},
]
"""
SIGNS = [
    "{",
    "[",
    "{}",
    "[]",
    "{ }",
    '"',
    "'",
    "|",
    ">-",
    "- ",
    "- {",
    "[{",
    "}",
    "]",
    ":",
    "?",
    "&",
]
WORDS = [
    "x",
    "x y",
    "{A",
    "{A: {type: topic}",
    "[a,",
    "- a",
    '"a',
    "&a",
    "!x",
    "*a",
    "{from: A",
    "1",
]


def said(analysis: Analysis) -> list[tuple[int, str]]:
    """The line of each finding and what it says."""
    text = analysis.document.text
    spans = [(analysis.span(found.place), found.message) for found in analysis.findings]
    return [(text.count("\n", 0, span.start), message) for span, message in spans]


@pytest.mark.parametrize("comment", ["", "  # c"])
@pytest.mark.parametrize("section", ["nodes:", "edges:"])
@pytest.mark.parametrize("typed", SIGNS + WORDS)
def test_what_stands_behind_a_section_hides_no_entry(
    typed: str, section: str, comment: str
) -> None:
    """The entries are known, and a fix takes away what was typed, unasked only if it is no word."""
    text = BLOCK.replace(section, f"{section} {typed}{comment}")
    analysis = Analysis.of(text)
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]
    assert sorted(analysis.model.leaving) == ["A", "B"]
    word = typed.strip()
    line = text.split("\n").index(f"{section} {typed}{comment}")
    assert (line, f"its entries stand below; remove `{word}`") in said(analysis)
    assert {at for at, _ in said(analysis)} == {line}
    (found,) = (each for each in analysis.findings if "stand below" in each.message)
    (fix,) = found.fixes(analysis.model)
    assert fix.safe is (typed in SIGNS)
    for change in fix.changes:
        span = analysis.span(change.place)
        analysis = analysis.edit(span.start, span.end, change.text)
    assert [*analysis.findings] == []


@pytest.mark.parametrize(
    "value",
    ["{\n  A: {type: bucket},\n  B: {type: function}\n}", "{\n  A:\n    {type: bucket},\n  B:\n}"],
)
def test_entries_in_braces_are_no_entries_below(value: str) -> None:
    """The brace is theirs."""
    analysis = Analysis.of(f"sbd: 1\nname: x\nnodes: {value}\n")
    assert [node.id for node in analysis.model.every_node()] == ["A", "B"]
    assert not any("stand below" in message for _, message in said(analysis))


def test_a_comma_that_is_missing_leaves_a_section_in_its_brace() -> None:
    """Behind the first entry it is not enough to make what follows entries in block style."""
    entries = "{\n  A: {type: bucket}\n  B: {type: function},\n  C: {type: topic}\n}"
    analysis = Analysis.of(f"sbd: 1\nname: x\nnodes: {entries}\n")
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]
    (message,) = (message for line, message in said(analysis) if "comma" in message)
    assert message == "a comma is missing between two entries"
    assert not any("stand below" in message for _, message in said(analysis))


@pytest.mark.parametrize(
    "text",
    [
        "x: |\n  B: {type: function}",
        "nodes: !!map\n  A:\n    type: bucket\n",
        "  key: |\n      Tags: {type: x}",
        "nodes:\n  A: {type: bucket}\nname: >-\n  B: {type: function}\n",
        "nodes:\n  A: {type: bucket}\nx: !!str |\n  B:\n    type: function\n",
        '{\n      "k": [\n    C: {type: bucket},  # }\n  ]\n}',
    ],
)
def test_what_yaml_takes_for_no_entry_is_none(text: str) -> None:
    """However much it looks like one: the text below a bar, what stands in a design in braces."""
    document = Document.of(text)
    assert plain_document(document) == yaml.safe_load(text)
    assert [fault for block in document.blocks for fault in block.reading.faults] == []


@pytest.mark.parametrize(
    ("after", "documents"),
    [('{"sbd": 1}\n', 2), ("}\n", 1), ('    "C": {"type": "topic"}\n  }\n}\n', 1)],
)
def test_a_marker_within_brackets_begins_a_document_if_one_follows(
    after: str, documents: int
) -> None:
    """What goes on in them, or closes them, is a part of the design."""
    head = BRACES[: BRACES.index('    "B"')]
    analysis = Analysis.of(f"{head}---\n{after}")
    (found,) = (each for each in analysis.findings if each.rule.slug == "several-documents")
    assert ("file of its own" in found.message) == (documents == 2)


def test_the_bracket_of_edges_may_be_on_its_line() -> None:
    """Where what follows is no item of a block."""
    text = "sbd: 1\nname: x\nnodes:\n  A: {type: bucket}\nedges: [\n  {from: A, to: A},\n]\n"
    assert not any("stand below" in message for _, message in said(Analysis.of(text)))


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "---",
            "...",
            "--- # c",
            "- ",
            "- x",
            "x: {",
            "x: [",
            'name: "',
            "x: &a",
            "x:",
        ),
        *("deployment:", "nodes:", "}", "],", "'"),
    ],
)
@pytest.mark.parametrize("above", ["  B: {type: function}", "  - from: B"])
def test_a_line_between_entries_hides_none(above: str, typed: str) -> None:
    """Whatever it would take in."""
    text = BLOCK.replace(above, f"{typed}\n{above}")
    analysis = Analysis.of(text)
    line = text[: text.index(above)].count("\n") - 1
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]
    assert sorted(analysis.model.leaving) == ["A", "B"]
    assert {at for at, _ in said(analysis)} == {line}


@pytest.mark.parametrize("broken", [": nodes:", "nod x: {es:", "nodes", "x:", "n - odes:"])
def test_a_section_is_known_by_its_entries(broken: str) -> None:
    """Whatever stands where its key was."""
    analysis = Analysis.of(BLOCK.replace("nodes:", broken))
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]
    assert {at for at, _ in said(analysis)} <= {2, 3}


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("nodes:\n  D: {type: topic}\n", 2),
        ("sbd: 1\nname: y\n", 2),
        ("Resources:\n  D:\n    Type: AWS::SNS::Topic\n", 2),
        ("  D: {type: topic}\n", 1),
        ("edges:\n  - {from: A, to: B}\n", 1),
        ("deployment: {type: Canary10Percent5Minutes}\n", 1),
    ],
)
def test_a_marker_begins_a_document_if_one_follows(text: str, documents: int) -> None:
    """What goes on with the design above it is a part of that."""
    nodes = BLOCK[: BLOCK.index("edges:")]
    analysis = Analysis.of(f"{nodes}---\n{text}")
    (found,) = (each for each in analysis.findings if each.rule.slug == "several-documents")
    assert ("file of its own" in found.message) == (documents == 2)
    assert len([*analysis.model.every_node()]) == 3 + text.startswith("  D")


@pytest.mark.parametrize(
    "first", ["  Cart:", "    to: X", " x: [", "  - a", "   x", '  "a": {b: c}']
)
def test_what_stands_before_the_first_key_moves_none(first: str) -> None:
    """Though it stands deeper."""
    analysis = Analysis.of(f"{first}\n{BLOCK}")
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]
    assert {at for at, _ in said(analysis)} == {0}


@pytest.mark.parametrize("text", ["    type: bucket\n", "    type: bucket\n    description: x\n"])
@pytest.mark.parametrize("typed", ["- ", "- x", "nodes:", "edges:", "---", "x: {"])
def test_a_line_in_an_entry_hides_no_other(typed: str, text: str) -> None:
    """Though the rest of the entry follows it."""
    text = BLOCK.replace("    type: bucket\n", f"{typed}\n{text}")
    analysis = Analysis.of(text)
    assert [node.id for node in analysis.model.every_node()][-2:] == ["B", "C"]
    assert sorted(analysis.model.leaving) == ["A", "B"]


@pytest.mark.parametrize("signs", ["},  ", "]  ", "{  ", "]", "{"])
def test_signs_before_the_first_entry_move_no_other(signs: str) -> None:
    """Its column is known by what stands below it."""
    analysis = Analysis.of(BLOCK.replace("  A:", f"{signs}A:"))
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]
    assert not any("indented by" in message for _, message in said(analysis))


@pytest.mark.parametrize("sign", ['"', "'", "x"])
@pytest.mark.parametrize(
    ("key", "other"), [('"nodes": {', '"no%sdes": {'), ('"edges": [', '"ed%sges": [')]
)
def test_a_quote_in_the_key_of_a_section_hides_no_entry(key: str, other: str, sign: str) -> None:
    """In braces, where its entries are known by their shape."""
    text = BRACES.replace(key, other % sign)
    analysis = Analysis.of(text)
    assert [node.id for node in analysis.model.every_node()] == ["A", "B"]
    assert [edge.target for edge in analysis.model.leaving.get("A")] == ["B"]
    line = next(at for at, each in enumerate(text.split("\n")) if other % sign in each)
    assert {at for at, _ in said(analysis)} == {line}


@pytest.mark.parametrize("typed", [" x", ' "', " {", ' "C', " [", " '", " |", " -", " {from"])
@pytest.mark.parametrize("section", ['"nodes": {', '"edges": ['])
def test_what_stands_behind_a_bracket_hides_no_entry(section: str, typed: str) -> None:
    """In braces, where the entries go on behind it."""
    text = BRACES.replace(section, f"{section}{typed}")
    analysis = Analysis.of(text)
    line = next(at for at, each in enumerate(text.split("\n")) if section in each)
    assert {"A", "B"} <= {node.id for node in analysis.model.every_node()}
    assert [edge.target for edge in analysis.model.leaving.get("A")] == ["B"]
    assert {at for at, _ in said(analysis)} == {line}


@pytest.mark.parametrize("sign", ["~", "^", "=", ".", ";", "$", "<", "~^"])
@pytest.mark.parametrize("closing", ["    }\n  },", "  },", "  ]", "}\n"])
def test_signs_before_a_closing_bracket_are_all_that_is_wrong(closing: str, sign: str) -> None:
    """In braces, whichever bracket it is."""
    bracket = closing.lstrip()
    text = BRACES.replace(f"\n{closing}", f"\n{closing.replace(bracket, f'{sign}{bracket}')}")
    analysis = Analysis.of(text)
    line = next(at for at, each in enumerate(text.split("\n")) if sign in each)
    assert [node.id for node in analysis.model.every_node()] == ["A", "B"]
    assert [edge.target for edge in analysis.model.leaving.get("A")] == ["B"]
    assert {at for at, _ in said(analysis)} == {line}


@pytest.mark.parametrize(
    ("key", "other"),
    [("nodes", "nods"), ("nodes", "xnodes"), ("edges", "Edges"), ("edges", "edgs")],
)
def test_a_section_in_brackets_may_be_misspelt(key: str, other: str) -> None:
    """Its entries are nodes and edges all the same, and the key is all that is wrong."""
    text = SECTIONS.replace(f"{key}:", f"{other}:")
    analysis = Analysis.of(text)
    assert [node.id for node in analysis.model.every_node()] == ["A", "B"]
    assert [edge.target for edge in analysis.model.leaving.get("A")] == ["B"]
    line = next(at for at, each in enumerate(text.split("\n")) if each.startswith(other))
    assert said(analysis) == [(line, f"a design has no key `{other}`; did you mean `{key}`?")]


@pytest.mark.parametrize("text", [BRACES.replace("\n  ]", "\n  ,]"), BRACES.replace("\n}", "\n,}")])
def test_a_comma_before_a_closing_bracket_is_yaml(text: str) -> None:
    """The one behind the last entry may stand there."""
    assert said(Analysis.of(text)) == []
    assert plain_document(Document.of(text)) == yaml.safe_load(text)


def test_what_a_key_alone_holds_is_left_for_the_next_entry() -> None:
    """A line within an entry, above an option with keys of its own."""
    text = BLOCK.replace("  B: {type: function}\n", "  B:\n    tags:\n      a: b\n")
    analysis = Analysis.of(text.replace("    tags:", "x:\n    tags:"))
    assert [node.id for node in analysis.model.every_node()] == ["A", "B", "C"]


def test_a_dash_below_a_key_that_has_its_value_holds_nothing() -> None:
    """What follows it is as without it."""
    text = "sbd: 1\nname: x\n- a: 1\n  B: {type: topic}\n"
    assert [node.id for node in Analysis.of(text).model.every_node()] == ["B"]


LEFT = "sbd: 1\nnodes:\n  A: {type: function}\n  B: {type: queue}\n"
LEFT_EDGES = "- {from: A, to: B}\n- from: B\n  to: A\n"


@pytest.mark.parametrize("above", [LEFT, "sbd: 1\nname: x\n"])
@pytest.mark.parametrize("typed", ["e", "ed", "edges", "edges: x", "x:", '"edges'])
def test_edges_at_the_left_margin_outlive_their_key(above: str, typed: str) -> None:
    """As they do where they are indented, while it is deleted and written again."""
    model = Analysis.of(f"{above}{typed}\n{LEFT_EDGES}").model
    assert [edge.target for edge in model.leaving.get("A")] == ["B"]
    assert [edge.target for edge in model.leaving.get("B")] == ["A"]


QUOTED = """\
"sbd": 1
"name": x
"nodes":
  "A": {"type": "function"}
  "B":
    "type": "table"
    "description": "what it is"
"edges":
  - {"from": "A", "to": "B"}
"""


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ('  "B', 'the quote " is not closed; write `"`'),
        ('  "B"', "`B` is followed by no `:`; write one"),
        ("  'B", "the quote ' is not closed; write `'`"),
        ('  "B: ', '`"` stands before `B`; remove it'),
    ],
)
def test_an_id_in_quotes_keeps_its_keys_while_it_is_typed(typed: str, message: str) -> None:
    """The quote of the key below it closes nothing: no key goes on over lines."""
    analysis = Analysis.of(QUOTED.replace('  "B":', typed))
    node = next(node for node in analysis.model.every_node() if node.id.startswith("B"))
    assert (node.type, node.text("description")) == ("table", "what it is")
    assert message in [message for line, message in said(analysis) if line == 4]


@pytest.mark.parametrize("text", ['"it is\n  so": 1\n', 'a:\n  "it is\n  so\n  it goes"\n'])
def test_a_quoted_text_over_lines_is_what_yaml_says(text: str) -> None:
    """As a value it may go on over lines."""
    try:
        expected = yaml.safe_load(text)
    except yaml.YAMLError:
        assert Document.of(text).blocks[0].reading.faults
    else:
        assert plain_document(Document.of(text)) == expected


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_quote_before_a_section_in_quotes_is_all_that_is_wrong(quote: str) -> None:
    """It is told from the one with which the key begins."""
    text = QUOTED.replace('"', quote)
    analysis = Analysis.of(text.replace(f"{quote}edges{quote}", f"{quote * 2}edges{quote}"))
    assert [edge.target for edge in analysis.model.leaving.get("A")] == ["B"]
    assert (7, f"`{quote}` stands before `edges`; remove it") in said(analysis)


REST = "  B: {type: queue}\n  C:\n    type: topic\nedges:\n  - {from: A, to: B}\n"
BLOCK_TEXT = """\
sbd: 1
nodes:
  A:
    type: function
    description: |
      One line.
      - from: no edge
    memory: 128
"""
OPEN_KEYS = ("deployment:\n  type: AllAtOnce\n", "description: >\n  a text\n  over lines\n")


@pytest.mark.parametrize("typed", ["description: |", "x    description: |", "xdescription: >-"])
def test_a_key_with_block_text_at_the_margin_takes_in_no_node(typed: str) -> None:
    """What stands less deep than its text is not a part of it."""
    model = Analysis.of(BLOCK_TEXT.replace("    description: |", typed) + REST).model
    assert [node.id for node in model.every_node()] == ["A", "B", "C"]
    assert [edge.target for edge in model.leaving.get("A")] == ["B"]


@pytest.mark.parametrize("above", OPEN_KEYS)
@pytest.mark.parametrize("typed", ["n", "nod", "nodes"])
def test_nodes_outlive_their_key_below_one_that_is_open(above: str, typed: str) -> None:
    """As they do below one whose value ends with its line."""
    model = Analysis.of(f"sbd: 1\n{above}{typed}\n  A:\n    type: function\n{REST}").model
    assert [node.id for node in model.every_node()] == ["A", "B", "C"]


def test_a_word_that_lost_its_indentation_is_still_text() -> None:
    """It is none that a section begins with, and no entries follow."""
    text = "sbd: 1\ndescription: >\n  a text\nnod\n  over: lines\nnodes:\n  A: {type: queue}\n"
    blocks = Document.of(text).blocks
    assert [block.text.split("\n")[0] for block in blocks][1:] == [
        "description: >",
        "nodes:",
        "  A: {type: queue}",
    ]


@pytest.mark.parametrize("indent", [" ", "  "])
def test_a_section_in_block_text_is_text(indent: str) -> None:
    """It stands no less deep than the text begins."""
    text = f"sbd: 1\ndescription: |\n{indent}nodes:\n{indent} A: {{type: queue}}\n"
    assert plain_document(Document.of(text)) == yaml.safe_load(text)


@pytest.mark.parametrize("node", ["A: &a {type: function}", "A: &a\n    type: function"])
@pytest.mark.parametrize("typed", ["n", "nodes", " nodes:", "x:"])
def test_a_node_with_an_anchor_outlives_the_key_of_its_section(node: str, typed: str) -> None:
    """Its shape is that of a node."""
    model = Analysis.of(f"sbd: 1\nname: x\n{typed}\n  {node}\n{REST}").model
    assert [node.id for node in model.every_node()] == ["A", "B", "C"]


@pytest.mark.parametrize("sign", ["{", "[", "|", ">"])
def test_a_sign_before_the_marker_of_the_document_hides_nothing(sign: str) -> None:
    """The key below tells that the document begins there."""
    model = Analysis.of(f"# c\n{sign}---\nsbd: 1\nnodes:\n  A: {{type: queue}}\n").model
    assert [node.id for node in model.every_node()] == ["A"]
