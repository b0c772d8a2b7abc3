"""The JSON Schema accepts what the language allows and refuses what it does not."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema
import pytest
import yaml

from sbd_lsp.catalogue.entries import EdgeKind, Option, Service
from sbd_lsp.catalogue.json_schema import by_kind, json_schema
from sbd_lsp.catalogue.load import CATALOGUE

EXAMPLE: dict[str, Any] = yaml.safe_load(
    """
sbd: 1
name: photo-album
description: Makes a thumbnail of each upload and keeps an index
runtime: python3.13

nodes:
  Uploads:
    type: bucket
  Resize:
    type: function
    description: Writes a thumbnail and records it
    memory: 1024
    timeout: 30
    properties:
      Tracing: Active
  Thumbnails: {type: bucket}
  Index:
    type: table
    key: {partition: id, sort: taken}
  AlbumApi: {type: api}
  ListPhotos: {type: function, runtime: nodejs22.x}

edges:
  - {from: Uploads, to: Resize, kind: trigger, event: "s3:ObjectCreated:*", filter: {suffix: .jpg}}
  - {from: Resize, to: Thumbnails, kind: write}
  - {from: Resize, to: Index}
  - {from: AlbumApi, to: ListPhotos, method: GET, path: /photos}
  - {from: ListPhotos, to: Index, kind: read}

deployment:
  type: Canary10Percent5Minutes
  alarms: [errors]
  hooks: {before: Resize}
"""
)
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def faults(document: Any) -> list[str]:
    """Where in `document` the schema finds fault, as slash-joined paths in order."""
    found = VALIDATOR.iter_errors(document)
    return sorted("/".join(map(str, fault.absolute_path)) for fault in found)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The example after `change` was done to it."""
    document = copy.deepcopy(EXAMPLE)
    change(document)
    return document


def test_schema_is_a_schema() -> None:
    """The schema is valid under draft 7."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_schema_follows_from_the_catalogue() -> None:
    """The same catalogue gives the same schema, and callers cannot spoil it for each other."""
    assert json_schema() == SCHEMA
    json_schema()["properties"].clear()
    assert json_schema() == SCHEMA


def test_example_is_accepted() -> None:
    """The example of the language has no fault."""
    assert faults(EXAMPLE) == []


def test_smallest_document_is_accepted() -> None:
    """A version and a name are enough."""
    assert faults({"sbd": 1, "name": "a"}) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.pop("name"), ""),
        (lambda d: d.pop("sbd"), ""),
        (lambda d: d.update(nodez={}), ""),
        (lambda d: d.update(sbd=2), "sbd"),
        (lambda d: d.update(name="photo album"), "name"),
        (lambda d: d.update(runtime="python2"), "runtime"),
        (lambda d: d["deployment"].update(type="Canary"), "deployment/type"),
        (lambda d: d["deployment"].update(alarms=["latency"]), "deployment/alarms/0"),
        (lambda d: d["nodes"].update({"my-table": {"type": "table"}}), "nodes"),
        (lambda d: d["nodes"]["Index"].update(type="dynamodb"), "nodes/Index/type"),
        (lambda d: d["nodes"]["Index"].pop("type"), "nodes/Index"),
        (lambda d: d["nodes"]["Index"].update(memory=128), "nodes/Index"),
        (lambda d: d["nodes"]["Index"].update(key={"sort": "a"}), "nodes/Index/key"),
        (lambda d: d["nodes"]["Resize"].update(memory=64), "nodes/Resize/memory"),
        (lambda d: d["nodes"]["Resize"].update(memory="1024"), "nodes/Resize/memory"),
        (lambda d: d["nodes"]["Resize"].update(timeout=901), "nodes/Resize/timeout"),
        (lambda d: d["nodes"]["Resize"].update(logRetention=2), "nodes/Resize/logRetention"),
        (lambda d: d["nodes"]["Resize"].update(properties=[]), "nodes/Resize/properties"),
        (lambda d: d["nodes"].update(T={"type": "schedule"}), "nodes/T"),
        (
            lambda d: d["nodes"].update(T={"type": "schedule", "expression": "daily"}),
            "nodes/T/expression",
        ),
        (lambda d: d["edges"][0].update(kind="triggers"), "edges/0/kind"),
        (lambda d: d["edges"][0].update(event="s3:Created"), "edges/0/event"),
        (lambda d: d["edges"][0].update(event=[]), "edges/0/event"),
        (lambda d: d["edges"][0].update(path="/"), "edges/0"),
        (lambda d: d["edges"][1].update(event="INSERT"), "edges/1"),
        (lambda d: d["edges"][2].pop("to"), "edges/2"),
        (lambda d: d["edges"][2].update(colour="red"), "edges/2"),
        (lambda d: d["edges"][3].update(method="get"), "edges/3/method"),
        (lambda d: d["edges"][3].update(path="photos"), "edges/3/path"),
    ],
)
def test_fault_is_found_where_it_is(change: Callable[[dict[str, Any]], object], place: str) -> None:
    """A document with one fault has it at that place and at no other."""
    assert set(faults(changed(change))) == {place}


@pytest.mark.parametrize("service", CATALOGUE.services.values(), ids=list(CATALOGUE.services))
def test_all_values_of_a_service_are_accepted(service: Service) -> None:
    """Each default, example and value of a closed set is accepted in a node of its type."""
    needed = {name: o.examples[0] for name, o in service.options.items() if o.required}
    for name, option in service.options.items():
        for value in values(option):
            node = {"type": service.type, **needed, name: value}
            assert faults({"sbd": 1, "name": "a", "nodes": {"A": node}}) == [], (name, value)


@pytest.mark.parametrize(
    "row", CATALOGUE.edges, ids=[f"{row.source}-{row.target}-{row.kind}" for row in CATALOGUE.edges]
)
def test_all_values_of_an_edge_are_accepted(row: EdgeKind) -> None:
    """Each event and each value of an option is accepted, with and without the kind."""
    given: list[tuple[str, Any]] = [("description", "why")]
    given += [(name, value) for name, o in row.options.items() for value in values(o)]
    if row.events:
        given += [("event", name) for name in row.events.values]
        given += [("event", list(row.events.values))]
    for name, value in given:
        for kind in ({}, {"kind": row.kind}):
            edge = {"from": "A", "to": "B", **kind, name: value}
            assert faults({"sbd": 1, "name": "a", "edges": [edge]}) == [], (name, value)


def test_types_and_kinds_are_explained() -> None:
    """Each service type and each kind has a description that an editor can show."""
    type = SCHEMA["definitions"]["node"]["properties"]["type"]
    assert type["enum"] == list(CATALOGUE.services)
    assert len(type["markdownEnumDescriptions"]) == len(type["enum"])
    kind = SCHEMA["definitions"]["edge"]["properties"]["kind"]
    assert kind["enum"] == list(by_kind(CATALOGUE))
    assert len(kind["markdownEnumDescriptions"]) == len(kind["enum"])


def values(option: Option) -> list[Any]:
    """Values that `option` is said to have: default, examples, closed set and bounds."""
    found = [
        value for value in (option.default, option.minimum, option.maximum) if value is not None
    ]
    found += [int(v) if option.type == "integer" else v for v in option.values]
    plain = [dict(v) if isinstance(v, Mapping) else v for v in (*option.examples, *found)]
    return plain or [{"boolean": True, "string": "text"}.get(option.type, {})]
