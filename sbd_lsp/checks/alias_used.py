"""alias-used: an anchor, an alias or a merge key."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.tree import Alias, Mapping, Sequence, Tree

RULE = Rule("alias-used", Severity.ERROR, "anchors and aliases are not part of the language")


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Aliases and anchors anywhere in the block."""
    if "*" in block.text or "&" in block.text:
        yield from _aliases(block, block.reading.tree)


def _aliases(block: Block, tree: Tree | None) -> Iterator[Finding]:
    if isinstance(tree, Alias):
        place = Place(block, tree.start, tree.end)
        message = f"an alias is not part of the language; write out what `{tree.name}` is"
        yield RULE.at(place, message)
    elif tree is not None and tree.anchor:
        place = Place(block, tree.start, min(tree.start + len(tree.anchor) + 1, tree.end))
        yield RULE.at(place, "an anchor is not part of the language; remove it")
    if isinstance(tree, Mapping):
        for pair in tree.pairs:
            yield from _aliases(block, pair.key)
            yield from _aliases(block, pair.value)
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from _aliases(block, item)
