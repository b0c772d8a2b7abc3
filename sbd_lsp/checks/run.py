"""Runs the rules: on a whole model, or on what a change may have touched.

A rule on a node sees the node, its edges and the nodes at their other ends; a rule on an edge sees
the edge, its ends and the edges parallel to it; a rule that asks who calls a function sees what
leads there. `Report.after` checks anew just what lies within that reach of a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from types import ModuleType
from typing import Any, Union

from sbd_lsp.checks import RULES
from sbd_lsp.checks.rule import Finding
from sbd_lsp.model.model import Edge, Model, Node, meaning_of
from sbd_lsp.syntax.document import Block

Owner = Union[Node, Edge, Block, None]
Check = Callable[[Any, Model], Iterator[Finding]]


def _having(name: str) -> tuple[Check, ...]:
    modules: tuple[ModuleType, ...] = RULES
    return tuple(getattr(module, name) for module in modules if hasattr(module, name))


NODE_CHECKS = _having("check_node")
EDGE_CHECKS = _having("check_edge")
BLOCK_CHECKS = _having("check_block")
DESIGN_CHECKS = _having("check_design")


class Report:
    """The findings on one model, under the entry or block that they were found on."""

    def __init__(self, found: dict[Owner, tuple[Finding, ...]]) -> None:
        self.found = found

    @classmethod
    def of(cls, model: Model) -> Report:
        """All findings on `model`."""
        report = cls({})
        for block in model.document.blocks:
            report._check_block(block, model)
        report._check(None, model)
        return report

    def after(self, old: Model, new: Model, removed: list[Block], added: list[Block]) -> Report:
        """The findings on `new`, where `self` has those on `old`, from which it differs by
        blocks `removed` and `added`."""
        report = Report(dict(self.found))
        for block in removed:
            for owner in _owners(block):
                report.found.pop(owner, None)
        for block in added:
            report._check_block(block, new)
        for owner in _touched(old, new, removed, added):
            report._check(owner, new)
        report._check(None, new)
        return report

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self.found.values())

    def _check_block(self, block: Block, model: Model) -> None:
        for owner in _owners(block):
            self._check(owner, model)

    def _check(self, owner: Owner, model: Model) -> None:
        findings = tuple(_findings(owner, model))
        if findings:
            self.found[owner] = findings
        else:
            self.found.pop(owner, None)


def _findings(owner: Owner, model: Model) -> Iterator[Finding]:
    if isinstance(owner, Edge):
        return chain.from_iterable(check(owner, model) for check in EDGE_CHECKS)
    if isinstance(owner, Node):
        return chain.from_iterable(check(owner, model) for check in NODE_CHECKS)
    if isinstance(owner, Block):
        return chain.from_iterable(check(owner, model) for check in BLOCK_CHECKS)
    return chain.from_iterable(check(model) for check in DESIGN_CHECKS)  # type: ignore[call-arg]


def _owners(block: Block) -> Iterable[Owner]:
    meaning = meaning_of(block)
    return (block, *meaning.nodes, *meaning.edges)


def _touched(
    old: Model, new: Model, removed: list[Block], added: list[Block]
) -> set[Node | Edge]:
    """Entries of `new` whose findings may differ from those in `old`, apart from added ones."""
    gone = [meaning_of(block) for block in removed]
    come = [meaning_of(block) for block in added]
    ids = {node.id for meaning in (*gone, *come) for node in meaning.nodes}
    changed = {id for id in ids if _facts(old, id) != _facts(new, id)}
    edges = [edge for meaning in (*gone, *come) for edge in meaning.edges]
    touched: set[Node | Edge] = set()
    for id in changed:
        touched.update(new.nodes.get(id, ()))
        touched.update(new.leaving.get(id, ()))
        touched.update(new.reaching.get(id, ()))
        ends = [e.target for e in new.leaving.get(id, ())]
        ends += [e.source for e in new.reaching.get(id, ())]
        touched.update(node for end in ends for node in new.nodes.get(end or "", ()))
    for edge in edges:
        for end in (edge.source or "", edge.target or ""):
            touched.update(new.nodes.get(end, ()))
        parallel = new.leaving.get(edge.source or "", ())
        touched.update(other for other in parallel if other.target == edge.target)
    starts = changed | {edge.target for edge in edges if edge.target} | _hooked(old, new)
    touched.update(_downstream(new, starts))
    return touched


def _facts(model: Model, id: str) -> list[tuple[str, ...]]:
    return [node.facts for node in model.nodes.get(id, ())]


def _hooked(old: Model, new: Model) -> set[str]:
    """Functions that one of two versions names as hooks of its deployment, if that changed."""
    one, other = old.hooks(), new.hooks()
    return set(one) ^ set(other)


def _downstream(model: Model, ids: Iterable[str]) -> Iterator[Node]:
    """Nodes that run only when called and to which edges lead, over such nodes, from `ids`."""
    waiting, seen = list(ids), set(ids)
    while waiting:
        id = waiting.pop()
        node = model.node(id)
        if node is None or node.service is None or not node.service.called:
            continue
        yield node
        for edge in model.leaving.get(id, ()):
            if edge.target and edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
