"""unknown-tag: a tag that is no intrinsic function of CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Rule, Severity, meant
from sbd_lsp.model.model import Model, Place
from sbd_lsp.model.values import is_call, parts
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.tree import Alias, Tree

RULE = Rule("unknown-tag", Severity.ERROR, "a tag that is no function of CloudFormation")
TAGS = tuple(f"!{name}" for name in CATALOGUE.functions)


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Tags anywhere in the block."""
    tree = block.reading.tree
    if tree is None or "!" not in block.text:
        return
    for part in (tree, *parts(tree)):
        tag = "" if isinstance(part, Alias) else part.tag
        if tag and is_call(part) and tag not in TAGS:
            yield _finding(block, part, tag)


def _finding(block: Block, tree: Tree, tag: str) -> Finding:
    start = max(block.text.find(tag, tree.start, tree.end), tree.start)
    place = Place(block, start, start + len(tag))
    otherwise = "remove it, or put text that begins with `!` in quotes"
    hint, fixes = meant(tag.replace("Fn::", "", 1), TAGS, place, otherwise)
    return RULE.at(place, f"CloudFormation has no function `{tag}`; {hint}", fixes)
