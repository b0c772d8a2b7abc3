"""Designs of any size, as people would write them, all of them allowed by the catalogue.

An application grows the way applications do: something that sends, a function that takes it, what
the function uses. Edges lead only from earlier nodes to later ones, so no design has a loop.
"""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from sbd_lsp.catalogue.entries import EdgeKind, Option, Runtime
from sbd_lsp.catalogue.load import CATALOGUE

ROOTS = ("api", "schedule", "iotRule", "identityPool", "bucket", "eventBus")
STORES = ("table", "bucket", "queue", "topic", "stream", "eventBus", "stateMachine")
WEIGHTS = {
    "function": 10,
    "root": 3,
    "store": 7,
    "deliveryStream": 1,
    "analyticsStream": 0.5,
}
# What a node of a type leads to at once, because it is of no use without.
NEXT = {"deliveryStream": "bucket", "analyticsStream": "stream"}
# What may be joined later on, without asking what either of the two is joined to already.
LATER: Mapping[str, tuple[str, ...]] = {
    "function": ("table", "bucket", "topic", "function"),
    "api": ("function",),
    "topic": ("function",),
    "stateMachine": ("function",),
}
NEED_TWO = {"root", *NEXT}
WORDS = (
    "Order",
    "Photo",
    "Payment",
    "Invoice",
    "Parcel",
    "Visitor",
    "Session",
    "Report",
    "Sensor",
    "Ticket",
    "Cart",
    "Refund",
    "Upload",
    "Price",
    "Stock",
    "Account",
    "Review",
    "Label",
    "Route",
    "Alarm",
    "Shipment",
    "Coupon",
    "Profile",
    "Album",
    "Receipt",
    "Audit",
)
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "function": (
        "Intake",
        "Checker",
        "Writer",
        "Resizer",
        "Mailer",
        "Merger",
        "Reader",
        "Loader",
    ),
    "table": ("Index", "Table", "Ledger"),
    "bucket": ("Files", "Archive", "Bucket"),
    "queue": ("Queue", "Backlog"),
    "topic": ("Topic", "News"),
    "stream": ("Stream", "Clicks"),
    "eventBus": ("Bus", "Events"),
    "stateMachine": ("Flow", "Process"),
    "api": ("Api", "Site"),
    "schedule": ("Nightly", "Timer"),
    "iotRule": ("Readings", "Rule"),
    "identityPool": ("Visitors", "Pool"),
    "deliveryStream": ("Delivery", "Export"),
    "analyticsStream": ("Averages", "Windows"),
}
PURPOSES = (
    "Takes what has come in and passes it on",
    "Keeps one record for each customer, newest first",
    "Checks amounts before anything else sees them",
    "Holds what the nightly report is made of",
    "Tells everyone who asked to be told: mail, chat, pager",
    'Called "the gate" by those who run it',
    "It's small, and it should stay that way",
    "Überträgt Änderungen in das Lager 📦 nebenan",
)
PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "function": {"Tracing": "Active", "EphemeralStorage": {"Size": 1024}},
    "table": {"DeletionProtectionEnabled": True},
    "queue": {"DelaySeconds": 5},
    "bucket": {"ObjectLockEnabled": True},
    "stream": {"RetentionPeriodHours": 48},
}
# Options whose values depend on another option or node.
DEPENDENT = {
    "fifo",
    "deduplicate",
    "visibility",
    "sortType",
    "partitionType",
    "guests",
    "role",
    "workflow",
}
LATE = "2027-01-01"


class Written(str):
    """A value that is YAML as it is."""


def design(n_nodes: int, n_edges: int, seed: int, braces: bool = False) -> str:
    """A design of `n_nodes` and `n_edges`, always the same for the same `seed`; with `braces` it is
    laid out as JSON is.

    With as many edges as nodes it has about 3.2 lines for each of them. `n_edges` should not be
    less than `n_nodes`, nor more than twice as many.
    """
    write = braces_of if braces else text_of
    return write(grown(n_nodes, n_edges, random.Random(seed)), random.Random(seed + 1))


def grown(n_nodes: int, n_edges: int, rng: random.Random) -> dict[str, Any]:
    """The same as a plain value: what PyYAML makes of the text."""
    growth = Growth(rng)
    while len(growth.nodes) < n_nodes:
        growth.add_node(last=len(growth.nodes) == n_nodes - 1)
    for _ in range(20 * n_edges):
        if len(growth.edges) >= n_edges:
            break
        growth.add_edge()
    return {
        "sbd": 1,
        "name": "shop-" + rng.choice(WORDS).lower(),
        "description": "An application made up for measuring",
        "runtime": rng.choice([row.id for row in runtimes()]),
        "nodes": growth.nodes,
        "edges": growth.edges,
    }


