"""The reading of text: what PyYAML says, and something sensible where it refuses."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.syntax import strict
from sbd_lsp.syntax.plain import plain
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.reader import Reader
from sbd_lsp.syntax.strict import read_strictly
from sbd_lsp.syntax.tree import Mapping, Scalar, Sequence, Tree, key_text

PIECES = [
    "a",
    "b1",
    "from",
    "type",
    ":",
    ": ",
    " :",
    "-",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ",",
    ", ",
    '"',
    "'",
    "\n",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    " ",
    "  ",
    "#",
    " # c",
    "1",
    "0o7",
    "1.5",
    "yes",
    "~",
    "\\n",
    "\\u00e4",
    "\\x4",
    "\\ud83d",
    "\\",
    "!Ref",
    "!Ref A",
    "!Sub 'a: b'",
    "!GetAtt [A, B]",
    "!a!b c",
    "AWS::R",
    "&x",
    "*x",
    "|",
    ">",
    "?",
    "? ",
    "%",
    "@",
    "\t",
    "\r\n",
    "é",
    "😀",
    "s3:x*",
    "---\n",
    "<<",
    "key: value\n",
    "k: {a: b, c: [d]}\n",
    'k: "a\\"b\\\\"\n',
    '{k: "a, \\"b\\" }", c: d- }',
    "''",
    '""',
    "2024-01-01",
    "12:30",
    "=",
]

texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


class Loader(yaml.SafeLoader):
    """PyYAML's, but for dates and times, which are text."""


Loader.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node)
)


def judge(text: str) -> Any:
    """PyYAML's value of `text`, or the exception that it raises; a list that holds itself is no
    plain value either."""
    try:
        value = yaml.load(text, Loader)
        return RecursionError() if "[...]" in repr(value) or "{...}" in repr(value) else value
    except (yaml.YAMLError, ValueError, TypeError, KeyError, IndexError) as error:
        return error


@settings(max_examples=3000, deadline=None)
@given(texts)
def test_reading_is_what_pyyaml_reads(text: str) -> None:
    """Where PyYAML accepts a text, the reading has no faults and the same value."""
    expected = judge(text)
    reading = read(text)
    if isinstance(expected, Exception):
        return
    assert reading.faults == ()
    assert repr(plain(reading.tree)) == repr(expected)


@settings(max_examples=3000, deadline=None)
@given(texts)
def test_quick_reader_doubts_what_pyyaml_refuses(text: str) -> None:
    """A text that PyYAML cannot parse always has a fault."""
    try:
        list(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        reader = Reader(text)
        reader.read()
        assert reader.doubtful
        assert read(text).faults


@pytest.mark.parametrize("before", ["a: x", "a: 'x", "- x"])
def test_each_unusual_character_is_left_to_pyyaml(before: str) -> None:
    """Those at the bounds of what YAML allows, takes for a line break or for a mark of order."""
    bounds = (0x2028, 0x2029, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF, 0x10FFFE)
    near = {code + step for code in bounds for step in (-1, 0, 1)}
    for code in sorted({*range(0x100), *near}):
        text = f"{before}{chr(code)}y\n"
        wanted, reading = judge(text), read(text)
        if isinstance(wanted, Exception):
            assert reading.faults, hex(code)
        else:
            assert (reading.faults, plain(reading.tree)) == ((), wanted), hex(code)


def places(tree: Tree | None) -> Any:
    """What a tree says and where, as far as it matters: the end of a collection is where its last
    part ends, and only one reader notes dashes and colons."""
    if isinstance(tree, Mapping):
        pairs = [(places(pair.key), places(pair.value)) for pair in tree.pairs]
        return tree.start, tree.column, tree.tag, pairs
    if isinstance(tree, Sequence):
        return tree.start, tree.column, tree.tag, [places(item) for item in tree.items]
    return tree


@settings(max_examples=3000, deadline=None)
@given(texts)
def test_where_the_quick_reader_is_sure_it_reads_what_pyyaml_reads(text: str) -> None:
    """The same words with the same tags in the same places."""
    reader = Reader(text)
    tree = reader.read()
    if not reader.doubtful:
        assert places(tree) == places(read_strictly(text).tree)


@pytest.mark.parametrize(
    "text",
    [
        "a: !Ref B\n",
        "a: !Sub '${B}: c'  # d\n",
        "a:\n  - !GetAtt [B, C]\n  - !Ref D\n  - !Join ['', [!Ref E, \"f\"]]\n",
        "a: {b: !GetAtt C.Arn, d: [!Ref AWS::Region, {e: !If [f, g, h]}]}\n",
        "- {from: A, to: B, event: s3:ObjectCreated:Put}\n",
        'a: "\\u00e4\\x41\\ud83d\\udce6"\n',
    ],
)
def test_usual_lines_need_no_pyyaml(text: str) -> None:
    """Asking it takes ten times as long: calls, events, what other programs write as JSON."""
    reader = Reader(text)
    reader.read()
    assert not reader.doubtful


@pytest.mark.parametrize(
    "escape", [*'ntr0e_NLPab\\/ "qx', "x4", "x41", "u00e4", "u00e", "ud83d", "U0001f4e6", "U1"]
)
@pytest.mark.parametrize("text", ['a: "{}"\n', '{{a: "x{}y"}}\n'])
def test_escapes_are_those_of_pyyaml(text: str, escape: str) -> None:
    """Each stands for what PyYAML says, or is a fault."""
    text = text.format(f"\\{escape}")
    expected = judge(text)
    if isinstance(expected, Exception):
        assert read(text).faults
    else:
        assert repr(plain(read(text).tree)) == repr(expected)


@pytest.mark.parametrize("text", ["[{}", "a: [{}", "a: {{b: {}", "a: {}", "- {}"])
def test_tags_one_below_the_other_exhaust_nothing(text: str) -> None:
    """However many there are, with comments between them."""
    assert read(text.format("!a # c\n    " * 5000)).faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: !Ref B\nc: [d\n", {"a": ("!Ref", "B")}),
        ("a: !Sub '${B}'\nc: 'd\n", {"a": ("!Sub", "${B}")}),
        ("a: {b: !Ref C\n", {"b": ("!Ref", "C")}),
        ("a: {b: !Ref C d: !Ref E}\n", {"b": ("!Ref", "C"), "d": ("!Ref", "E")}),
        ("a: !Ref\nb: {c\n", {"a": ("!Ref", "")}),
        ("a: !Ref !Sub b\n", {}),
    ],
)
def test_a_call_is_read_as_one_beside_a_fault(
    text: str, expected: dict[str, tuple[str, str]]
) -> None:
    """What is no YAML does not make text of the calls around it."""
    reading = read(text)
    assert reading.faults
    waiting, found = [reading.tree], dict[str, tuple[str, str]]()
    while waiting:
        tree = waiting.pop()
        for pair in tree.pairs if isinstance(tree, Mapping) else ():
            waiting.append(pair.value)
            if isinstance(pair.value, Scalar) and pair.value.tag:
                found[str(key_text(pair))] = pair.value.tag, pair.value.text
    assert found == expected


