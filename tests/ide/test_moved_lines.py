"""A line whose indentation is not what it was spoils itself alone."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
import yaml

from benchmarks.designs import examples, made_up
from benchmarks.documents import design
from benchmarks.layouts import edges_over_lines
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Severity, cure
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.hover import hover
from sbd_lsp.model.model import Model
from sbd_lsp.syntax.cut import KEYS
from sbd_lsp.syntax.document import Document
from sbd_lsp.syntax.tree import Mapping, Scalar, Tree

EMPTY = "sbd: 1\nname: a\nnodes:\n"
EXAMPLES = examples()
EXAMPLES |= {
    f"{name}, in blocks": edges_over_lines(text, random.Random(0))
    for name, text in EXAMPLES.items()
}


def said(tree: Tree | None) -> object:
    """What a tree says, without its places."""
    if isinstance(tree, Mapping):
        return {str(said(pair.key)): said(pair.value) for pair in tree.pairs}
    if isinstance(tree, Scalar):
        return tree.value
    return None if tree is None else [said(item) for item in getattr(tree, "items", ())]


def entries(model: Model) -> tuple[dict[str, object], Counter[str]]:
    """What the nodes and the edges of a design say."""
    nodes = {node.id: said(node.value) for nodes in model.nodes.values() for node in nodes}
    edges = (str(said(edge.value)) for edges in model.leaving.values() for edge in edges)
    return nodes, Counter(edges)


def moved(text: str) -> list[tuple[int, int, str]]:
    """Each indented line of the nodes and edges of `text`, at each column further to the left and
    at the next one to the right."""
    lines = text.split("\n")
    found = []
    for number in range(lines.index("nodes:"), len(lines)):
        line = lines[number]
        indent = len(line) - len(line.lstrip())
        said = indent and line.strip()[:1] not in ("", "#")
        for column in (*range(indent), indent + 1) if said else ():
            changed = [*lines[:number], " " * column + line.lstrip(), *lines[number + 1 :]]
            found.append((number, column, "\n".join(changed)))
    return found


def is_yaml(text: str) -> bool:
    """Whether PyYAML takes a text."""
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    return True


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_other_entry_says_what_it_said(name: str) -> None:
    """Nodes and edges are all there, and say the same but for the key that moved; where that still
    is YAML, it may have come to mean something else."""
    nodes, edges = entries(Analysis.of(EXAMPLES[name]).model)
    for number, column, text in moved(EXAMPLES[name]):
        now, drawn = entries(Analysis.of(text).model)
        other = {id for id in nodes if now.get(id) != nodes[id]}
        assert len(other) <= 1, (number, column)
        assert sum((edges - drawn).values()) <= 1, (number, column)


@pytest.mark.parametrize("left", [None, "", "  # {}"], ids=["deleted", "emptied", "a comment"])
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_line_that_is_gone_spoils_its_entry_and_the_one_above(name: str, left: str) -> None:
    """What is left of the first entry of a section, and of no other, has nothing above it."""
    lines = EXAMPLES[name].split("\n")
    nodes, edges = entries(Analysis.of(EXAMPLES[name]).model)
    for number in range(lines.index("nodes:") + 1, len(lines)):
        line = lines[number]
        if not line[:1].isspace() or line.strip()[:1] in ("", "#"):
            continue
        instead = [] if left is None else [left.format(line.strip())]
        text = "\n".join([*lines[:number], *instead, *lines[number + 1 :]])
        now, drawn = entries(Analysis.of(text).model)
        above = 0 if lines[number - 1] in ("nodes:", "edges:") else 1
        assert sum(now.get(id) != node for id, node in nodes.items()) <= 1 + above, number
        assert sum((edges - drawn).values()) <= 1 + above, number


MADE = design(12, 12, 3)
WAYS: dict[str, Callable[[list[str]], list[str]]] = {
    "gone": lambda lines: [],
    "in comments": lambda lines: [f"# {line}" for line in lines],
    "deeper": lambda lines: [f"  {line}" if line.strip() else line for line in lines],
    "less deep": lambda lines: [line.removeprefix("  ") for line in lines],
}


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("way", WAYS)
def test_some_lines_that_move_together_spoil_their_entries(way: str, count: int) -> None:
    """Tab, Shift-Tab, and what makes comments of lines or deletes them: what stands below is as it
    was, and is not read again."""
    lines = MADE.split("\n")
    nodes, edges = entries(Analysis.of(MADE).model)
    document = Document.of(MADE)
    for number in range(len(lines) - count):
        part = lines[number : number + count]
        head = "".join(f"{line}\n" for line in lines[:number])
        old, new = ("".join(f"{line}\n" for line in some) for some in (part, WAYS[way](part)))
        changed, _, come = document.edited(len(head), len(head) + len(old), new)
        now, drawn = entries(Analysis.of(changed.text).model)
        assert sum(now.get(id) != node for id, node in nodes.items()) <= count + 1, number
        assert sum((edges - drawn).values()) <= count + 1, number
        assert len(come) <= count + 4, number


@pytest.mark.parametrize("section", ["node", "edge"])
@pytest.mark.parametrize(("first", "by"), [(0, 2), (0, -1), (5, 1), (5, -1), (10, 1), (10, -1)])
def test_entries_that_move_are_told_from_those_that_did_not(
    section: str, first: int, by: int
) -> None:
    """There are more of these, wherever the others stand; the fixes move the others back."""
    blocks = list(Document.of(MADE).blocks)
    start = next(index for index, block in enumerate(blocks) if block.kind == section) + first
    texts = [block.text for block in blocks]
    for index in (start, start + 1):
        text, lead = texts[index], r"^(?=.)" if by > 0 else "^ "
        texts[index] = re.sub(lead, " " * by, text, flags=re.MULTILINE)
    analysis = Analysis.of("".join(texts))
    found = [f for f in analysis.findings if f.rule.severity == Severity.ERROR]
    assert [f.rule.slug for f in found] == ["misplaced-entry"] * 2
    changes = [change for f in found for fix in f.fixes(analysis.model) for change in fix.changes]
    edits = sorted((analysis.span(change.place), change.text) for change in changes)
    for span, new in reversed(edits):
        analysis = analysis.edit(span.start, span.end, new)
    assert analysis.document.text == MADE


def test_a_design_that_begins_too_deep_is_read_as_it_goes_on() -> None:
    """Its first keys are at fault, not all that follow."""
    analysis = Analysis.of(MADE.replace("sbd: 1\nname:", "  sbd: 1\n  name:"))
    found = [f for f in analysis.findings if f.rule.severity == Severity.ERROR]
    assert [f.rule.slug for f in found] == ["misplaced-entry"]
    assert entries(analysis.model) == entries(Analysis.of(MADE).model)


ORPHAN = """\
sbd: 1
name: x
nodes:
    {first}
    type: {type}
  Work:
    type: function
    memory: 128
  Files: {{type: bucket}}
