"""A function of a design as its code needs to know it, in no language's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.model.graph import Link, links_in_cycles
from sbd_lsp.targets.code.kinds import (
    DEPLOYMENT,
    KIND_OF,
    KINDS,
    PAYLOAD,
    PAYLOAD_TYPES,
    SourceKind,
)
from sbd_lsp.targets.code.names import camel, snake, unique
from sbd_lsp.targets.code.samples import Sample, deployment, invocation, samples_of
from sbd_lsp.targets.code.uses import Port, Sketch, port
from sbd_lsp.targets.variables import variables


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A sample event under `events/`: the `name` of its file, without the ending, and its source
    (None for an invocation that no edge stands for)."""

    name: str
    sample: Sample
    edge: Edge | None


@dataclass(frozen=True, slots=True)
class Source:
    """All edges of one kind that reach a function. `logic` names the plain function for them."""

    kind: SourceKind
    edges: tuple[Edge, ...]
    logic: str
    samples: tuple[SampleFile, ...]

    @property
    def senders(self) -> str:
        """The nodes at the other end, as a list of words."""
        ids = list(dict.fromkeys(edge.source.id for edge in self.edges)) or ["its caller"]
        return " and ".join(filter(None, [", ".join(ids[:-1]), ids[-1]]))


@dataclass(frozen=True, slots=True)
class FunctionCode:
    """A function: what reaches it, what it reaches.

    `loops` says whether what it passes on may come back to it; `probed` whether a hook of the
    deployment asks its new versions if they are ready; `when` is set on a hook: `before` traffic
    moves, `after`, or `before and after`. `origins` are those of browsers that its APIs let in.
    """

    node: Node
    sources: tuple[Source, ...]
    ports: tuple[Port, ...]
    loops: bool
    probed: bool
    when: str
    origins: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the function's node."""
        return self.node.id

    @property
    def language(self) -> str:
        """The language of the function's runtime, as in the catalogue."""
        assert self.node.runtime is not None
        return self.node.runtime.language

    @property
    def has_resources(self) -> bool:
        """Whether the function uses anything of AWS."""
        return bool(self.ports or self.when)


class Application:
    """The functions of a design."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._circles = links_in_cycles(_links(design))
        self._looping = {id for link in self._circles for id in link}
        self._hooks = _hooks(design)

    def functions(self) -> Iterator[FunctionCode]:
        """Each function, in the order of the design."""
        for node in self.design.of_type("function"):
            when = self._hooks.get(node.id, "")
            edges = tuple(self.design.incoming(node))
            yield FunctionCode(
                node,
                tuple(self._sources(edges, bool(when))),
                tuple(self._ports(node, bool(when))),
                node.id in self._looping,
                bool(self._hooks) and not when,
                when,
                tuple(dict.fromkeys(_origins(edges))),
            )

    def _sources(self, edges: Iterable[Edge], hook: bool) -> Iterator[Source]:
        by_kind = _by(edges, lambda edge: KIND_OF[edge.source.type].name)
        files = dict(_sample_files(self.design, edges))
        for kind in KINDS:
            mine = by_kind.get(kind.name, ())
            samples = tuple(file for edge in mine for file in files[id(edge)])
            if mine:
                yield Source(kind, mine, _logic(kind, mine), samples)
            elif kind is DEPLOYMENT and hook:
                yield Source(kind, (), kind.logic, (SampleFile("deployment", deployment(), None),))
            elif kind is PAYLOAD and not by_kind and not hook:
                samples = (SampleFile("invocation", invocation(), None),)
                yield Source(kind, (), "handle call", samples)

    def _ports(self, node: Node, hook: bool) -> Iterator[Port]:
        leaving = tuple(self.design.outgoing(node))
        by_target = _by(leaving, lambda edge: edge.target.id)
        taken = ("deployment",) if hook else ()
        pythons = unique((snake(id) for id in by_target), taken)
        camels = unique((camel(id) for id in by_target), (*taken, "id", "via"))
        told = {variable.node.id: variable.name for variable in variables(self.design, node)}
        feeding = {edge.source.id for edge in self.design.incoming(node)}
        for (id_, edges), python, name in zip(by_target.items(), pythons, camels, strict=True):
            sketch = Sketch(
                self.design, node, edges[0].target, edges, id_ in feeding,
                node.id in self._looping,
            )  # fmt: skip
            yield port(sketch, told[id_], python, name)


def _by(edges: Iterable[Edge], key: Callable[[Edge], str]) -> dict[str, tuple[Edge, ...]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(key(edge), []).append(edge)
    return {name: tuple(group) for name, group in found.items()}


def _logic(kind: SourceKind, edges: Iterable[Edge]) -> str:
    """The words of the plain function for `edges` of `kind`."""
    if kind is not PAYLOAD:
        return kind.logic
    names = {PAYLOAD_TYPES[edge.source.type] for edge in edges}
    return names.pop() if len(names) == 1 else kind.logic


def _sample_files(design: Design, edges: Iterable[Edge]) -> Iterator[tuple[int, list[SampleFile]]]:
    """The samples of each edge (by its identity) under names that differ, whatever their case."""
    found = [(edge, sample) for edge in edges for sample in samples_of(design, edge)]
    counts: dict[str, int] = {}
    for edge, _ in found:
        counts[edge.source.id] = counts.get(edge.source.id, 0) + 1
    wishes = [
        f"{edge.source.id}-{sample.label}"
        if counts[edge.source.id] > 1 and sample.label
        else edge.source.id
        for edge, sample in found
    ]
    files: dict[int, list[SampleFile]] = {}
    for (edge, sample), name in zip(found, unique(wishes), strict=True):
        files.setdefault(id(edge), []).append(SampleFile(name, sample, edge))
    yield from files.items()


def _hooks(design: Design) -> dict[str, str]:
    """The hooks of the deployment: id to when they are called."""
    hooks: dict[str, str] = {}
    if design.deployment is None or not any(
        node.id not in (design.deployment.before, design.deployment.after)
        for node in design.of_type("function")
    ):
        return hooks
    for when, id_ in (("before", design.deployment.before), ("after", design.deployment.after)):
        if id_ is not None:
            hooks[id_] = f"{hooks[id_]} and {when}" if id_ in hooks else when
    return hooks


def _origins(edges: Iterable[Edge]) -> Iterator[str]:
    for edge in edges:
        if edge.source.type == "api" and edge.source.options.get("cors"):
            yield edge.source.options["cors"]


def _links(design: Design) -> Iterator[Link]:
    """From where to where values pass: along edges that do not only read, and from one function of
    a state machine to the next."""
    for edge in design.edges:
        if edge.kind != "read":
            yield edge.source.id, edge.target.id
    for machine in design.of_type("stateMachine"):
        yield from pairwise(edge.target.id for edge in design.outgoing(machine))