@pytest.mark.parametrize("mark", ["---", "...", "%YAML 1.1", "---\n", "... # x"])
@pytest.mark.parametrize("text", ["a: 1\n{}", "a: 1\n{}\nb: 2\n", "{}\na: 1\n", "a:\n  b\n{}\n"])
def test_marks_at_the_start_of_a_line_are_left_to_pyyaml(text: str, mark: str) -> None:
    """Markers of documents and directives, wherever they stand; of several documents the first
    counts."""
    text = text.format(mark)
    reader = Reader(text)
    reader.read()
    assert reader.doubtful
    try:
        first, *_ = yaml.safe_load_all(text)
    except yaml.YAMLError:
        assert read(text).faults
    else:
        assert plain(read(text).tree) == first


def test_dates_and_times_are_as_they_are_written() -> None:
    """JSON has no dates, so what YAML takes for one stays the text that stands there."""
    text = "{day: 2026-1-1, 2026-01-02: [2026-01-01 10:00:00, 2026-01-01T10:00:00Z]}"
    times = ["2026-01-01 10:00:00", "2026-01-01T10:00:00Z"]
    assert plain(read(text).tree) == {"day": "2026-1-1", "2026-01-02": times}


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text makes the reading raise, and places lie in the text."""
    for fault in read(text).faults:
        assert 0 <= fault.start <= fault.end <= len(text)


@settings(max_examples=2000, deadline=None)
@given(texts)
def test_a_tree_holds_its_parts(text: str) -> None:
    """Whatever the state of the text, each part of a tree lies in it, so that a cursor finds it."""
    waiting = [read(text).tree]
    while waiting:
        tree = waiting.pop()
        for part in parts(tree):
            assert tree.start <= part.start <= part.end <= tree.end, (tree, part)
            waiting.append(part)


def parts(tree: Any) -> list[Any]:
    """Keys, values and items of a tree."""
    if isinstance(tree, Mapping):
        found = [part for pair in tree.pairs for part in (pair.key, pair.value)]
    else:
        found = list(tree.items) if isinstance(tree, Sequence) else []
    return [part for part in found if part is not None]


@pytest.mark.parametrize("text", ["k: $\n", "{k: $}\n", "- {a: b, k: $, c: d}\n", "k: $ # c\n"])
@pytest.mark.parametrize(
    "value", [r"a\"b", r"\\", r"a\\", r"\"", r"\x41\t", r"\u00e9", "a, b: c}", ""]
)
def test_texts_in_quotes(text: str, value: str) -> None:
    """Escapes are what PyYAML takes them for, wherever the text stands."""
    text = text.replace("$", f'"{value}"')
    found = read(text)
    assert not found.faults
    assert plain(found.tree) == yaml.safe_load(text)


def test_a_list_in_the_column_of_its_key() -> None:
    """It is read where something else is at fault, too."""
    found = read("A:\n  key: v\n  list:\n  - a\n  - b: c\n  more: [d\n")
    assert found.faults
    assert plain(found.tree) == {"A": {"key": "v", "list": ["a", {"b": "c"}], "more": ["d"]}}


@pytest.mark.parametrize("key", ["type", "a-b.c", "the type", "größe", "x/y"])
@pytest.mark.parametrize("blanks", ["", " ", "   "])
def test_a_line_that_lost_its_indentation(key: str, blanks: str) -> None:
    """The keys below it show that it belongs to the entry above, whatever letters it has."""
    found = read(f"  A:\n{blanks}{key}: b\n    c: d\n    e: f\n")
    assert plain(found.tree) == {"A": {key: "b", "c": "d", "e": "f"}}
    assert len(found.faults) == 1


@pytest.mark.parametrize("prefix", range(60))
def test_prefixes_of_an_edge_keep_its_beginning(prefix: int) -> None:
    """A half-typed edge still says where it comes from."""
    text = '  - {from: Uploads, to: Resize, event: "s3:ObjectCreated:*"}\n'
    tree: Any = read(text[:prefix]).tree
    if prefix > 19:
        assert plain(tree)[0]["from"] == "Uploads"


@pytest.mark.parametrize(
    "text", ['!Ref "a #b": [\n', "!x 'a: b': [\n", '- !x "a #b": {\n', '!a "b": 1\n', "!a b: c\n"]
)
def test_a_key_with_a_tag_is_read_behind_it(text: str) -> None:
    """Also where its text, without its quotes, would end sooner, and something else is at fault."""
    tree = read(text).tree
    mapping = tree.items[0] if isinstance(tree, Sequence) else tree
    assert isinstance(mapping, Mapping)
    key = mapping.pairs[0].key
    assert isinstance(key, Scalar)
    assert (key.tag[0], key.start) == ("!", text.index("!"))
    assert key.text in ("a #b", "a: b", "b")


def test_a_key_below_a_key_without_a_value_is_the_next() -> None:
    """In braces, too, where a value may stand on a later line."""
    reading = read('{"description": \n  "runtime": "x",\n  timeout:\n  memory: 3}\n')
    assert isinstance(reading.tree, Mapping)
    assert [(key_text(pair), pair.value is None) for pair in reading.tree.pairs] == [
        ("description", True),
        ("runtime", False),
        ("timeout", True),
        ("memory", False),
    ]
    assert len(reading.faults) == 2


@pytest.mark.parametrize("left", ["{", "{a", "{a:", "{a: b,", "{a: [b", "{a: [b,", "[{", "[a,"])
def test_a_collection_that_is_not_closed_ends_where_its_neighbours_begin(left: str) -> None:
    """The keys below stand in the column of its own key."""
    reading = read(f"A:\n  properties: {left}\n  type: bucket\n  name: x\n")
    assert isinstance(reading.tree, Mapping)
    (entry,) = reading.tree.pairs
    assert isinstance(entry.value, Mapping)
    assert [key_text(pair) for pair in entry.value.pairs] == ["properties", "type", "name"]
    assert all(fault.end <= len(f"A:\n  properties: {left}") for fault in reading.faults)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("- {from: A, to", ""),
        ("- {from: A, to: B\n", ""),
        ("A: {type: queue, list: [a\n", ""),
        ('- {from: "A\n', ""),
        ("a: b\nc\n", ""),
        ("a: b\nc\nd: e\n", ""),
        ('"A": {"type": "que\n', "{"),
        ('"a": "b\n"c": "d"\n', "{"),
        ('{"from" "to"}', "["),
        ('{"from": "A" "to": "B"}', "["),
    ],
)
def test_pyyaml_is_not_asked_of_what_surely_is_none(
    text: str, opening: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would refuse, too."""
    assert strict.read_strictly(text, opening).faults
    monkeypatch.setattr(strict, "read_strictly", None)
    assert read(text, opening).faults


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("a: {b: c\n  d}\n", ""),
        ('a: "b\n  c"\n', ""),
        ("a: 'it''s\n  x'\n", ""),
        ("a: b\n  c\n", ""),
        ("a\n  b\n", ""),
        ('a" b\n  "c, d', "["),
        ('\ufeff"x', "["),
        ('"a\n\\"x"', "["),
    ],
)
def test_pyyaml_is_asked_of_what_may_be_yaml(text: str, opening: str) -> None:
    """Words and quoted texts may go on over lines."""
    assert read(text, opening).faults == strict.read_strictly(text, opening).faults == ()
