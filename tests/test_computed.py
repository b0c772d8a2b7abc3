"""A tag or a date as the value of any option is refused, or becomes a project."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.generation import project
from tests.targets.shapes import design, edge_shape, join, node
from tests.test_agreement import errors

CALLS = [
    "!Ref Setting",
    '!Sub "${AWS::StackName}-x"',
    "!GetAtt Setting.Arn",
    "!GetAtt [Setting, Arn]",
    "!If [A, 1, 2]",
    "{Ref: Setting}",
    "{Fn::GetAtt: [Setting, Arn]}",
    '{"Fn::Sub": "${AWS::StackName}-x"}',
]
OTHERS = [
    "2026-01-01",
    "2026-01-01 10:00:00",
    "!Foo 5",
    "!Foo [a]",
    "!Foo {a: b}",
    "! x",
    "!!str 5",
]
MARK = "VALUE"
FILLERS: dict[str, Any] = {"string": "x", "integer": 1, "number": 1, "boolean": True}


def _values(option: Option) -> Iterator[Any]:
    """Values of `option` that have the mark in the place of one value: the whole or a part."""
    yield MARK
    for name, key in option.keys.items():
        needed = {other.name: _filler(other) for other in option.keys.values() if other.required}
        for value in _values(key):
            yield {**needed, name: value}
    if option.each is not None:
        for value in _values(option.each):
            yield {"KIND": value}
        yield {MARK: "x"}
    if option.items is not None:
        for value in _values(option.items):
            yield [value]
    if option.type == "texts":
        yield ["x", MARK]
    if option.type == "any" or (option.type == "mapping" and not option.keys and not option.each):
        yield {"a": MARK}
        yield {"a": {"b": [MARK, {"numeric": [">", MARK]}]}}
        yield [MARK]
        for operator in ("numeric", "prefix", "suffix", "cidr", "exists"):
            yield {"detail": {"a": [{operator: MARK}]}}
        yield {"detail": {"a": [{"numeric": [">", MARK]}, {}], "b": [{}]}}


def _filler(option: Option) -> Any:
    known = [*option.values, *option.examples]
    return known[0] if known else FILLERS.get(option.type)


def _laid(row: dict[str, Any], options: Mapping[str, Option]) -> Iterator[tuple[str, Any]]:
    """`row` with each value of each of `options` in turn, and what that is."""
    for name, option in options.items():
        for value in _values(option):
            yield f"{name}={json.dumps(value)}", {**row, name: value}


def _nodes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Designs with the mark in each option of each type, at a node with edges on both sides."""
    for type, service in CATALOGUE.services.items():
        for kind in {row.kind: row for row in CATALOGUE.edges if type in (row.source, row.target)}:
            rows = [r for r in CATALOGUE.edges if r.kind == kind and type in (r.source, r.target)]
            for row in rows:
                end = "From" if row.source == type else "To"
                shape = edge_shape(row, plain=True)
                options = {**CATALOGUE.node, **service.options}
                for name, made in _laid(shape["nodes"][end], options):
                    nodes = {**shape["nodes"], end: made}
                    yield f"{type} in {row.source}-{row.target} {name}", {**shape, "nodes": nodes}


def _edges() -> Iterator[tuple[str, dict[str, Any]]]:
    for row in CATALOGUE.edges:
        shape = edge_shape(row, plain=True)
        first, *others = shape["edges"]
        for name, made in _laid(first, {**CATALOGUE.edge, **row.options}):
            yield f"{row.source}-{row.target} {name}", {**shape, "edges": [made, *others]}


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    shape = design({"Door": "api", "Work": node("function")}, join("Door", "Work"))
    yield from _laid(shape, CATALOGUE.document)
    yield "a node", {**shape, "nodes": {**shape["nodes"], "Other": MARK}}
    yield "an edge", {**shape, "edges": [*shape["edges"], MARK]}
    yield "an id", {**shape, "nodes": {**shape["nodes"], MARK: {"type": "bucket"}}}


def _text(made: dict[str, Any], value: str) -> str:
    """`made` as YAML, with `value` for the mark, and with a node to which calls may refer."""
    lines = []
    for key, part in made.items():
        lines.append(f"{key}: " if key not in ("nodes", "edges") or part == MARK else f"{key}:\n")
        if lines[-1].endswith(" "):
            lines.append(f"{json.dumps(part)}\n")
        elif isinstance(part, dict):
            rows = {**part, "Setting": {"type": "stream"}} if key == "nodes" else part
            lines += [f"  {json.dumps(id)}: {json.dumps(row)}\n" for id, row in rows.items()]
        else:
            lines += [f"  - {json.dumps(row)}\n" for row in part]
    return "".join(lines).replace(f'"{MARK}"', value)


PLACES = [*_documents(), *_nodes(), *_edges()]


@pytest.mark.parametrize("value", [*CALLS, *OTHERS])
def test_any_value_anywhere_is_refused_or_generated(value: str) -> None:
    """Each option of the document, each service and each edge in turn gets the value."""
    for name, made in PLACES:
        text = _text(made, value)
        analysis = Analysis.of(text)
        if not errors(analysis):
            try:
                assert project(analysis, "sam").files["template.yaml"]
            except Exception as error:
                raise AssertionError(f"{name}:\n{text}") from error


@pytest.mark.parametrize("value", ["!ImportValue Setting", "!GetAtt Setting.Arn"])
def test_a_computed_value_reaches_the_template(value: str) -> None:
    """What CloudFormation may compute stands in the template as it stands in the design."""
    reached: set[str] = set()
    for name, made in [*_nodes(), *_edges()]:
        analysis = Analysis.of(_text(made, value))
        if not errors(analysis) and value in project(analysis, "sam").files["template.yaml"]:
            place, _, option = name.partition("=")[0].rpartition(" ")
            reached.add(f"{place.partition(' in ')[0]} {option}")
    rows = {f"{row.source}-{row.target}": row.options for row in CATALOGUE.edges}
    rows |= {type: service.options for type, service in CATALOGUE.services.items()}
    computed = {
        f"{place} {name}"
        for place, options in rows.items()
        for name, option in options.items()
        if option.computed
    }
    # the schedule here is a rate, which has no time zone
    assert computed - reached == {"schedule timezone"}


def test_a_date_goes_out_as_it_is_written() -> None:
    """YAML takes it for a date; JSON has none."""
    text = """\
sbd: 1
name: x
nodes:
  Bus: {type: eventBus}
  Alerts: {type: topic}
  Nightly: {type: schedule, expression: rate(1 day)}
  Work: {type: function, environment: {SINCE: 2026-1-01}}
edges:
  - {from: Bus, to: Work, pattern: {detail: {since: [2026-1-02]}}}
  - {from: Alerts, to: Work, filter: {since: [2026-1-03]}}
  - {from: Nightly, to: Work, input: {since: 2026-1-04}}
"""
    analysis = Analysis.of(text)
    assert errors(analysis) == []
    template = project(analysis, "sam").files["template.yaml"]
    for line in ("SINCE: '2026-1-01'", "- '2026-1-02'", "- '2026-1-03'", '"since": "2026-1-04"'):
        assert line in template
