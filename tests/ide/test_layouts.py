"""However a design is laid out, a line that is being typed or has a sign too many spoils its entry
alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
import yaml

from benchmarks.designs import examples
from benchmarks.layouts import LAYOUTS, edges_at_margin, four_columns
from sbd_lsp.ide.analysis import Analysis
from tests.ide.test_moved_lines import entries

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
