"""The JSON Schema of the language, for editors that have only a generic YAML server.

Invariant: `json_schema` is a function of the catalogue alone, so that the same catalogue always
gives the same schema. What a schema cannot say (ids that exist, kinds that fit a pair) it leaves
out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sbd_lsp.catalogue.entries import Catalogue, EdgeKind, Option, Service
from sbd_lsp.catalogue.load import CATALOGUE

ID = "^[A-Za-z][A-Za-z0-9]*$"
TYPES: dict[str, str | list[str]] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "scalar": ["string", "number", "boolean"],
    "boolean": "boolean",
    "mapping": "object",
    "list": "array",
    "conditions": ["array", "object"],
}

Schema = dict[str, Any]

CALL: Schema = {
    "description": "A function of CloudFormation in its long form",
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "propertyNames": {"pattern": "^(Ref$|Fn::)"},
}


def schema_text(catalogue: Catalogue = CATALOGUE) -> str:
    """The text of `schema/sbd.schema.json`."""
    return json.dumps(json_schema(catalogue), ensure_ascii=False, indent=1) + "\n"


def json_schema(catalogue: Catalogue = CATALOGUE) -> Schema:
    """The schema (JSON Schema draft 7) of a document, as plain values."""
    document = _mapping(catalogue.document, catalogue)
    document["properties"]["nodes"] |= {
        "patternProperties": {ID: {"$ref": "#/definitions/node"}},
        "additionalProperties": False,
    }
    document["properties"]["edges"]["items"] = {"$ref": "#/definitions/edge"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Serverless by Design",
        "description": "An event-driven AWS application as a network of services and edges",
        **document,
        "definitions": {
            "call": CALL,
            "node": _node(catalogue),
            **{f"node.{row.type}": _service(row, catalogue) for row in catalogue.services.values()},
            **_events(catalogue),
            "edge": _edge(catalogue),
            **{f"edge.{kind}": _kind(rows, catalogue) for kind, rows in by_kind(catalogue).items()},
        },
    }


def by_kind(catalogue: Catalogue) -> dict[str, list[EdgeKind]]:
    """The rows of the catalogue's edges by their kind, in the catalogue's order."""
    found: dict[str, list[EdgeKind]] = {}
    for row in catalogue.edges:
        found.setdefault(row.kind, []).append(row)
    return found


def _node(catalogue: Catalogue) -> Schema:
    services = catalogue.services
    return {
        "type": "object",
        "properties": {"type": _type(catalogue)},
        "required": ["type"],
        "allOf": [_when("type", type, f"node.{type}") for type in services],
    }


def _type(catalogue: Catalogue) -> Schema:
    rows = catalogue.services.values()
    texts = [_markdown(f"**{row.title}**\n\n{row.summary}", row.docs) for row in rows]
    return _schema(catalogue.node["type"], catalogue) | {
        "enum": list(catalogue.services),
        "enumDescriptions": [row.summary for row in rows],
        "markdownEnumDescriptions": texts,
    }


def _service(service: Service, catalogue: Catalogue) -> Schema:
    keys = _mapping({**catalogue.node, **service.options}, catalogue)
    keys["properties"]["type"] = {"const": service.type}
    return {"description": service.summary, **keys}


def _edge(catalogue: Catalogue) -> Schema:
    kinds = by_kind(catalogue)
    every_key = _edge_keys(catalogue.edges, catalogue)
    every_key["properties"]["kind"] |= {
        "enum": list(kinds),
        "enumDescriptions": [" / ".join(_titles(rows)) for rows in kinds.values()],
        "markdownEnumDescriptions": [_kind_text(rows) for rows in kinds.values()],
    }
    return {
        **every_key,
        "allOf": [_when("kind", kind, f"edge.{kind}") for kind in kinds],
    }


def _kind(rows: list[EdgeKind], catalogue: Catalogue) -> Schema:
    keys = _edge_keys(rows, catalogue)
    keys["properties"]["kind"] = {"const": rows[0].kind}
    return {"description": " / ".join(_titles(rows)), **keys}


def _kind_text(rows: Iterable[EdgeKind]) -> str:
    return "\n".join(
        f"- `{row.source}` to `{row.target}`: {row.title} ([AWS]({row.docs}))" for row in rows
    )


def _titles(rows: Iterable[EdgeKind]) -> list[str]:
    return list(dict.fromkeys(row.title for row in rows))


def _edge_keys(rows: Iterable[EdgeKind], catalogue: Catalogue) -> Schema:
    """The schema of an edge that is one of `rows`: an option may be what it is in any of them."""
    rows = list(rows)
    shared = dict(catalogue.edge)
    event = shared.pop("event")
    keys = _mapping(shared, catalogue)
    events = [{"$ref": f"#/definitions/events.{row.source}"} for row in rows if row.events]
    if events:
        keys["properties"]["event"] = _described(event) | {"allOf": [_any_of(events)]}
    for name in dict.fromkeys(name for row in rows for name in row.options):
        options = [row.options[name] for row in rows if name in row.options]
        keys["properties"][name] = _any_of([_schema(option, catalogue) for option in options])
    return keys


def _events(catalogue: Catalogue) -> dict[str, Schema]:
    """What `event` may be on an edge that leaves a node, by definition's name."""
    found: dict[str, dict[str, str]] = {}
    for row in catalogue.edges:
        if row.events:
            found.setdefault(f"events.{row.source}", {}).update(row.events.values)
    return {name: _one_or_many(values) for name, values in found.items()}


