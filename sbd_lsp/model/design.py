"""A design as plain values: what the generators and the pictures read.

Names are resolved, kinds chosen, defaults filled in from the catalogue; nothing here knows where
in a text it stood. A `Design` is only made of a document without errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sbd_lsp.catalogue.entries import EdgeKind, Option, Runtime, Service
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.values import refusal

PLAIN = {"string": str, "integer": int, "boolean": bool}


@dataclass(frozen=True, slots=True)
class Node:
    """A service of the application. `options` has a value for each option with a default.

    A property of CloudFormation that says the same as an option counts as that option.
    """

    id: str
    service: Service
    description: str
    options: Mapping[str, Any]
    properties: Mapping[str, Any]
    runtime: Runtime | None = None

    @property
    def type(self) -> str:
        """The service type, as after `type:`."""
        return self.service.type


@dataclass(frozen=True, slots=True)
class Edge:
    """What passes from one node to another. `events` has the default events if none are given."""

    source: Node
    target: Node
    rule: EdgeKind
    events: tuple[str, ...]
    options: Mapping[str, Any]
    description: str

    @property
    def kind(self) -> str:
        """The kind of the edge, as after `kind:`."""
        return self.rule.kind


@dataclass(frozen=True, slots=True)
class Deployment:
    """How new versions of functions take over; `before` and `after` are ids of functions."""

    type: str
    alarms: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Design:
    """A whole application. `nodes` and `edges` stand in the order of the document."""

    name: str
    description: str
    runtime: str
    deployment: Deployment | None
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    def outgoing(self, node: Node, *types: str) -> Iterator[Edge]:
        """Edges that leave `node`, to nodes of `types` only if any are given."""
        edges = self._leaving.get(node.id, ())
        return (edge for edge in edges if not types or edge.target.type in types)

    def incoming(self, node: Node, *types: str) -> Iterator[Edge]:
        """Edges that reach `node`, from nodes of `types` only if any are given."""
        edges = self._reaching.get(node.id, ())
        return (edge for edge in edges if not types or edge.source.type in types)

    def of_type(self, *types: str) -> Iterator[Node]:
        """Nodes of any of `types`, in order."""
        return (node for node in self.nodes.values() if node.type in types)

    @cached_property
    def _leaving(self) -> dict[str, list[Edge]]:
        return _grouped(self.edges, lambda edge: edge.source.id)

    @cached_property
    def _reaching(self) -> dict[str, list[Edge]]:
        return _grouped(self.edges, lambda edge: edge.target.id)


def _grouped(edges: Iterable[Edge], end: Callable[[Edge], str]) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(end(edge), []).append(edge)
    return found


def design_from(data: Mapping[str, Any]) -> Design:
    """The design that `data`, a document as plain values without errors, describes."""
    runtime = data.get("runtime", CATALOGUE.document["runtime"].default)
    nodes = {id: _node(id, row, runtime) for id, row in (data.get("nodes") or {}).items()}
    return Design(
        name=data["name"],
        description=data.get("description") or "",
        runtime=runtime,
        deployment=_deployment(data.get("deployment")),
        nodes=nodes,
        edges=_edges(data.get("edges") or (), nodes),
    )


def with_defaults(options: Mapping[str, Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values of those of `options` that are in `given` or have a default, in catalogue order."""
    found: dict[str, Any] = {}
    for name, option in options.items():
        value = given.get(name, option.default)
        if isinstance(value, Mapping) and option.keys:
            value = with_defaults(option.keys, value)
        if value is not None:
            found[name] = value
    return found


def _node(id: str, row: Mapping[str, Any], runtime: str) -> Node:
    service = CATALOGUE.services[row["type"]]
    properties = row.get("properties") or {}
    options = with_defaults(service.options, {**row, **_said(service, properties)})
    if "runtime" in service.options:
        options.setdefault("runtime", runtime)
    return Node(
        id=id,
        service=service,
        description=row.get("description") or "",
        options=options,
        properties=properties,
        runtime=CATALOGUE.runtimes.get(options.get("runtime", "")),
    )


def _said(service: Service, properties: Mapping[str, Any]) -> dict[str, Any]:
    """What `properties` say that are options too, so that what follows from those follows.

    A value that CloudFormation computes, or that the option does not take, says nothing here.
    """
    return {
        name: properties[option.property]
        for name, option in service.options.items()
        if type(properties.get(option.property)) is PLAIN.get(option.type)
        and refusal(properties[option.property], option) is None
    }


def _edges(rows: Iterable[Mapping[str, Any]], nodes: Mapping[str, Node]) -> tuple[Edge, ...]:
    """The edges of `rows`; of those that say the same but for their descriptions the first."""
    found: dict[str, Edge] = {}
    for row in rows:
        edge = _edge(row, nodes)
        said = (edge.source.id, edge.target.id, edge.kind, sorted(edge.events), edge.options)
        found.setdefault(repr(said), edge)
    return tuple(found.values())


def _edge(row: Mapping[str, Any], nodes: Mapping[str, Node]) -> Edge:
    source, target = nodes[row["from"]], nodes[row["to"]]
    rule = CATALOGUE.kind(source.type, target.type, row.get("kind"))
    if rule is None:
        raise ValueError(f"no edge leads from `{source.type}` to `{target.type}`")
    event = row.get("event") or (rule.events.default if rule.events else ())
    return Edge(
        source=source,
        target=target,
        rule=rule,
        events=(event,) if isinstance(event, str) else tuple(event),
        options=with_defaults(rule.options, row),
        description=row.get("description") or "",
    )


def _deployment(row: Mapping[str, Any] | None) -> Deployment | None:
    if not row:
        return None
    hooks = row.get("hooks") or {}
    return Deployment(
        row["type"], tuple(row.get("alarms") or ()), hooks.get("before"), hooks.get("after")
    )