def runtimes() -> list[Runtime]:
    """Runtimes that can be used for some time to come."""
    return [row for row in CATALOGUE.runtimes.values() if row.deprecated > LATE]


class Growth:
    """A design that grows by a node or an edge at a time and is legal in between."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: list[dict[str, Any]] = []
        self._of_type: dict[str, list[str]] = {}
        self._order: dict[str, int] = {}
        self._pairs: set[tuple[str, str]] = set()
        self._consumed: set[str] = set()
        self._paths = 0
        self._waiting: tuple[str, str] | None = None

    def add_node(self, last: bool) -> None:
        """Adds a node and the edge that ties it to the others."""
        if self._waiting:
            source, type = self._waiting
            self._waiting = None
            self._join(source, self._new(type))
            return
        choice = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        choice = "function" if last and choice in NEED_TWO else choice
        functions = self._of_type.get("function", [])
        if not functions:
            choice = "function" if last else "root"
        self._add(choice, functions)

    def add_edge(self) -> None:
        """Adds an edge from any node to one a little further on, if the first choice allows it."""
        sources = self._of_type.get(self.rng.choice(list(LATER)))
        if not sources:
            return
        source = self.rng.choice(sources)
        type = self.rng.choice(LATER[self.nodes[source]["type"]])
        later = self._of_type.get(type, [])
        first = bisect_right(later, self._order[source], key=self._order.__getitem__)
        if first < len(later):
            target = self.rng.choice(later[first : first + 20])
            if (source, target) not in self._pairs:
                self._join(source, target)

    def _add(self, choice: str, functions: list[str]) -> None:
        if choice == "root":
            self._waiting = (self._new(self.rng.choice(ROOTS)), "function")
        elif choice in NEXT:
            middle = self._new(choice)
            self._join(self._near(self._feeders(choice)), middle)
            self._waiting = (middle, NEXT[choice])
        elif choice == "store" and functions:
            self._join(self._near(functions), self._new(self.rng.choice(STORES)))
        else:
            source = self._source()
            new = self._new("function")
            if source:
                self._join(source, new)

    def _feeders(self, type: str) -> list[str]:
        """Nodes that can feed a new node of `type`."""
        streams = self._of_type.get("stream", [])
        if type == "analyticsStream":
            return streams or [self._new("stream")]
        return self._of_type["function"]

    def _source(self) -> str | None:
        """Something that can call one more function: a queue nobody reads, a topic, an API."""
        for type in self.rng.sample(["queue", "stream", "table", "bucket"], 4):
            free = [id for id in self._of_type.get(type, [])[-5:] if id not in self._consumed]
            if free:
                return self.rng.choice(free)
        for type in ("topic", "api", "stateMachine", "function"):
            if self._of_type.get(type) and self.rng.random() < 0.6:
                return self._near(self._of_type[type])
        functions = self._of_type.get("function", [])
        return self._near(functions) if functions else None

    def _near(self, ids: list[str]) -> str:
        """One of the later of `ids`: what was drawn together belongs together."""
        return self.rng.choice(ids[-30:])

    def _new(self, type: str) -> str:
        id = self.rng.choice(WORDS) + self.rng.choice(ENDINGS[type])
        if id in self.nodes:
            id += str(len(self.nodes))
        self.nodes[id] = node_of(type, self.rng)
        self._of_type.setdefault(type, []).append(id)
        self._order[id] = len(self._order)
        return id

    def _join(self, source: str, target: str) -> None:
        types = self.nodes[source]["type"], self.nodes[target]["type"]
        rule = self.rng.choice(CATALOGUE.kinds(*types))
        edge: dict[str, Any] = {"from": source, "to": target}
        if not rule.usual and (len(CATALOGUE.kinds(*types)) > 1 or self.rng.random() < 0.4):
            edge["kind"] = rule.kind
        self._describe(edge, rule)
        self.edges.append(edge)
        self._pairs.add((source, target))
        self._consumed.add(source)

    def _describe(self, edge: dict[str, Any], rule: EdgeKind) -> None:
        """Gives `edge` events and options that fit its kind."""
        if rule.events and self.rng.random() < 0.5:
            edge["event"] = self._events(rule)
        for option in rule.options.values():
            if option.name == "path":
                self._paths += 1
                word = self.rng.choice(WORDS).lower()
                edge["path"] = f"/{word}/{self._paths}" + self.rng.choice(["", "/{id}"])
            elif option.name == "source" or self.rng.random() < 0.3:
                value = value_of(option, self.rng)
                if value is not None:
                    edge[option.name] = value
        if self.rng.random() < 0.1:
            edge["description"] = self.rng.choice(PURPOSES)

    def _events(self, rule: EdgeKind) -> Any:
        assert rule.events
        names = list(rule.events.values)
        if names[0].startswith("s3:"):
            return names[0]
        some = self.rng.sample(names, self.rng.randint(1, len(names)))
        return some[0] if len(some) == 1 else some


def node_of(type: str, rng: random.Random) -> dict[str, Any]:
    """A node of `type`, with a few of the options that it may have."""
    node: dict[str, Any] = {"type": type}
    if rng.random() < 0.7:
        node["description"] = rng.choice(PURPOSES)
    for option in CATALOGUE.services[type].options.values():
        if option.required or rng.random() < 0.35:
            value = value_of(option, rng)
            if value is not None:
                node[option.name] = value
    if type in PROPERTIES and rng.random() < 0.15:
        node["properties"] = dict(PROPERTIES[type])
    return node


def value_of(option: Option, rng: random.Random) -> Any:
    """A value that `option` may have, None if that depends on other things."""
    if option.name in DEPENDENT:
        return None
    if option.format == "runtime":
        return rng.choice([row.id for row in runtimes()])
    if option.values:
        chosen = rng.choice(list(option.values))
        return int(chosen) if option.type == "integer" else chosen
    if option.examples:
        return rng.choice(option.examples)
    return _value_by_type(option, rng)


def _value_by_type(option: Option, rng: random.Random) -> Any:
    if option.type == "boolean":
        return rng.random() < 0.5
    if option.type == "integer":
        low = option.minimum or 0
        high = option.maximum if option.maximum is not None else low + 100
        return rng.randint(low, min(high, low + 500))
    if option.type == "mapping" and option.keys:
        found = {
            key.name: value_of(key, rng)
            for key in option.keys.values()
            if key.required or rng.random() < 0.5
        }
        return {name: value for name, value in found.items() if value is not None} or None
    if option.type == "string":
        return option.default or rng.choice(WORDS).lower()
    return None


def text_of(design: Mapping[str, Any], rng: random.Random) -> str:
    """`design` written down: nodes mostly as blocks, edges mostly on one line each."""
    return "".join(line + "\n" for line in _lines(design, rng))


def _lines(design: Mapping[str, Any], rng: random.Random) -> Iterator[str]:
    for key in ("sbd", "name", "description", "runtime"):
        yield f"{key}: {scalar(design[key])}"
    yield ""
    yield "nodes:"
    for id, node in design["nodes"].items():
        if len(node) <= 2 and rng.random() < 0.2:
            yield f"  {id}: {flow(node)}"
        else:
            yield f"  {id}:"
            yield from _block(node, "    ")
    if design["edges"]:
        yield ""
        yield "edges:"
    for edge in design["edges"]:
        if rng.random() < 0.65:
            yield f"  - {flow(edge)}"
        else:
            first, *rest = _block(edge, "")
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)


def braces_of(design: Mapping[str, Any], rng: random.Random) -> str:
    """`design` written down in braces, as JSON is: nodes and edges mostly over several lines."""
    parts = [f"  {_pair(key, design[key])}" for key in ("sbd", "name", "description", "runtime")]
    nodes = (f"{_json(id)}: {_laid_out(node, rng)}" for id, node in design["nodes"].items())
    edges = (_laid_out(edge, rng) for edge in design["edges"])
    for key, (opening, closing), entries in (("nodes", "{}", nodes), ("edges", "[]", edges)):
        body = ",\n".join(f"    {entry}" for entry in entries)
        parts.append(f'  "{key}": {opening}\n{body}\n  {closing}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _laid_out(mapping: Mapping[str, Any], rng: random.Random) -> str:
    """An entry of a section, on one line if it is short, or by chance."""
    if len(mapping) <= 2 or rng.random() < 0.25:
        return _json(mapping)
    return "{\n" + ",\n".join(f"      {_pair(*pair)}" for pair in mapping.items()) + "\n    }"


def _pair(key: str, value: Any) -> str:
    return f"{_json(key)}: {_json(value)}"


def _json(value: Any) -> str:
    """`value` on one line, as JSON, but for what is written already."""
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(_pair(*pair) for pair in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _block(mapping: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        if isinstance(value, dict) and (key == "properties" or indent > "    "):
            yield f"{indent}{key}:"
            yield from _block(value, indent + "  ")
        else:
            yield f"{indent}{scalar(key)}: {flow(value)}"


def flow(value: Any) -> str:
    """`value` on one line, as YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A single value as YAML, quoted where it has to be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if not isinstance(value, str) or isinstance(value, Written) or _plain(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> bool:
    """Whether `text` can stand without quotes, in flow style too."""
    inside = set(text)
    if inside & set("{}[],#&*!|>'\"%@`:?=+") or text != text.strip():
        return False
    return text not in ("", "true", "false", "yes", "no", "on", "off", "null") and not (
        text[0] in "-." or text.replace(".", "").replace("_", "").isdigit()
    )