def _one_or_many(values: Mapping[str, str]) -> Schema:
    one = _closed("string", values)
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


def _any_of(schemas: list[Schema]) -> Schema:
    different = [row for place, row in enumerate(schemas) if row not in schemas[:place]]
    return different[0] if len(different) == 1 else {"anyOf": different}


def _when(key: str, value: str, definition: str) -> Schema:
    return {
        "if": {"properties": {key: {"const": value}}, "required": [key]},
        "then": {"$ref": f"#/definitions/{definition}"},
    }


def _mapping(options: Mapping[str, Option], catalogue: Catalogue) -> Schema:
    """The schema of a mapping whose keys are `options` and no others."""
    schema: Schema = {
        "type": "object",
        "properties": {name: _schema(option, catalogue) for name, option in options.items()},
        "additionalProperties": False,
    }
    required = [name for name, option in options.items() if option.required]
    return schema | ({"required": required} if required else {})


def _schema(option: Option, catalogue: Catalogue) -> Schema:
    """The schema of a value of `option`, or of what CloudFormation computes where that may stand.
    Tags are nothing to a schema; the long forms of its functions are mappings."""
    schema = _plain_schema(option, catalogue)
    told = set(_described(option))
    if option.computed != "value" or not schema.keys() - told:
        return schema
    plain = {key: value for key, value in schema.items() if key not in told}
    call = {"$ref": "#/definitions/call"}
    return {key: schema[key] for key in schema if key in told} | {"anyOf": [plain, call]}


def _plain_schema(option: Option, catalogue: Catalogue) -> Schema:
    schema = _described(option)
    if option.type in TYPES:
        schema["type"] = TYPES[option.type]
    for name in ("default", "minimum", "maximum"):
        value = getattr(option, name)
        if value is not None:
            schema[name] = value
    entries = "Properties" if option.type == "mapping" else "Items"
    for name, value in ((f"min{entries}", option.fewest), (f"max{entries}", option.most)):
        if value is not None:
            schema[name] = value
    if option.pattern:
        schema["pattern"] = option.pattern
    if option.examples:
        schema["examples"] = list(option.examples)
    if option.type == "texts":
        schema["anyOf"] = [{"type": "string"}, {"type": "array", "minItems": 1}]
    if option.reserved:
        schema["not"] = {"enum": list(option.reserved)}
    if option.items:
        schema["items"] = _schema(option.items, catalogue)
    if option.each:
        schema["additionalProperties"] = _schema(option.each, catalogue)
    if option.names:
        schema["propertyNames"] = _schema(option.names, catalogue)
    if option.keys:
        schema |= _mapping(option.keys, catalogue)
    return schema | _closed(option.type, option.values) | _format(option.format, catalogue)


def _closed(type: str, values: Mapping[str, str]) -> Schema:
    """The schema of a closed set; the catalogue has integers as text, as JSON keys are text."""
    if not values:
        return {}
    return {
        "enum": [int(value) if type == "integer" else value for value in values],
        "enumDescriptions": list(values.values()),
    }


def _format(name: str, catalogue: Catalogue) -> Schema:
    if name == "runtime":
        return _closed("string", {row.id: row.title for row in catalogue.runtimes.values()})
    if name == "nodeId":
        return {"pattern": ID}
    forms = [_form(form) for form in catalogue.formats.get(name, {}).values()]
    return {"anyOf": forms} if forms else {}


def _form(form: Option) -> Schema:
    return {**_described(form), "pattern": form.pattern, "examples": list(form.examples)}


def _described(option: Option) -> Schema:
    plain = f"{option.summary} ({option.unit})" if option.unit else option.summary
    if not option.docs:
        return {"description": plain}
    return {"description": plain, "markdownDescription": _markdown(plain, option.docs)}


def _markdown(text: str, docs: str) -> str:
    return f"{text}\n\n[AWS documentation]({docs})"
