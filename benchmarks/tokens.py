"""The words of a finished design that an editor should have offered while they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import yaml

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE

# ids and attributes in what a function is given
ARGUMENT = {
    "!Ref": re.compile(r"([\w:]+)()"),
    "!GetAtt": re.compile(r"(\w+)(?:\.|, *)(\w+)"),
    "!Sub": re.compile(r"\$\{([\w:]+)(?:\.(\w+))?\}"),
}
FORMATS = {"runtime": "runtime", "nodeId": "id"}


@dataclass(frozen=True)
class Token:
    """A word on one line. `start` and `end` are columns, quotes included; `text` has none.

    `kind` is `type`, `kind`, `event`, `id`, `key`, `value` or `runtime`.
    """

    kind: str
    line: int
    start: int
    end: int
    text: str


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text`, a design without faults, in order."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return []
    tokens = chain(_document(root), _calls(root, text.split("\n")))
    found = sorted(tokens, key=lambda token: (token.line, token.start))
    return [token for token in found if token.end > token.start]


def ids_of(text: str) -> set[str]:
    """The ids of all nodes of `text`."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return set()
    return {
        str(id.value)
        for key, value in root.value
        if key.value == "nodes" and isinstance(value, yaml.MappingNode)
        for id, _ in value.value
    }


def heads_of(text: str) -> list[int]:
    """The lines on which keys of the document `text` begin, and entries of its sections."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    found = set[int]()
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        found.add(key.start_mark.line)
        if key.value == "nodes" and isinstance(value, yaml.MappingNode):
            found.update(id.start_mark.line for id, _ in value.value)
        elif key.value == "edges" and isinstance(value, yaml.SequenceNode):
            found.update(edge.start_mark.line for edge in value.value)
    return sorted(found)


def _document(root: yaml.MappingNode) -> Iterator[Token]:
    types = {
        id.value: _text(node, "type")
        for key, value in root.value
        if key.value == "nodes" and isinstance(value, yaml.MappingNode)
        for id, node in value.value
    }
    for key, value in root.value:
        yield _token("key", key)
        if key.value == "nodes" and isinstance(value, yaml.MappingNode):
            for _, node in value.value:
                yield from _node(node)
        elif key.value == "edges" and isinstance(value, yaml.SequenceNode):
            for edge in value.value:
                yield from _edge(edge, types)
        else:
            yield from _value(CATALOGUE.document[key.value], value)


def _text(mapping: yaml.MappingNode, name: str) -> str:
    for key, value in mapping.value:
        if key.value == name:
            return str(value.value)
    return ""


def _node(node: yaml.MappingNode) -> Iterator[Token]:
    service = CATALOGUE.services[_text(node, "type")]
    for key, value in node.value:
        yield _token("key", key)
        if key.value == "type":
            yield _token("type", value)
        elif key.value in service.options:
            yield from _value(service.options[key.value], value)


def _edge(edge: yaml.MappingNode, types: Mapping[str, str]) -> Iterator[Token]:
    kind = _text(edge, "kind") or None
    rule = CATALOGUE.kind(types[_text(edge, "from")], types[_text(edge, "to")], kind)
    for key, value in edge.value:
        yield _token("key", key)
        if key.value in ("from", "to"):
            yield _token("id", value)
        elif key.value == "kind":
            yield _token("kind", value)
        elif key.value == "event":
            items = value.value if isinstance(value, yaml.SequenceNode) else [value]
            yield from (_token("event", item) for item in items)
        elif rule and key.value in rule.options:
            yield from _value(rule.options[key.value], value)


def _value(option: Option, node: yaml.Node) -> Iterator[Token]:
    """Tokens in the value of `option`, where what can stand there is known."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in option.keys:
                yield _token("key", key)
                yield from _value(option.keys[key.value], value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if option.items:
                yield from _value(option.items, item)
    elif option.format in FORMATS:
        yield _token(FORMATS[option.format], node)
    elif option.values or option.type == "boolean":
        yield _token("value", node)


def _calls(node: yaml.Node, lines: Sequence[str]) -> Iterator[Token]:
    """Tokens in calls of CloudFormation's functions: tags, ids, attributes."""
    start, end = node.start_mark, node.end_mark
    function = node.tag
    if function in ARGUMENT and start.line == end.line:
        line = lines[start.line]
        yield Token("value", start.line, *_span(line, function, start.column), function)
        yield from _names(function, start.line, line[: end.column], start.column + len(function))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            line = lines[value.start_mark.line][: value.end_mark.column]
            if key.value in ("Ref", "Fn::GetAtt") and value.start_mark.line == value.end_mark.line:
                short = "!" + key.value.removeprefix("Fn::")
                yield from _names(short, value.start_mark.line, line, value.start_mark.column)
            yield from _calls(value, lines)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _calls(item, lines)


def _names(function: str, row: int, line: str, start: int) -> Iterator[Token]:
    """Tokens in what the function is given, from column `start` on to the end of `line`."""
    for found in ARGUMENT[function].finditer(line, start):
        name, attribute = found.groups()
        if not name.startswith("AWS::"):
            yield Token("id", row, *found.span(1), name)
        if attribute:
            yield Token("value", row, *found.span(2), attribute)
        if function != "!Sub":
            return


def _span(line: str, word: str, start: int) -> tuple[int, int]:
    begin = line.index(word, start)
    return begin, begin + len(word)


def _token(kind: str, node: yaml.Node) -> Token:
    """The token that `node` is, one of no length if it stands on several lines."""
    start, end = node.start_mark, node.end_mark
    width = end.column if end.line == start.line else start.column
    return Token(kind, start.line, start.column, width, str(node.value))
