"""However a design is laid out, a line that is being typed or has a sign too many spoils its entry
alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
import yaml

from benchmarks.designs import examples, made_up
from benchmarks.layouts import LAYOUTS, edges_at_margin, four_columns
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.model.model import meaning_of
from tests.ide.test_moved_lines import entries, said

Layout = Callable[[str, random.Random], str]
SIGNS = "{[\"'|>} x"
EXAMPLES = {name: examples()[name] for name in ("iot", "photo-album", "firehose")}


def wide_at_margin(text: str, rng: random.Random) -> str:
    """Nodes and edges in different columns."""
    return edges_at_margin(four_columns(text, rng), rng)


def slips(line: str) -> Iterator[list[str]]:
    """What may be there instead of a line for a moment."""
    indent = len(line) - len(line.lstrip())
    for sign in SIGNS:
        yield [sign + line]
        yield [line[:indent] + sign + line[indent:]]
    for missing in {1, indent} if indent else ():
        yield [line[missing:]]
        yield ["x" + line[missing:]]
    for end in range(indent, min(len(line), indent + 9)):
        yield [line[:end]]
    yield []


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("layout", [*LAYOUTS, wide_at_margin], ids=lambda each: each.__name__)
def test_each_layout_says_the_same(layout: Layout, name: str) -> None:
    """To this reader and to PyYAML."""
    text = EXAMPLES[name]
    other = layout(text, random.Random(1))
    assert other != text
    assert yaml.safe_load(other) == yaml.safe_load(text)
    assert entries(Analysis.of(other).model) == entries(Analysis.of(text).model)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("layout", [*LAYOUTS, wide_at_margin], ids=lambda each: each.__name__)
def test_a_slip_spoils_its_entry_alone(layout: Layout, name: str) -> None:
    """The entry of the line, and the one above if the line with the id or the dash is gone."""
    lines = layout(EXAMPLES[name], random.Random(1)).split("\n")
    nodes, edges = entries(Analysis.of("\n".join(lines)).model)
    for number, line in enumerate(lines):
        if line.strip()[:1] in ("", "#"):
            continue
        header = line.strip(" '\":") in ("nodes", "edges")
        for instead in slips(line):
            text = "\n".join([*lines[:number], *instead, *lines[number + 1 :]])
            now, drawn = entries(Analysis.of(text).model)
            most = 0 if header else 2
            assert sum(now.get(id) != node for id, node in nodes.items()) <= most, (number, instead)
            assert sum((edges - drawn).values()) <= most, (number, instead)


def fields(analysis: Analysis) -> Counter[tuple[str, str]]:
    """The keys of all nodes and edges with their values."""
    meanings = [meaning_of(block) for block in analysis.document.blocks]
    every = [entry for meaning in meanings for entry in (*meaning.nodes, *meaning.edges)]
    pairs = (pair for entry in every for pair in entry.fields.items())
    return Counter((key, str(said(pair.value))) for key, pair in pairs)


@pytest.mark.parametrize("name", made_up(4, 77, braces=True))
def test_what_is_open_in_braces_takes_in_no_other_key(name: str) -> None:
    """A line ends in the middle, with its brackets and quotes open or not there yet."""
    text = made_up(4, 77, braces=True)[name]
    lines = text.split("\n")
    keys = fields(Analysis.of(text))
    for number, line in enumerate(lines):
        for end in range(len(line) - len(line.lstrip()), len(line), 3):
            changed = "\n".join([*lines[:number], line[:end], *lines[number + 1 :]])
            lost = {key for key, _ in keys - fields(Analysis.of(changed))}
            assert all(key in line for key in lost), (number, line[:end])