edges:
  - {{from: Work, to: Files}}
  - {{from: Work, to: Seen}}
"""


@pytest.mark.parametrize("first", ["description: a", "properties: {Tags: []}", "ttl: until"])
def test_a_node_without_its_id_is_one_error(first: str) -> None:
    """The ids that edges name and no node has are offered, and one by its type."""
    analysis = Analysis.of(ORPHAN.format(first=first, type="table"))
    errors = [f for f in analysis.findings if f.rule.severity == Severity.ERROR]
    assert [f.rule.slug for f in errors] == ["misplaced-entry", "unknown-node"]
    assert "id of a node" in errors[0].message
    fixes = errors[0].fixes(analysis.model)
    assert [(fix.title, fix.safe) for fix in fixes] == [
        ("Write `Seen:` above", False),
        ("Write `Index:` above", False),
    ]
    (change,) = fixes[0].changes
    span = analysis.span(change.place)
    mended = analysis.edit(span.start, span.end, change.text)
    assert not any(f.rule.severity == Severity.ERROR for f in mended.findings)
    assert sorted(mended.model.nodes) == ["Files", "Seen", "Work"]


def test_what_is_wrong_with_a_node_without_its_id_is_said() -> None:
    """Its options are checked, completed and explained as ever; it has no name to be called by."""
    analysis = Analysis.of(ORPHAN.format(first="memory: 1", type="function"))
    errors = [f for f in analysis.findings if f.rule.severity == Severity.ERROR]
    assert [f.rule.slug for f in errors] == ["misplaced-entry", "wrong-value", "unknown-node"]
    assert [node.id for node in analysis.model.every_node()] == ["Work", "Files"]
    assert sorted(analysis.model.nodes) == ["Files", "Work"]
    place = analysis.document.text.index("memory")
    found = hover(analysis, place)
    assert found is not None and "memory" in found.text.casefold()
    end = place + len("memory: 1\n    type: function\n")
    offered = completion(analysis.edit(end, end, "    tim\n"), end + len("    tim")).items
    assert offered[0].label == "timeout"


def test_an_edge_without_its_dash_gets_one() -> None:
    """Where the others have one."""
    text = "sbd: 1\nname: x\nnodes:\n  A: {type: bucket}\n  B: {type: function}\nedges:\n"
    analysis = Analysis.of(f"{text}    from: A\n    to: B\n  - {{from: B, to: A}}\n")
    (error,) = (f for f in analysis.findings if f.rule.severity == Severity.ERROR)
    fix = cure(error.fixes(analysis.model))
    assert fix is not None
    (change,) = fix.changes
    span = analysis.span(change.place)
    mended = analysis.edit(span.start, span.end, change.text)
    assert not any(f.rule.severity == Severity.ERROR for f in mended.findings)
    assert "\n  - from: A\n    to: B\n" in mended.document.text


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_it_is_one_error_that_has_a_cure(name: str) -> None:
    """Unless it still is YAML. Moving the line back is offered in most cases, and mends it."""
    cured = 0
    for number, column, text in moved(EXAMPLES[name]):
        analysis = Analysis.of(text)
        found = [f for f in analysis.findings if f.rule.severity == Severity.ERROR]
        assert found or is_yaml(text), (number, column)
        fix = cure(found[0].fixes(analysis.model)) if len(found) == 1 else None
        if fix is not None:
            edits = sorted((analysis.span(c.place), c.text) for c in fix.changes)
            for span, new in reversed(edits):
                analysis = analysis.edit(span.start, span.end, new)
            cured += not any(f.rule.severity == Severity.ERROR for f in analysis.findings)
    assert cured > len(moved(EXAMPLES[name])) / 2


@pytest.mark.parametrize("letters", ["x", "x ", "note  "])
@pytest.mark.parametrize("name", [name for name in sorted(EXAMPLES) if "blocks" in name])
def test_letters_before_a_dash_hide_no_edge(name: str, letters: str) -> None:
    """Each edge in turn is told apart from the one above it, and what is wrong is said of it."""
    nodes, edges = entries(Analysis.of(EXAMPLES[name]).model)
    lines = EXAMPLES[name].split("\n")
    for number, line in enumerate(lines):
        if line.startswith("  - from"):
            for indent in ("", "  "):
                changed = [*lines[:number], indent + letters + line.lstrip(), *lines[number + 1 :]]
                analysis = Analysis.of("\n".join(changed))
                assert entries(analysis.model) == (nodes, edges), number
                found = [f for f in analysis.findings if f.rule.slug == "not-yaml"]
                assert [f.message for f in found] == [
                    f"`{letters.strip()}` stands before the dash of an edge; remove it"
                ]
                (fix,) = found[0].fixes(analysis.model)
                assert fix.title == f"Remove `{letters.strip()}`"


@pytest.mark.parametrize("key", ["type", "alarms"])
@pytest.mark.parametrize("lead", ["", " ", "{  ", "|  "])
def test_a_line_of_the_deployment_leaves_the_others_there(key: str, lead: str) -> None:
    """At the margin, too, where it has keys below it that no value could have."""
    text = EXAMPLES["order-processing"]
    (line,) = re.findall(rf"^  {key}: (?:Canary|\[errors).*\n", text, re.MULTILINE)
    analysis = Analysis.of(text.replace(line, lead + line.lstrip()))
    assert [id for _, id in analysis.model.hooks()] == ["SmokeTest", "AnnounceRelease"]
    (found,) = analysis.findings
    assert found.rule.slug == "not-yaml"
    assert not any(f.rule.severity == Severity.ERROR for f in Analysis.of(text).findings)


def signed(text: str, letter: str) -> list[tuple[int, str]]:
    """`text` with `letter` at the beginning of each line, and behind its indentation; with the
    number of the line."""
    lines = text.split("\n")
    found = []
    for number, line in enumerate(lines):
        for column in sorted({0, len(line) - len(line.lstrip())}):
            changed = line[:column] + letter + line[column:]
            found.append((number, "\n".join([*lines[:number], changed, *lines[number + 1 :]])))
    return found


@pytest.mark.parametrize("letter", ["{", "[", '"', "|", "&", "}", " ", "\n", "x"])
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_letter_before_a_line_spoils_that_line_alone(name: str, letter: str) -> None:
    """Whatever it means to YAML elsewhere: of the others, the one entry may be another that is on
    the line."""
    nodes, edges = entries(Analysis.of(EXAMPLES[name]).model)
    for number, text in signed(EXAMPLES[name], letter):
        now, drawn = entries(Analysis.of(text).model)
        other = sum(now.get(id) != nodes[id] for id in nodes)
        assert other + sum((edges - drawn).values()) <= 1, number


@pytest.mark.parametrize("letter", ["{", "&", "!", "%", "-", "?", "'", " ", "\t", "\n", "\n  "])
@pytest.mark.parametrize("name", ["photo-album, in blocks", "order-processing"])
def test_what_has_no_error_is_yaml(name: str, letter: str) -> None:
    """Wherever a line is read as what it was meant to be, something is said of it."""
    for number, text in signed(EXAMPLES[name], letter):
        errors = (f for f in Analysis.of(text).findings if f.rule.severity == Severity.ERROR)
        assert any(errors) or is_yaml(text), number


@pytest.mark.parametrize("sign", ["{", "[", '"', "'", "|", ">", "&", "*", "%", "@", "`", "}", ","])
@pytest.mark.parametrize("name", ["photo-album", "photo-album, in blocks"])
def test_a_sign_before_a_key_is_taken_away(name: str, sign: str) -> None:
    """All is known as it was, what is wrong is said once, and the cure gives what was there."""
    whole = Analysis.of(EXAMPLES[name])
    cured = 0
    signs = [(n, text) for n, text in signed(EXAMPLES[name], sign) if n]
    for number, text in signs:
        analysis = Analysis.of(text)
        every = (f for f in analysis.findings if f.rule.slug == "not-yaml")
        found = [f for f in every if f.message.endswith("; remove it")]
        if len(found) != 1:
            continue
        assert entries(analysis.model) == entries(whole.model), number
        assert len(analysis.findings) == 1 + len(whole.findings), number
        fix = cure(found[0].fixes(analysis.model))
        assert fix is not None
        assert fix.title == f"Remove `{sign}`"
        ((place, new),) = fix.changes
        span = analysis.span(place)
        assert analysis.edit(span.start, span.end, new).document.text == EXAMPLES[name]
        cured += 1
    assert cured > len(signs) / 3


def test_a_sign_is_told_apart_from_what_else_is_wrong() -> None:
    """Another fault in the entry is said at its place, and hides no more than without the sign."""
    text = EXAMPLES["photo-album"]
    faulty = text.replace("    memory: 1024", "     memory: 1024")
    before, after = Analysis.of(faulty), Analysis.of(faulty.replace("  Resize:", "[  Resize:"))
    assert entries(after.model) == entries(before.model)
    (known,) = before.findings
    assert [(f.message, after.span(f.place).start) for f in after.findings] == [
        ("`[` stands before `Resize`; remove it", text.index("  Resize:")),
        (known.message, before.span(known.place).start + 1),
    ]


@pytest.mark.parametrize("text", ["      > note: two\n", "      | a: b\n      {c: d}\n"])
def test_a_sign_in_a_text_is_part_of_it(text: str) -> None:
    """Though another line of the node has one that does not belong there."""
    above, below = "    type: queue\n    description: |\n", "    fifo: true\n    visibility: 9\n"
    design = f"{EMPTY}  A:\n{above}{text}{below}"
    analysis = Analysis.of(design.replace("    fifo", "[    fifo"))
    assert entries(analysis.model) == entries(Analysis.of(design).model)
    (found,) = analysis.findings
    assert found.message == "`[` stands before `fifo`; remove it"


@pytest.mark.parametrize("mark", ["//", "--", ";"])
def test_a_mark_of_a_comment_is_no_sign(mark: str) -> None:
    """What somebody meant to take out is not put back."""
    design = f"{EMPTY}  A:\n    type: queue\n{mark}    fifo: true\n    maxReceives: 3\n"
    assert not any("remove it" in found.message for found in Analysis.of(design).findings)


@pytest.mark.parametrize("column", [0, 1])
def test_a_type_that_is_all_of_its_node_stays_with_it(column: int) -> None:
    """At the margin, too, while nodes stand below it; one cure moves it back."""
    kept = "sbd: 1\nname: a\nnodes:\n  A:\n    type: bucket\n  B:\n    type: queue\n"
    analysis = Analysis.of(kept.replace("    type: bucket", " " * column + "type: bucket"))
    assert entries(analysis.model) == entries(Analysis.of(kept).model)
    (found,) = analysis.findings
    fix = cure(found.fixes(analysis.model))
    assert fix is not None
    (change,) = fix.changes
    span = analysis.span(change.place)
    assert analysis.edit(span.start, span.end, change.text).document.text == kept


@pytest.mark.parametrize(("head", "kind"), [("nodes Lost:", "node"), ("edges lost:", "edge")])
def test_entries_stay_below_what_came_up_to_their_section(head: str, kind: str) -> None:
    """A word behind `nodes` or `edges` is one entry; the others are what they were."""
    below = ["  B: {type: queue}\n", "  C:\n    type: queue\n"]
    if kind == "edge":
        below = ["  - {from: A, to: B}\n", "  - from: C\n    to: D\n"]
    blocks = Analysis.of(f"sbd: 1\n{head}\n{''.join(below)}").document.blocks
    assert [block.text for block in blocks if block.kind == kind] == below


def test_the_keys_of_a_design_are_those_of_the_catalogue() -> None:
    """By which a key that is none is told from one that is."""
    assert KEYS - {"<<"} == set(CATALOGUE.document)


@pytest.mark.parametrize("key", ["*b", "? B", "[B]", "<<", "&b B", "!x B", "''"])
def test_a_key_that_is_no_id_is_no_node_at_the_margin(key: str) -> None:
    """Whatever stands there instead of an id, something is said of it, and the node above it is
    known."""
    text = f"sbd: 1\nname: a\nnodes:\n  A: {{type: bucket}}\n{key} :\n    type: queue\n"
    analysis = Analysis.of(text)
    assert any(f.rule.severity == Severity.ERROR for f in analysis.findings)
    assert "A" in analysis.model.nodes


IN_BRACES = made_up(2, 3, braces=True)


@pytest.mark.parametrize(
    "letter", ["{", "[", '"', "'", "|", "&", ">", "}", "]", ",", " ", "\n", "x"]
)
@pytest.mark.parametrize("name", IN_BRACES)
def test_a_letter_before_a_line_in_braces_spoils_that_line_alone(name: str, letter: str) -> None:
    """A section, an entry, a bracket that closes one, whatever stands on the line; and no id is
    lost but that on the line."""
    text = IN_BRACES[name]
    nodes, edges = entries(Analysis.of(text).model)
    rows = text.split("\n")
    for number, changed in signed(text, letter):
        now, drawn = entries(Analysis.of(changed).model)
        other = sum(now.get(id) != nodes[id] for id in nodes)
        assert other + sum((edges - drawn).values()) <= 1, number
        assert {id for id in nodes if f'"{id}":' not in rows[number]} <= now.keys(), number


@pytest.mark.parametrize("letter", ["{", "[", "|", ">", "}", " "])
def test_a_sign_before_an_entry_in_braces_hides_nothing_of_it(letter: str) -> None:
    """Before the id of a node, too, whose keys stand on other lines."""
    text = IN_BRACES[max(IN_BRACES, key=lambda name: IN_BRACES[name].count("\n"))]
    nodes, _ = entries(Analysis.of(text).model)
    for number, changed in signed(text, letter):
        row = text.split("\n")[number]
        if row.startswith('    "') and row.endswith("{"):
            assert entries(Analysis.of(changed).model)[0] == nodes, number
