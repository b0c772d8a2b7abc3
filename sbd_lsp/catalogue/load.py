"""Reads the catalogue: `CATALOGUE` is the one instance.

Reads `catalogue.json`, which `compile.py` makes from the YAML files here, because parsing YAML
would cost more than the rest of starting the server.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sbd_lsp.catalogue.entries import (
    Catalogue,
    Condition,
    EdgeKind,
    EventSet,
    Grant,
    Idle,
    Option,
    Requirement,
    Runtime,
    Service,
    Slip,
)

HERE = Path(__file__).parent


def load(text: str) -> Catalogue:
    """The catalogue that `text` (of `catalogue.json`) holds."""
    data = json.loads(text)
    services = {row["type"]: _service(row) for row in data["services"]}
    edges = tuple(_edge(row, data["options"], data["events"]) for row in data["edges"])
    kinds: dict[tuple[str, str], tuple[EdgeKind, ...]] = {}
    for edge in sorted(edges, key=lambda row: not row.usual):
        pair = (edge.source, edge.target)
        kinds[pair] = (*kinds.get(pair, ()), edge)
    return Catalogue(
        services=MappingProxyType(services),
        edges=edges,
        runtimes=MappingProxyType({row["id"]: Runtime(**row) for row in data["runtimes"]}),
        timezones=frozenset(data["timezones"]),
        document=_options(data["document"]),
        node=_options(data["node"]),
        edge=_options(data["edge"]),
        kinds_of=MappingProxyType(kinds),
        aliases=MappingProxyType(
            {alias: row.type for row in services.values() for alias in row.aliases}
        ),
        formats=MappingProxyType({name: _options(rows) for name, rows in data["formats"].items()}),
        functions=MappingProxyType(data["functions"]),
        attributes=tuple(data["attributes"]),
        pseudo=MappingProxyType(data["pseudo"]),
    )


def _options(rows: Mapping[str, Any]) -> Mapping[str, Option]:
    return MappingProxyType({name: _option(name, row) for name, row in rows.items()})


def _option(name: str, row: Mapping[str, Any]) -> Option:
    fields = dict(row)
    if "keys" in fields:
        fields["keys"] = _options(fields["keys"])
    for part in ("items", "names", "each"):
        if part in fields:
            fields[part] = _option("", fields[part])
    for part in ("examples", "reserved", "differ", "aliases"):
        if part in fields:
            fields[part] = tuple(fields[part])
    fields["slips"] = _slips(fields)
    if "values" in fields:
        fields["values"] = MappingProxyType(fields["values"])
    return Option(name=name, **fields)


def _slips(row: Mapping[str, Any]) -> tuple[Slip, ...]:
    return tuple(Slip(**slip) for slip in row.get("slips", ()))


def _service(row: Mapping[str, Any]) -> Service:
    fields = dict(row)
    fields["options"] = _options(fields.get("options", {}))
    for name in ("aliases", "requires"):
        fields[name] = tuple(fields.get(name, ()))
    fields["most"] = MappingProxyType(fields.get("most", {}))
    fields["returns"] = MappingProxyType(fields.get("returns", {}))
    fields["requirements"] = _requirements(fields)
    if "idle" in fields:
        idle = fields["idle"]
        fields["idle"] = Idle(tuple(idle["unless"]), tuple(idle["properties"]), idle["sentence"])
    return Service(**fields)


def _edge(
    row: Mapping[str, Any], options: Mapping[str, Any], events: Mapping[str, Any]
) -> EdgeKind:
    fields = dict(row)
    fields["source"], fields["target"] = fields.pop("from"), fields.pop("to")
    for name in ("aliases", "distinct"):
        fields[name] = tuple(fields.get(name, ()))
    fields["requirements"] = _requirements(fields)
    fields["grants"] = tuple(_grant(grant) for grant in fields.get("grants", ()))
    used = fields.get("options", {})
    fields["options"] = _options({name: options[use] for name, use in used.items()})
    if "events" in fields:
        chosen = events[fields["events"]]
        fields["events"] = EventSet(
            MappingProxyType(chosen["values"]),
            tuple(chosen.get("default", ())),
            chosen["docs"],
            _slips(chosen),
        )
    return EdgeKind(**fields)


def _requirements(row: Mapping[str, Any]) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(
            needs=_conditions(rule["needs"]),
            sentence=rule["sentence"],
            given=_conditions(rule.get("given", {})),
        )
        for rule in row.get("requirements", ())
    )


def _conditions(rows: Mapping[str, Any]) -> tuple[Condition, ...]:
    """The conditions of `rows`, whose keys are `place.option`."""
    found = []
    for key, row in rows.items():
        place, option = key.split(".")
        found.append(Condition(place, option, **{**row, "values": tuple(row.get("values", ()))}))
    return tuple(found)


def _grant(row: Mapping[str, Any]) -> Grant:
    return Grant(
        row["principal"],
        tuple(row["actions"]),
        row["resource"],
        tuple(row.get("suffixes", ("",))),
        row.get("unqualified", False),
    )


CATALOGUE = load((HERE / "catalogue.json").read_text("utf-8"))
