"""not-yaml: a place that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import line_break
from sbd_lsp.checks.mending import Cure, cures_of
from sbd_lsp.checks.misplaced_entry import is_dashed_node
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import EDGE, NODE, WHOLE
from sbd_lsp.syntax.tree import Fault, Mapping, Scalar, Sequence

RULE = Rule("not-yaml", Severity.ERROR, "the text is not YAML at this place")
MOST_CURED = 10  # faults of a block for which cures are tried, each by reading the block again
OF = {NODE: "nodes", EDGE: "edges"}
SURROGATE = re.compile("[\ud800-\udfff]")
HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]|\\U0000[dD]")  # or as an escape


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Faults of the block, and a block that stands where no block can."""
    for number, fault in enumerate(block.reading.faults):
        place = Place(block, fault.start, fault.end)
        cured = not fault.unclosed and number < MOST_CURED
        cures = cures_of(block.text, fault) if cured else ()
        if fault.unclosed:
            message, fixes = _unclosed(block, fault)
            yield RULE.at(place, message, fixes, pending=fault.unclosed[0] in "]}")
        else:
            message = cures[0].message if cures else fault.message
            yield RULE.at(place, message, [_fix(block, cure) for cure in cures])
    if _is_stray(block):
        yield _stray(block, model)
    for scalar in _halved(block):
        message = "half of a character (a surrogate) cannot be written; write the whole one"
        yield RULE.at(Place(block, scalar.start, scalar.end), message)


def _fix(block: Block, cure: Cure) -> Fix:
    changes = (Change(Place(block, start, end), new) for start, end, new in cure.changes)
    return Fix(cure.title, tuple(changes), cure.safe)


def _halved(block: Block) -> Iterator[Scalar]:
    """Scalars of the block with a code unit of UTF-16 that is no character by itself."""
    usual = block.text.isascii() and "\\" not in block.text
    waiting = [] if usual or not HALF.search(block.text) else [block.reading.tree]
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
    elsewhere = (
        block.state.section not in (block.kind, "other", "cut", "strange") and block.column >= 0
    )
    return block.kind in OF and elsewhere and not is_dashed_node(block)


def _stray(block: Block, model: Model) -> Finding:
    name = OF[block.kind]
    start = len(block.text) - len(block.text.lstrip())
    place = Place(block, start, start + len(block.text[start:].split("\n", 1)[0].rstrip()))
    written = partial(_is_written, name)
    if not written(model):
        change = Change(Place(block, 0, 0), f"{name}:{line_break(block)}")
        fix = Fix(f"Write `{name}:` above", (change,))
        message = f"stands under no key of the document; write `{name}:` above it"
        return RULE.at(place, message, [fix], wide=written)
    message = f"stands under no key of the document; move it below `{name}`"
    return RULE.at(place, message, partial(_moved, block), wide=written)


def _is_written(name: str, model: Model) -> bool:
    return model.section(name) is not None


def _moved(block: Block, model: Model) -> Iterator[Fix]:
    """The fix that moves the block, and those that follow it, to the end of its section."""
    section = model.section(OF[block.kind])
    if section is None:
        return
    index_of = model.document.blocks.index_of
    moved = [*_run(index_of(block), block.kind, model)]
    entries = [*_run(index_of(section.block) + 1, block.kind, model)]
    last = entries[-1] if entries else section.block
    if any(entry.column != block.column for entry in entries) or last.kind == WHOLE:
        return
    if not entries and section.pair.value is not None:
        return
    ends = line_break(block)
    text = "".join(each.text if each.text.endswith("\n") else each.text + ends for each in moved)
    end = len(last.text)
    lead = "" if last.text.endswith("\n") else ends
    removed = [Change(Place(each, 0, len(each.text)), "") for each in moved]
    changes = (Change(Place(last, end, end), lead + text), *removed)
    yield Fix(f"Move it below `{OF[block.kind]}`", changes)


def _run(start: int, kind: str, model: Model) -> Iterator[Block]:
    """The blocks of a kind that follow each other from index `start` on, up to a stray one."""
    blocks = model.document.blocks
    for index in range(start, len(blocks)):
        block = blocks[index]
        if block.kind != kind or (index > start and _is_stray(block)):
            return
        yield block
