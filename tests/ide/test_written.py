"""What is completed reads, with PyYAML, as the value that was meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from benchmarks.ranking import plain
from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.completion import completion
from tests.fixtures import at_cursor

Path = tuple[Any, ...]
HEAD = "sbd: 1\nname: x\n"
# what stands around a value: in block style, in braces, and within quotes
AROUND = {"block": "$0", "flow": "$0", "single": "'$0'", "double": '"$0"'}


def nested(options: Any, path: Path) -> Iterator[tuple[Path, Option]]:
    """Each option that takes a word, with the way to it, and those in mappings."""
    for name, option in options.items():
        yield (*path, name), option
        yield from nested(option.keys, (*path, name))


def places() -> Iterator[tuple[str, Path, str]]:
    """Each place of a value in the language: the text before it, the way to it in flow style."""
    for type, service in CATALOGUE.services.items():
        for path, _ in nested({**CATALOGUE.node, **service.options}, ()):
            first = () if path == ("type",) else (f"type: {type}",)
            yield f"{HEAD}nodes:\n", ("nodes", "On", *path), ", ".join(first)
    for row in CATALOGUE.edges:
        nodes = f"nodes:\n  A: {{type: {row.source}}}\n  B: {{type: {row.target}}}\nedges:\n"
        for path, _ in nested({**CATALOGUE.edge, **row.options}, ()):
            keys = {"from": "A", "to": "B", "kind": row.kind}
            keys.pop(path[0], None)
            ends = ", ".join(f"{key}: {value}" for key, value in keys.items())
            yield HEAD + nodes, ("edges", 0, *path), ends
    for path, _ in nested(CATALOGUE.document, ()):
        if path[0] not in ("nodes", "edges"):
            yield HEAD, path, ""


def in_flow(path: Path, before: str, value: str) -> str:
    """The entry at `path` in braces, with `value` at its end."""
    for step in reversed(path[2:]):
        value = f"{{{step}: {value}}}"
    if before:
        value = f"{{{before}, {value[1:]}"
    return f"  - {value}\n" if path[0] == "edges" else f'  "{path[1]}": {value}\n'


def in_block(path: Path, before: str, value: str) -> str:
    """The entry at `path` in block style, with `value` at its end."""
    lead = '  "On":\n' if path[0] == "nodes" else "  -\n"
    depth, lines = 2, [lead]
    for part in filter(None, before.split(", ")):
        lines.append(f"    {part}\n")
    for step in path[2:]:
        lines.append("  " * depth + f"{step}:\n")
        depth += 1
    lines[-1] = lines[-1].rstrip("\n") + f" {value}\n"
    return "".join(lines)


def texts(style: str) -> Iterator[tuple[str, Path]]:
    """Designs with a cursor at each place, in one style."""
    for head, path, before in places():
        if path[0] in ("nodes", "edges"):
            write = in_block if style == "block" else in_flow
            yield head + write(path, before, AROUND[style]), path
        elif style == "block":
            keys = "".join(f"{'  ' * depth}{step}:\n" for depth, step in enumerate(path))
            yield f"description: y\n{keys[:-1]} {AROUND[style]}\n", path
        else:
            value = AROUND[style]
            for step in reversed(path[1:]):
                value = f"{{{step}: {value}}}"
            yield f"description: y\n{path[0]}: {value}\n", path


def value_at(design: Any, path: Path) -> Any:
    """The value at `path`."""
    for step in path:
        design = design[step]
    return design


def meant(label: str, value: Any) -> bool:
    """Whether `value` is what the completion with that label says."""
    if isinstance(value, str):
        return value == label
    if isinstance(value, bool):
        return str(value).lower() == label
    if value == [label]:
        return True
    return bool(value == yaml.safe_load(label))


@pytest.mark.parametrize("style", AROUND)
def test_what_is_completed_reads_as_what_was_meant(style: str) -> None:
    """At each place of a value, whatever is offered leaves a text that YAML reads, and there it
    says what its label says."""
    count = 0
    for text, path in dict(texts(style)).items():
        analysis, offset = at_cursor(text)
        whole = analysis.document.text
        found = completion(analysis, offset)
        for item in found.items:
            new = plain(item.text) if item.snippet else item.text
            after = whole[: found.span.start] + new + whole[found.span.end :]
            value = value_at(yaml.safe_load(after), path)
            assert item.snippet or meant(item.label, value), (after, item.label)
            count += 1
    assert count > 200


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{type: schedule, expression: $0}", '{type: schedule, expression: "cron(0 2 * * ? *)"}'),
        ("{type: schedule, expression: '$0'}", "{type: schedule, expression: 'cron(0 2 * * ? *)'}"),
        ('{type: schedule, expression: $0""}', '{type: schedule, expression: "cron(0 2 * * ? *)"}'),
        ('{type: schedule, expression: "$0', '{type: schedule, expression: "cron(0 2 * * ? *)'),
    ],
)
def test_quotes_are_kept_or_written(before: str, after: str) -> None:
    """A word is quoted where YAML needs it, and within quotes only what they need is escaped."""
    analysis, offset = at_cursor(f"{HEAD}nodes:\n  S: {before}\n")
    found = completion(analysis, offset)
    item = next(item for item in found.items if item.label == "cron(0 2 * * ? *)")
    start, end = found.span
    text = analysis.document.text
    assert f"{HEAD}nodes:\n  S: {after}\n" == text[:start] + item.text + text[end:]


def test_ids_that_yaml_takes_for_something_else_are_quoted() -> None:
    """A node named `On` is not the truth value."""
    text = f'{HEAD}nodes:\n  "On": {{type: function}}\nedges:\n  - {{from: $0\n'
    analysis, offset = at_cursor(text)
    assert [item.text for item in completion(analysis, offset).items] == ['"On"']
    analysis = Analysis.of(f'{HEAD}edges:\n  - {{from: "On", to: A}}\nnodes:\n  ')
    found = completion(analysis, analysis.document.length)
    assert [item.text for item in found.items[:2]] == ['"On":\n  ', "A:\n  "]
