"""duplicate-key: a mapping has the same key twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sbd_lsp.checks.rule import Finding, Related, Rule, Severity
from sbd_lsp.model.model import Model, Place, key_text
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Mapping, Pair, Sequence, Tree

RULE = Rule("duplicate-key", Severity.ERROR, "a key is given twice")


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Mappings in the block, but for those whose keys are ids of nodes."""
    yield from _inside(block, block.reading.tree)


def check_design(model: Model) -> Iterator[Finding]:
    """Keys of the document."""
    first: dict[str, Place] = {}
    for block, pair in model.sections:
        yield from _repeated(block, pair, first)


def _inside(block: Block, tree: Tree | None) -> Iterator[Finding]:
    if isinstance(tree, Mapping):
        first: dict[str, Place] = {}
        for pair in tree.pairs:
            if tree is not block.reading.tree:
                yield from _repeated(block, pair, first)
            yield from _inside(block, pair.value)
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from _inside(block, item)


def _repeated(block: Block, pair: Pair, first: dict[str, Place]) -> Iterable[Finding]:
    key, place = key_text(pair), Place(block, pair.key.start, pair.key.end)
    if key is None or key == "<<":
        return ()
    before = first.setdefault(key, place)
    if before is place:
        return ()
    related = Related(before, "the first one")
    return (RULE.at(place, f"`{key}` is given twice; remove one of them", related=[related]),)
