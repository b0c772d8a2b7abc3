"""Runs the rules: on a whole model, or on what a change may have touched.

A rule on a node sees the node, its edges, the nodes at their other ends and the edges between it
and them; a rule on an edge sees the edge and its ends, one on a block what stands right below it.
Four things reach further, and `Report` keeps count of them: whether a node is reached at all; the
rest of the design, for findings that are `wide`; places in other blocks, to which findings point;
and the order of the text, by which of two entries the later one is at fault. Fixes may look
anywhere: they are made when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from types import ModuleType
from typing import Any, NamedTuple, Union

from sbd_lsp.checks import RULES, foreign_sign
from sbd_lsp.checks.keys import Keys, keys_of, keys_of_section
from sbd_lsp.checks.reach import reached
from sbd_lsp.checks.rule import Finding
from sbd_lsp.checks.unknown_reference import calls_that_may_mean
from sbd_lsp.model.model import Edge, Model, Node, meaning_of
from sbd_lsp.syntax.block import Block

Owner = Union[Node, Edge, Block, None]
Check = Callable[[Any, Model], Iterator[Finding]]
DesignCheck = Callable[[Model], Iterator[Finding]]


def _having(name: str) -> tuple[Any, ...]:
    modules: tuple[ModuleType, ...] = RULES
    return tuple(getattr(module, name) for module in modules if hasattr(module, name))


KEYS_CHECKS: tuple[Check, ...] = _having("check_keys")
NODE_CHECKS: tuple[Check, ...] = _having("check_node")
EDGE_CHECKS: tuple[Check, ...] = _having("check_edge")
BLOCK_CHECKS: tuple[Check, ...] = _having("check_block")
DESIGN_CHECKS: tuple[DesignCheck, ...] = _having("check_design")


class Report:
    """The findings on one model, under the entry or block that they were found on.

    `apart` has, for owners whose findings depend on more than their neighbourhood, the blocks to
    which those findings point.
    """

    def __init__(
        self, found: dict[Owner, tuple[Finding, ...]], apart: dict[Owner, frozenset[Block]]
    ) -> None:
        self.found = found
        self.apart = apart

    @classmethod
    def of(cls, model: Model) -> Report:
        """All findings on `model`."""
        report = cls({}, {})
        for block in model.document.blocks:
            report._check_block(block, model)
        report._check(None, model)
        return report

    def after(
        self, old: Model, new: Model, removed: Collection[Block], added: Collection[Block]
    ) -> Report:
        """The findings on `new`, where `self` has those on `old`, from which it differs by
        blocks `removed` and `added`."""
        report = Report(dict(self.found), dict(self.apart))
        for block in removed:
            for owner in _owners(block):
                report._forget(owner)
        for block in added:
            report._check_block(block, new)
        change = _change(old, new, removed, added)
        touched = _touched(old, new, change)
        if change.ids or old.sections is not new.sections:
            touched.update(owner for owner in self.apart if self._differs(owner, old, new))
        touched |= self._moved(old, new, removed)
        touched |= _above(old, new, removed, added)
        gone = frozenset(removed)
        for entry in touched:
            if entry is not None and _block_of(entry) not in gone:
                report._check(entry, new)
        report._check(None, new)
        return report

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self.found.values())

    def _check_block(self, block: Block, model: Model) -> None:
        for owner in _owners(block):
            self._check(owner, model)

    def _check(self, owner: Owner, model: Model) -> None:
        findings = _findings(owner, model)
        if not findings:
            if owner in self.found:
                self._forget(owner)
            return
        self.found[owner] = findings
        blocks = _blocks_of(findings, _block_of(owner))
        if blocks or any(found.wide for found in findings):
            self.apart[owner] = blocks
        else:
            self.apart.pop(owner, None)

    def _forget(self, owner: Owner) -> None:
        self.found.pop(owner, None)
        self.apart.pop(owner, None)

    def _differs(self, owner: Owner, old: Model, new: Model) -> bool:
        """Whether what findings on an entry depend on elsewhere is not what it was."""
        return any(
            found.wide and found.wide(old) != found.wide(new) for found in self.found.get(owner, ())
        )

    def _moved(self, old: Model, new: Model, removed: Collection[Block]) -> set[Owner]:
        """Owners of `new` whose findings point to blocks that are gone, or to blocks of which one
        came to stand before the other."""
        gone = frozenset(removed)
        touched: set[Owner] = {
            owner for owner, blocks in self.apart.items() if not blocks.isdisjoint(gone)
        }
        if any(self._turned(owner, old, new, gone) for owner in self.apart):
            touched.update(self.apart)
            blocks = frozenset(chain.from_iterable(self.apart.values())) - gone
            touched.update(chain.from_iterable(map(_owners, blocks)))
        return touched

    def _turned(self, owner: Owner, old: Model, new: Model, gone: frozenset[Block]) -> bool:
        """Whether the entry of a finding and those related to it changed their order."""
        for found in self.found[owner]:
            if found.related:
                blocks = {found.place.block, *(related.place.block for related in found.related)}
                blocks -= gone
                before = sorted(blocks, key=old.document.offset_of)
                if before != sorted(blocks, key=new.document.offset_of):
                    return True
        return False


def _findings(owner: Owner, model: Model) -> tuple[Finding, ...]:
    block = _block_of(owner)
    if block is not None and foreign_sign.foreign_signs(block):
        # what else the block seems to say was not meant
        return tuple(foreign_sign.check_block(block, model)) if block is owner else ()
    keys: list[Keys] = []
    if isinstance(owner, Block):
        found = [check(owner, model) for check in BLOCK_CHECKS]
    elif owner is None:
        found = [check(model) for check in DESIGN_CHECKS]
        keys = list(chain.from_iterable(map(keys_of_section, model.sections)))
    else:
        checks = NODE_CHECKS if isinstance(owner, Node) else EDGE_CHECKS
        nameless = isinstance(owner, Node) and owner.nameless  # nothing else can be said of it
        found = [] if nameless else [check(owner, model) for check in checks]
        keys = keys_of(owner, model)
    found += [check(each, model) for check in KEYS_CHECKS for each in keys]
    return tuple(chain.from_iterable(found))


def _owners(block: Block) -> Iterable[Node | Edge | Block]:
    meaning = meaning_of(block)
    return (block, *meaning.nodes, *meaning.edges)


def _block_of(owner: Owner) -> Block | None:
    return owner if owner is None or isinstance(owner, Block) else owner.block


def _blocks_of(findings: Iterable[Finding], own: Block | None) -> frozenset[Block]:
    """The blocks besides `own` to which findings and what is related to them point."""
    places = chain.from_iterable(
        (found.place, *(related.place for related in found.related)) for found in findings
    )
    return frozenset(place.block for place in places if place.block is not own)


class _Change(NamedTuple):
    """How two versions differ: ids of nodes that mean something else, edges that came or went."""

    ids: set[str]
    edges: list[Edge]


def _change(old: Model, new: Model, removed: Iterable[Block], added: Iterable[Block]) -> _Change:
    meanings = [meaning_of(block) for block in chain(removed, added)]
    ids = {node.id for meaning in meanings for node in meaning.nodes}
    changed = {id for id in ids if _facts(old, id) != _facts(new, id)}
    return _Change(changed, [edge for meaning in meanings for edge in meaning.edges])


def _touched(old: Model, new: Model, change: _Change) -> set[Owner]:
    """Entries of `new` whose findings may differ from those in `old`, apart from added ones."""
    touched: set[Owner] = set()
    starts = {edge.target for edge in change.edges if edge.target} | _hooked(old, new) | change.ids
    for id in change.ids:
        leaving, reaching = new.leaving.get(id), new.reaching.get(id)
        touched.update(new.nodes.get(id), leaving, reaching)
        for end in chain((e.target for e in leaving), (e.source for e in reaching)):
            touched.update(new.nodes.get(end or ""))
        starts.update(e.target for e in leaving if e.target)
        if (id in old.nodes) != (id in new.nodes):
            touched.update(call.block for call in calls_that_may_mean(id, new))
    for edge in change.edges:
        for end in (edge.source or "", edge.target or ""):
            touched.update(new.nodes.get(end))
    touched.update(_reached_otherwise(old, new, starts))
    return touched


def _above(
    old: Model, new: Model, removed: Collection[Block], added: Collection[Block]
) -> set[Owner]:
    """Blocks right above those that came or went."""
    touched: set[Owner] = set()
    for model, blocks in ((old, removed), (new, added)):
        for block in blocks:
            index = model.document.blocks.index_of(block)
            if index:
                touched.add(model.document.blocks[index - 1])
    return touched


def _facts(model: Model, id: str) -> Any:
    """What the neighbours of the node `id` may depend on; never twice the same of nodes that share
    an id, since which of them comes first matters."""
    nodes = model.nodes.get(id)
    return nodes[0].facts if len(nodes) == 1 else nodes or None


def _hooked(old: Model, new: Model) -> set[str]:
    """Functions that only one of two versions names as hooks of its deployment."""
    if old.sections is new.sections:
        return set()
    return {id for _, id in old.hooks()} ^ {id for _, id in new.hooks()}


def _reached_otherwise(old: Model, new: Model, ids: Iterable[str]) -> Iterator[Node]:
    """Nodes that one of two versions reaches and the other does not, found by following edges from
    `ids` for as long as that is so."""
    waiting, seen = list(ids), set(ids)
    while waiting:
        id = waiting.pop()
        if reached(id, old) == reached(id, new):
            continue
        yield from new.nodes.get(id)
        for edge in new.leaving.get(id):
            if edge.target and edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
