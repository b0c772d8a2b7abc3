"""duplicate-key: a mapping has the same key twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import remove_pair, remove_section
from sbd_lsp.checks.misplaced_entry import id_above
from sbd_lsp.checks.rule import Change, Finding, Fix, Related, Rule, Severity
from sbd_lsp.model.model import Model, Place, meaning_of
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.plain import TooLarge, plain
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree, key_text

RULE = Rule("duplicate-key", Severity.ERROR, "a key is given twice")
MOST = 200  # keys of a mapping that is mended key by key


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Mappings in the block, but for those whose keys are ids of nodes."""
    waiting = _inner(block.reading.tree)
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Mapping) and len({key_text(p) for p in tree.pairs}) < len(tree.pairs):
            first: dict[str, tuple[Place, Pair]] = {}
            few = len(tree.pairs) <= MOST
            node = tree.column >= 0 and any(tree is n.body for n in meaning_of(block).nodes)
            for pair in tree.pairs:
                removal = remove_pair(block, tree, pair) if few else None
                for finding in _repeated(block, pair, first, removal):
                    yield _apart(finding, pair) if node else finding
        waiting += _inner(tree)


def check_design(model: Model) -> Iterator[Finding]:
    """Keys of the document."""
    sections = model.sections
    if len({key_text(section.pair) for section in sections}) == len(sections):
        return
    document = model.document
    first: dict[str, tuple[Place, Pair]] = {}
    offsets = (document.offset_of(block) + pair.key.start for block, pair in sections)
    for _, (block, pair) in sorted(zip(offsets, sections, strict=True), key=itemgetter(0)):
        yield from _repeated(block, pair, first, remove_section(block, pair))


def _inner(tree: Tree | None) -> list[Tree]:
    """The collections that stand in `tree`."""
    if isinstance(tree, Mapping):
        return [pair[2] for pair in tree.pairs if isinstance(pair[2], (Mapping, Sequence))]
    if isinstance(tree, Sequence):
        return [item for item in tree.items if isinstance(item, (Mapping, Sequence))]
    return []


def _repeated(
    block: Block, pair: Pair, first: dict[str, tuple[Place, Pair]], removal: Change | None
) -> Iterable[Finding]:
    key, place = key_text(pair), Place(block, pair.key.start, pair.key.end)
    if key is None or key == "<<":
        return ()
    before, same = first.setdefault(key, (place, pair))
    if before is place:
        return ()
    related = Related(before, "the first one")
    safe = _equal(pair.value, same.value) and not block.reading.faults
    fixes = [Fix(f"Remove this `{key}`", (removal,), safe)] if removal else []
    return (RULE.at(place, f"`{key}` is given twice; remove one of them", fixes, [related]),)


def _apart(finding: Finding, pair: Pair) -> Finding:
    """The finding on a key of a node; a second `type` may begin another node that lost its id."""
    if key_text(pair) != "type":
        return finding
    type = pair.value.text if isinstance(pair.value, Scalar) else ""

    def fixes(model: Model) -> Iterator[Fix]:
        yield from id_above(finding.place, CATALOGUE.services.get(type), model)
        yield from finding.fixes(model)

    message = "`type` is given twice; write the id of a node above it, or remove one of them"
    return finding._replace(message=message, mending=fixes)


def _equal(one: Tree | None, other: Tree | None) -> bool:
    try:
        return bool(plain(one) == plain(other))
    except TooLarge:
        return False
