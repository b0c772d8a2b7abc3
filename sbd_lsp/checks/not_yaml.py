"""not-yaml: a place that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import end_of_pair, line_break
from sbd_lsp.checks.mending import Cure, cures_of
from sbd_lsp.checks.misplaced_entry import is_dashed_node
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.brackets import closers, in_section, is_open, last_closer, level
from sbd_lsp.syntax.cut import DESIGN, EDGE, END, NODE, OPENING, REST, TOP, WHOLE
from sbd_lsp.syntax.tree import Fault, Mapping, Scalar, Sequence, Tree
from sbd_lsp.syntax.within import lacks_brace
from sbd_lsp.text.lines import line_end

RULE = Rule("not-yaml", Severity.ERROR, "the text is not YAML at this place")
MOST_CURED = 10  # faults of a block for which cures are tried, each by reading the block again
OF = {NODE: "nodes", EDGE: "edges"}
COMMENT = re.compile(r"#[^\n]*")
SURROGATE = re.compile("[\ud800-\udfff]")
HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]|\\U0000[dD]")  # or as an escape


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Faults of the block, and a block that stands where no block can."""
    for number, fault in enumerate(block.reading.faults):
        place = Place(block, fault.start, fault.end)
        cured = not fault.unclosed and number < MOST_CURED and block.kind != END
        cures = cures_of(block.text, fault, block.opening) if cured else ()
        if fault.unclosed:
            message, fixes = _unclosed(block, fault)
            yield RULE.at(place, message, fixes, pending=fault.unclosed[0] in "]}")
        else:
            message = cures[0].message if cures else fault.message
            yield RULE.at(place, message, [_fix(block, cure) for cure in cures])
    if block.flow or in_section(block.state):
        yield from _between(block, model)
    elif _is_stray(block):
        yield _stray(block, model)
    for scalar in _halved(block):
        message = "half of a character (a surrogate) cannot be written; write the whole one"
        yield RULE.at(Place(block, scalar.start, scalar.end), message)


def check_design(model: Model) -> Iterator[Finding]:
    """A design in braces that ends before they are closed."""
    blocks = model.document.blocks
    number = len(blocks) - 1
    while number > 0 and blocks[number].kind == REST:
        number -= 1
    last = blocks[number]
    missing = closers(last.after)
    if missing:
        end = len(last.text.rstrip())
        ends, indent = line_break(last), " " * max(last.after.base, 0)
        text = "".join(f"{ends}{indent}{bracket}" for bracket in missing)
        if last.after.flow == DESIGN:  # the last of them is that of the design
            text = f"{text[: -1 - len(indent)]}{missing[-1]}"
        fix = Fix(f"Close with `{missing}`", (Change(Place(last, end, end), text),))
        what = "brackets are" if len(missing) > 1 else "bracket is"
        message = f"the last {what} missing; write `{missing}` at the end"
        yield RULE.at(Place(last, max(end - 1, 0), end), message, [fix], unfinished=True)


def _between(block: Block, model: Model) -> Iterator[Finding]:
    """What is missing between a block of a design in braces and its neighbours: a bracket, the key
    of its section, the comma behind it."""
    start = len(block.text) - len(block.text.lstrip())
    above = "" if block.kind == END else _missing_above(block)
    if above:
        line = f"{' ' * max(block.state.base, 0)}{above}{line_break(block)}"
        fix = Fix(f"Write `{above}` above", (Change(Place(block, 0, 0), line),))
        place = Place(block, start, line_end(block.text, start))
        yield RULE.at(place, f"`{above}` is missing above this line", [fix])
    if block.kind == TOP and in_section(block.after) and not is_open(block.text):
        bracket = OPENING[block.after.section]
        closer = last_closer(block.text)
        if closer >= 0:  # editors close what they see opened
            sign, end = block.text[closer], closer + 1
            message, title = f"`{sign}` closes nothing; remove it", f"Remove `{sign}`"
            change = Change(Place(block, closer, end), "")
        else:
            end = _end(block)
            message, title = f"entries follow; write `{bracket}` before them", f"Write `{bracket}`"
            change = Change(Place(block, end, end), f" {bracket}")
        fix = Fix(title, (change,))
        yield RULE.at(Place(block, end - 1, end), message, [fix], pending=True)
    elif _needs_comma(block, model.document.blocks.following(block)):
        end = _end(block)
        fix = Fix("Write `,`", (Change(Place(block, end, end), ","),))
        message = "a comma is missing between two entries"
        yield RULE.at(Place(block, end - 1, end), message, [fix])


def _missing_above(block: Block) -> str:
    """What has to stand above a block: what closes the section there, or begins its own."""
    if block.kind in OPENING:
        return "" if in_section(block.state) else f'"{OF[block.kind]}": {OPENING[block.kind]}'
    if lacks_brace(block.text, block.state, block.after):
        return "{"
    comma = "," if block.state.flow == DESIGN else ""
    return f"{closers(block.state)[0]}{comma}" if in_section(block.state) else ""


def _needs_comma(block: Block, following: Block | None) -> bool:
    """Whether a block of a design in braces has no comma though an entry of the same mapping or
    list follows it."""
    if following is None or following.kind not in (NODE, EDGE, TOP) or block.reading.faults:
        return False
    if not level(block.after) or (following.kind == TOP and in_section(following.state)):
        return False  # or the bracket is missing that closes the section
    if block.text.rstrip()[-1:] == "," and "#" not in block.text:
        return False
    if _opens(block) and _last_of(_opened(block)) is None:
        return False
    return "," not in COMMENT.sub("", block.text[_end(block) :])


def _opens(block: Block) -> bool:
    """Whether a block begins what the blocks behind it go on with."""
    begins = block.kind in (TOP, END) and in_section(block.after)
    return begins or level(block.after) > level(block.state)


def _opened(block: Block) -> Tree | None:
    """What a block leaves open."""
    tree = block.reading.tree
    return tree.pairs[-1].value if isinstance(tree, Mapping) and tree.pairs else None


def _last_of(tree: Tree | None) -> int | None:
    """Where the last entry of a collection ends, None if there is none."""
    if isinstance(tree, Mapping):
        return end_of_pair(tree.pairs[-1]) if tree.pairs else None
    last = tree.items[-1] if isinstance(tree, Sequence) and tree.items else None
    return last.end if last else None


def _end(block: Block) -> int:
    """Where the last entry of a block in a design in braces ends, or its closing bracket."""
    last = _opened(block) if _opens(block) else block.reading.tree
    end = None if block.ends else _last_of(last)
    bare = COMMENT.sub(lambda comment: " " * len(comment[0]), block.text)
    return len(bare.rstrip(", \t\r\n")) if end is None else end


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
