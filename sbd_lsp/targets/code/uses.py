"""What a function may do with the nodes that its edges lead to, in no language's words.

A `Port` is a node as the function sees it: the class of its adapter, the variable that names it,
and how the starting code uses it. Arguments are tokens (`key`, `entry`) for which each language
has its expression, or values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.targets.code.patterns import attributes_for, wanted_event
from sbd_lsp.targets.code.requests import WITH_BODY, called_route


@dataclass(frozen=True, slots=True)
class Token:
    """An argument for which each language has its own expression; `detail` says which."""

    name: str
    detail: Any = None


KEY, ENTRY = Token("key"), Token("entry")


@dataclass(frozen=True, slots=True)
class Use:
    """A call of a method of an adapter. `answer` is what a fake returns, None if nothing counts;
    `counted` says that only the size of the answer is told on."""

    method: str
    arguments: tuple[Any, ...]
    answer: Any = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Port:
    """A node as a function sees it.

    `adapter` is the class, `part` the template that has it, `flags` what that template includes,
    `client` the AWS client it takes, `options` further arguments of the constructor.
    """

    node: Node
    variable: str
    part: str
    adapter: str
    client: str
    flags: frozenset[str]
    uses: tuple[Use, ...]
    options: tuple[Any, ...] = ()
    python: str = ""
    camel: str = ""
    loops: bool = False


@dataclass(frozen=True, slots=True)
class Sketch:
    """The edges of a function to one node.

    `feeds` says whether events of the node reach the function, `loops` whether what the function
    passes on may come back to it.
    """

    design: Design
    function: Node
    node: Node
    edges: tuple[Edge, ...]
    feeds: bool
    loops: bool

    @property
    def kinds(self) -> set[str]:
        """The kinds of the edges."""
        return {edge.kind for edge in self.edges}


@dataclass(frozen=True, slots=True)
class Access:
    """How the edges to a node become a class: its name, what it includes, how it is used."""

    adapter: str
    flags: frozenset[str]
    uses: tuple[Use, ...]
    options: tuple[Any, ...] = field(default=())


def port(sketch: Sketch, variable: str, python: str, camel: str) -> Port:
    """The port for the edges of `sketch`; `python` and `camel` name it in the two languages."""
    part, client, access_of = ACCESS[sketch.node.type]
    access = access_of(sketch)
    return Port(
        sketch.node, variable, part, access.adapter, client, access.flags, access.uses,
        access.options, python, camel, sketch.loops,
    )  # fmt: skip


def item_key(node: Node) -> dict[str, Token]:
    """The primary key of an item of the table `node`, made of the key of what came in."""
    key = node.options["key"]
    names = [(key["partition"], key["partitionType"])]
    if "sort" in key:
        names.append((key["sort"], key["sortType"]))
    return {name: Token("key", {"S": None}.get(type, type)) for name, type in names}


def item(sketch: Sketch) -> dict[str, Token]:
    """An item for the table: its key, and what came in under a name that is free."""
    key = item_key(sketch.node)
    attributes = {"via": Token("via")} if sketch.loops else {}
    content = next(name for name in ("content", "data", "received") if name not in key)
    return {**attributes, **key, content: Token("content")}


def _reading(sketch: Sketch) -> tuple[bool, bool]:
    """Whether the edges allow to read, and to write."""
    kinds = sketch.kinds
    return bool(kinds & {"read", "readWrite"}), bool(kinds & {"write", "readWrite"})


def _named(name: str, reads: bool, writes: bool) -> tuple[str, frozenset[str]]:
    """The class for what is allowed, and the flags of its template."""
    ending = "" if reads and writes else "Reader" if reads else "Writer"
    flags = {"reads"} if reads else set()
    return name + ending, frozenset(flags | ({"writes"} if writes else set()))


def _bucket(sketch: Sketch) -> Access:
    reads, writes = _reading(sketch)
    uses = []
    if reads and sketch.feeds:
        uses.append(Use("get", (KEY,), Token("bytes", "example"), counted=True))
    elif reads:
        uses.append(Use("list", (KEY,), ["1001.json"]))
    if writes:
        file = Token("file", "name" if sketch.loops else "key")
        uses.append(Use("put", (file, Token("json"))))
    adapter, flags = _named("Bucket", reads, writes)
    return Access(adapter, flags, tuple(uses))


def _table(sketch: Sketch) -> Access:
    reads, writes = _reading(sketch)
    uses = []
    if reads:
        uses.append(Use("get", (item_key(sketch.node),), {"found": True}))
    if writes:
        uses.append(Use("put", (item(sketch),)))
    adapter, flags = _named("Table", reads, writes)
    key = sketch.node.options["key"]
    if reads and "sort" in key:
        return Access(f"Sorted{adapter}", flags | {"sorted"}, tuple(uses), (key["partition"],))
    return Access(adapter, flags, tuple(uses))


def _api(sketch: Sketch) -> Access:
    uses = []
    for edge in sketch.edges:
        method, path = called_route(sketch.design, edge)
        body = (ENTRY,) if method in WITH_BODY else ()
        token = Token("path", (path, sketch.loops))
        uses.append(Use("request", (method, token, *body), {"answered": True}))
    return Access("Api", frozenset(), tuple(uses))


def _topic(sketch: Sketch) -> Access:
    group = (sketch.function.id,) if sketch.node.options["fifo"] else ()
    attributes = attributes_for(sketch.design.outgoing(sketch.node))
    name, flags = _ordering(sketch.node, "Topic")
    if attributes:
        name, flags = f"Filtered{name}", flags | {"attributes"}
    arguments = (ENTRY, *group, *([attributes] if attributes else []))
    return Access(name, flags, (Use("publish", arguments),))


def _ordering(node: Node, name: str) -> tuple[str, frozenset[str]]:
    """The class for `node`, by whether it is FIFO and who tells duplicates, with its flags.

    AWS tells them by their content only if the sender names no id of a message.
    """
    if not node.options["fifo"]:
        return name, frozenset()
    if node.properties.get("ContentBasedDeduplication", node.options["deduplicate"]):
        return f"DeduplicatingFifo{name}", frozenset({"fifo"})
    return f"Fifo{name}", frozenset({"fifo", "unique"})


def _queue(sketch: Sketch) -> Access:
    group = (sketch.function.id,) if sketch.node.options["fifo"] else ()
    return Access(*_ordering(sketch.node, "Queue"), (Use("send", (ENTRY, *group)),))


def _event_bus(sketch: Sketch) -> Access:
    source, type = wanted_event(sketch.function, sketch.design.outgoing(sketch.node))
    return Access("EventBus", frozenset(), (Use("put", (source, type, ENTRY)),))


def _function(sketch: Sketch) -> Access:
    modes = dict.fromkeys(edge.options["mode"] for edge in sketch.edges)
    uses = tuple(INVOCATIONS[mode] for mode in modes)
    names = {("synchronous",): "SyncFunction", ("asynchronous",): "AsyncFunction"}
    adapter = names.get(tuple(modes), "InvokedFunction")
    return Access(adapter, frozenset(modes), uses)


INVOCATIONS = {
    "synchronous": Use("invoke", (ENTRY,), {"done": True}),
    "asynchronous": Use("send", (ENTRY,)),
}


def _one(adapter: str, use: Use) -> Callable[[Sketch], Access]:
    """For nodes with which a function can do one thing only."""
    return lambda sketch: Access(adapter, frozenset(), (use,))


# for each type that a function can reach: the template of its adapter, the client that it takes
ACCESS: Mapping[str, tuple[str, str, Callable[[Sketch], Access]]] = {
    "bucket": ("bucket", "s3", _bucket),
    "table": ("table", "dynamodb", _table),
    "api": ("api", "", _api),
    "stream": ("stream", "kinesis", _one("Stream", Use("put", (KEY, ENTRY)))),
    "deliveryStream": (
        "delivery_stream", "firehose", _one("DeliveryStream", Use("put", (ENTRY,))),
    ),
    "topic": ("topic", "sns", _topic),
    "queue": ("queue", "sqs", _queue),
    "eventBus": ("event_bus", "events", _event_bus),
    "function": ("function", "lambda", _function),
    "stateMachine": (
        "state_machine", "states",
        _one("StateMachine", Use("start", (ENTRY,), "arn:aws:states:::execution")),
    ),
}  # fmt: skip
