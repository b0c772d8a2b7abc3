"""Other ways to lay out a design in block style. Each takes a text and gives one that says the
same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import yaml

WORD = re.compile(r"[A-Za-z][\w-]*")
# some look like what stands in a design, which must not make them a part of it
REMARKS = ("what comes in, and goes", "TODO: a, b", "- later", "type: function", "so: it is")
TEXT = "tag:yaml.org,2002:str"


def edges_over_lines(text: str, _: random.Random) -> str:
    """Each key of an edge on a line of its own."""
    lines = text.split("\n")
    for edge in reversed(list(_edges(text))):
        row, column = edge.start_mark.line, edge.start_mark.column
        if edge.flow_style and edge.end_mark.line == row:
            line = lines[row]
            pairs = [line[k.start_mark.column : v.end_mark.column] for k, v in edge.value]
            first, *others = pairs
            lines[row] = line[:column] + first + line[edge.end_mark.column :]
            lines[row + 1 : row + 1] = [" " * column + pair for pair in others]
    return "\n".join(lines)


def words_in_quotes(text: str, rng: random.Random) -> str:
    """All keys, ids and other single words in quotes, single or double ones."""
    quote = rng.choice("\"'")
    lines = text.split("\n")
    words = (node for node in _scalars(_root(text)) if node.style is None)
    for word in sorted(words, key=lambda word: -word.start_mark.column):
        row, start, end = word.start_mark.line, word.start_mark.column, word.end_mark.column
        is_text = word.tag == TEXT and lines[row][start:end] == word.value
        if is_text and WORD.fullmatch(word.value):
            lines[row] = f"{lines[row][:start]}{quote}{word.value}{quote}{lines[row][end:]}"
    return "\n".join(lines)


def four_columns(text: str, _: random.Random) -> str:
    """Four columns for each level instead of two."""
    return "\n".join(map(_widened, text.split("\n")))


def _widened(line: str) -> str:
    content = line.lstrip(" ")
    indent = " " * (2 * (len(line) - len(content)))
    return f"{indent}-   {content[2:]}" if content.startswith("- ") else indent + content


def edges_at_margin(text: str, _: random.Random) -> str:
    """The edges in the column of their key, or nearer to it."""
    rows = range(0)
    for key, value in _root(text).value:
        if key.value == "edges":
            rows = range(key.start_mark.line + 1, value.end_mark.line)
    lines = text.split("\n")
    return "\n".join(
        line.removeprefix("  ") if row in rows else line for row, line in enumerate(lines)
    )


def with_comments(text: str, rng: random.Random) -> str:
    """Comments between lines and at their ends, and blank lines."""
    within = {row for node in _scalars(_root(text)) for row in _rows_of(node)}
    lines = list[str]()
    for row, line in enumerate(text.split("\n")):
        if line.strip() and row not in within:
            indent = len(line) - len(line.lstrip())
            if rng.random() < 0.2:
                lines.append(" " * rng.choice((indent, indent, 0)) + "# " + rng.choice(REMARKS))
            if rng.random() < 0.1:
                lines.append("")
            if rng.random() < 0.2:
                line += "  # " + rng.choice(REMARKS)
        lines.append(line)
    return "\n".join(lines)


LAYOUTS: tuple[Callable[[str, random.Random], str], ...] = (
    edges_over_lines,
    words_in_quotes,
    four_columns,
    edges_at_margin,
    with_comments,
)


def _root(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    return root


def _edges(text: str) -> Iterator[yaml.MappingNode]:
    for key, value in _root(text).value:
        if key.value == "edges" and isinstance(value, yaml.SequenceNode):
            yield from value.value


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for each in pair:
                yield from _scalars(each)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each)


def _rows_of(node: yaml.ScalarNode) -> range:
    """The rows of a text that goes on over lines; none for another."""
    first, last = node.start_mark.line, node.end_mark.line
    return range(first, last + 1) if last > first else range(0)
