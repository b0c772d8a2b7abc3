"""misplaced-entry: an entry that is not written as the entries of its section are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.catalogue.entries import Service
from sbd_lsp.checks.edits import free_id, line_break
from sbd_lsp.checks.invalid_id import is_id
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import (
    Model,
    Place,
    indentation,
    is_displaced,
    is_headless,
    meaning_of,
)
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import EDGE, NODE, TOP
from sbd_lsp.syntax.tree import Mapping, Sequence, key_text
from sbd_lsp.text.lines import line_start, line_starts

RULE = Rule("misplaced-entry", Severity.ERROR, "an entry that is not written as its neighbours are")
MOST = 3  # ids that are offered
STEP = 2  # columns by which entries are indented where none shows how


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """A node with a dash or without an id, an edge without a dash, a key of the design at another
    indentation than those before it."""
    if block.flow:
        return
    if is_dashed_node(block):
        message = "the entries of `nodes` begin with their ids; write them without a dash"
        yield RULE.at(_first_line(block), message, _undashed(block))
    elif is_bare_edge(block):
        message = "`edges` is a list; write a dash before each edge"
        yield RULE.at(_first_line(block), message, _dashed(block))
    elif is_headless(block):
        message = "the id of a node is missing above this line"
        yield RULE.at(_first_line(block), message, partial(_named, block))
    elif is_displaced(block):
        yield _displaced(block)
    elif block.kind == TOP and _begins(block):
        wanted = block.state.base if block.state.base >= 0 else block.after.base
        yield from _shifted_to(wanted, block)


def check_design(model: Model) -> Iterator[Finding]:
    """Entries of a section in another column than most of them, the first if two are alike."""
    for kind in model.uneven:
        wanted = _usual(kind, model)
        for block in _others(kind, wanted, model):
            yield from _shifted_to(wanted, block)


def _usual(kind: str, model: Model) -> int:
    """The column in which most entries of a kind stand; of several that of the first, if it is one
    of them."""
    counts = {column: count for (each, column), count in model.columns.items() if each == kind}
    usual = sorted(column for column, count in counts.items() if count == max(counts.values()))
    blocks = model.document.blocks
    index = min(map(blocks.index_of, model.uneven.get(kind)))
    near = (blocks[at] for at in (max(index - 1, 0), index) if blocks[at].kind == kind)
    return next((indentation(each) for each in near if indentation(each) in usual), usual[0])


def _others(kind: str, wanted: int, model: Model) -> Iterator[Block]:
    """The entries of a kind in other columns, each once: they stand right before or behind one that
    has another column than the one before it."""
    blocks = model.document.blocks
    seen = set[Block]()
    for block in model.uneven.get(kind):
        index = blocks.index_of(block)
        for way in (range(index, len(blocks)), range(index - 1, -1, -1)):
            for at in way:
                each = blocks[at]
                if each in seen or each.kind != kind or indentation(each) == wanted:
                    break
                seen.add(each)
                if _counts(each):
                    yield each


def _counts(block: Block) -> bool:
    """Whether an entry is written as others are, wherever it stands."""
    state = block.after if block.state.indent < 0 else block.state
    odd = is_dashed_node(block) or is_bare_edge(block) or is_headless(block)
    return state.section == block.kind and not block.flow and not odd and _begins(block)


def _shifted_to(wanted: int, block: Block) -> Iterator[Finding]:
    """The finding on a block that does not stand in the wanted column."""
    indent = indentation(block)
    if indent != wanted:
        message = f"indented by {indent} where the others have {wanted}"
        fixes = _shifted(block, wanted - indent, "Indent it like the others")
        yield RULE.at(_first_line(block), message, fixes)


def _displaced(block: Block) -> Finding:
    (node,) = meaning_of(block).nodes
    indent = block.state.indent if block.state.indent >= 0 else block.state.base + STEP
    message = f"`{node.id}` stands where keys of the design stand; indent it below `nodes`"
    fixes = _shifted(block, indent - indentation(block), "Indent it below `nodes`")
    return RULE.at(_first_line(block), message, fixes)


def is_dashed_node(block: Block) -> bool:
    """Whether the block is an item of a list below `nodes` that names a node."""
    tree = block.reading.tree
    if not isinstance(tree, Sequence) or block.state.section != NODE:
        return False
    keys = {
        key_text(pair)
        for item in tree.items
        for pair in (item.pairs if isinstance(item, Mapping) else ())
    }
    return block.kind == NODE or (block.kind == EDGE and keys.isdisjoint(("from", "to")))


def is_bare_edge(block: Block) -> bool:
    """Whether the block stands below `edges` and is no item of a list."""
    return block.kind == EDGE and isinstance(block.reading.tree, Mapping)


def _begins(block: Block) -> bool:
    """Whether the block begins with what it is, and not with a sign that has to go."""
    return all(fault.start != indentation(block) for fault in block.reading.faults)


def _first_line(block: Block) -> Place:
    start = indentation(block)
    end = start + len(block.text[start:].split("\n", 1)[0].rstrip())
    return Place(block, start, end)


def _undashed(block: Block) -> Iterator[Fix]:
    """The entry without its dash, if it is one on a line or has its keys below."""
    tree = block.reading.tree
    assert isinstance(tree, Sequence)
    one = tree.items[0] if len(tree.items) == 1 else None
    if isinstance(one, Mapping) and len(one.pairs) == 1 and one.column >= 0 and tree.dashes:
        dash = tree.dashes[0]
        changes = [Change(Place(block, dash, one.start), "")]
        changes += _moved(block, tree.column - one.column)[1:]
        yield Fix("Remove the dash", tuple(changes))


def _named(block: Block, model: Model) -> Iterator[Fix]:
    """An id above the keys of a node."""
    (node,) = meaning_of(block).nodes
    yield from id_above(Place(block, 0, 0), node.service, model)


def id_above(place: Place, service: Service | None, model: Model) -> Iterator[Fix]:
    """An id above keys that begin on a line of their own at `place`: one that edges name and no
    node has, or one by `service`, which the keys say."""
    other = free_id((service.id_example or service.title) if service else "Node", model)
    block, start = place.block, line_start(place.block.text, place.start)
    for id in filter(is_id, (*model.undeclared()[:MOST], other)):
        line = f"{' ' * block.after.indent}{id}:{line_break(block)}"
        yield Fix(f"Write `{id}:` above", (Change(Place(block, start, start), line),), safe=False)


def _dashed(block: Block) -> Iterator[Fix]:
    """The edge with its dash, in braces or where there is room for one before its keys; a dash with
    a space behind it."""
    start = indentation(block)
    tree = block.reading.tree
    if block.text.startswith("-", start):
        change = Change(Place(block, start + 1, start + 1), " ")
        yield Fix("Write a space behind the dash", (change,))
    elif isinstance(tree, Mapping) and tree.column < 0:
        yield Fix("Write a dash before it", (Change(Place(block, start, start), "- "),))
    elif block.state.indent < 0 <= block.after.indent <= start - len("- "):
        place = Place(block, block.after.indent, start)
        dash = "-".ljust(start - block.after.indent)
        yield Fix("Write a dash before it", (Change(place, dash),))


def _shifted(block: Block, by: int, title: str) -> Iterator[Fix]:
    changes = _moved(block, by)
    if changes:
        yield Fix(title, tuple(changes))


def _moved(block: Block, by: int) -> list[Change]:
    """Changes that indent each line of the block by more or less; none if a line has too little."""
    changes = []
    for start in line_starts(block.text):
        line = block.text[start:].split("\n", 1)[0]
        if not line.strip():
            continue
        if not line.startswith(" " * -by):
            return []
        changes.append(Change(Place(block, start, start + max(-by, 0)), " " * by))
    return changes
