"""not-yaml: a place that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sbd_lsp.checks.edits import line_break
from sbd_lsp.checks.mending import cure_of
from sbd_lsp.checks.misplaced_entry import is_dashed_node
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import EDGE, NODE
from sbd_lsp.syntax.tree import Fault, Mapping, Scalar, Sequence

RULE = Rule("not-yaml", Severity.ERROR, "the text is not YAML at this place", wide=True)
OF = {NODE: "nodes", EDGE: "edges"}
SURROGATE = re.compile("[\ud800-\udfff]")
HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]|\\U0000[dD]")  # or as an escape


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Faults of the block, and a block that stands where no block can."""
    for fault in block.reading.faults:
        place = Place(block, fault.start, fault.end)
        cure = None if fault.unclosed else cure_of(block.text, fault)
        if fault.unclosed:
            yield RULE.at(place, *_unclosed(block, fault))
        elif cure is None:
            yield RULE.at(place, fault.message)
        else:
            changes = [Change(Place(block, start, end), new) for start, end, new in cure.changes]
            yield RULE.at(place, cure.message, [Fix(cure.title, tuple(changes))])
    if _is_stray(block):
        yield _stray(block, model)
    for scalar in _halved(block):
        message = "half of a character (a surrogate) cannot be written; write the whole one"
        yield RULE.at(Place(block, scalar.start, scalar.end), message)


def _halved(block: Block) -> Iterator[Scalar]:
    """Scalars of the block with a code unit of UTF-16 that is no character by itself."""
    waiting = [block.reading.tree] if HALF.search(block.text) else []
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Mapping):
            waiting += [part for pair in tree.pairs for part in (pair.value, pair.key)]
        elif isinstance(tree, Sequence):
            waiting += tree.items
        elif isinstance(tree, Scalar) and SURROGATE.search(tree.text):
            yield tree


def _unclosed(block: Block, fault: Fault) -> tuple[str, list[Fix]]:
    """The message on what is not closed, and the fix that closes it; a quote is closed before the
    brackets that it took in."""
    quote, brackets = fault.unclosed[0], fault.unclosed[1:]
    end, closing = fault.end, fault.unclosed
    if quote in "\"'" and brackets and block.text.endswith(brackets, fault.start, end):
        end, closing = end - len(brackets), quote
    fix = Fix(f"Close with `{closing}`", (Change(Place(block, end, end), closing),))
    return f"{fault.message}; write `{closing}`", [fix]


def _is_stray(block: Block) -> bool:
    elsewhere = block.state.section not in (block.kind, "other") and block.column >= 0
    return block.kind in OF and elsewhere and not is_dashed_node(block)


def _stray(block: Block, model: Model) -> Finding:
    name = OF[block.kind]
    start = len(block.text) - len(block.text.lstrip())
    place = Place(block, start, start + len(block.text[start:].split("\n", 1)[0].rstrip()))
    section = model.section(name)
    if section is None:
        change = Change(Place(block, 0, 0), f"{name}:{line_break(block)}")
        fix = Fix(f"Write `{name}:` above", (change,))
        message = f"stands under no key of the document; write `{name}:` above it"
        return RULE.at(place, message, [fix])
    message = f"stands under no key of the document; move it below `{name}`"
    return RULE.at(place, message)
