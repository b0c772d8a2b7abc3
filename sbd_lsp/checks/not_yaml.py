"""not-yaml: a place that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.edits import line_break
from sbd_lsp.checks.mending import cure_of
from sbd_lsp.checks.misplaced_entry import is_dashed_node
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.cut import EDGE, NODE
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Fault

RULE = Rule("not-yaml", Severity.ERROR, "the text is not YAML at this place")


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Faults of the block, and a block that stands where no block can."""
    for fault in block.reading.faults:
        place = Place(block, fault.start, fault.end)
        cure = None if fault.unclosed else cure_of(block.text, fault)
        if cure is None:
            yield RULE.at(place, fault.message, _closed(block, fault))
        else:
            changes = [Change(Place(block, start, end), new) for start, end, new in cure.changes]
            yield RULE.at(place, cure.message, [Fix(cure.title, tuple(changes))])
    section = {NODE: "nodes", EDGE: "edges"}.get(block.kind)
    elsewhere = block.state.section not in (block.kind, "other") and block.column >= 0
    if section and elsewhere and not is_dashed_node(block):
        yield _stray(block, section)


def _closed(block: Block, fault: Fault) -> Iterator[Fix]:
    if fault.unclosed:
        place = Place(block, fault.end, fault.end)
        yield Fix(f"Close with `{fault.unclosed}`", (Change(place, fault.unclosed),))


def _stray(block: Block, section: str) -> Finding:
    start = len(block.text) - len(block.text.lstrip())
    end = start + len(block.text[start:].split("\n", 1)[0].rstrip())
    fix = Fix(
        f"Write `{section}:` above", (Change(Place(block, 0, 0), f"{section}:{line_break(block)}"),)
    )
    message = f"stands under no key of the document; write `{section}:` above it"
    return RULE.at(Place(block, start, end), message, [fix])
