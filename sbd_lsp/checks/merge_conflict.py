"""merge-conflict: a marker that a merge left in the file."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import CONFLICT

RULE = Rule("merge-conflict", Severity.ERROR, "a merge left its marker in the file")


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """A block that is a marker."""
    if block.kind == CONFLICT:
        line = block.text.split("\n", 1)[0].rstrip()
        message = f"a merge left `{line[:7]}` here; keep the lines you want and remove the marker"
        yield RULE.at(Place(block, 0, len(line)), message)
