"""Changes from which fixes are made: to add, move and remove keys and entries.

They keep the style of what stands there, flow or block, its indentation and its line breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sbd_lsp.checks.rule import Change, Fix
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.uses import uses
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import DESIGN, EDGE, NODE, TOP, WHOLE
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree
from sbd_lsp.syntax.write import is_bare, quoted
from sbd_lsp.text.lines import break_of, line_end, line_start


def written(value: Any) -> str:
    """A plain scalar value as YAML: text in quotes where it could be taken for something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if isinstance(value, int) or is_bare(text):
        return text
    return quoted(text)


def line_break(block: Block) -> str:
    """The line break that the lines of `block` end with."""
    return break_of(block.text)


def end_of(tree: Tree) -> int:
    """Where the content of `tree` ends; a block mapping may reach over comments below it."""
    while isinstance(tree, (Mapping, Sequence)) and tree.column >= 0:
        last = end_of_pair(tree.pairs[-1]) if isinstance(tree, Mapping) else _last_item(tree)
        if last is None:
            break
        return last
    return tree.end


def _last_item(tree: Sequence) -> int | None:
    item = tree.items[-1] if tree.items else None
    return None if item is None else end_of(item)


def end_of_pair(pair: Pair) -> int:
    """Where `pair` ends: its value, or its colon if it has none."""
    if pair.value is not None:
        return end_of(pair.value)
    return max(pair.colon + 1, pair.key.end)


def add_key(block: Block, body: Mapping, key: str, value: str, after: str | None = None) -> Change:
    """The change that writes `key: value` into `body`, behind the key `after` if that is there,
    else at the top."""
    flow = body.column < 0
    first = body.pairs[0].key if body.pairs and block.flow else None
    line = f"{_like(first, key)}: {_like(first, value)}" if first else f"{key}: {value}"
    between = ", " if flow else line_break(block) + " " * body.column
    before = body.get(after) if after else None
    if before is not None:
        end = end_of_pair(before)
        end = end if flow else line_end(block.text, max(end - 1, before.key.start))
        return Change(Place(block, end, end), between + line)
    if body.pairs:
        start = body.pairs[0].key.start
        return Change(Place(block, start, start), line + between)
    start = block.text.index("{", body.start) + 1  # behind a tag, if there is one
    return Change(Place(block, start, start), line)


def give_value(block: Block, pair: Pair, value: str) -> Change:
    """The change that writes `value` behind a key that has none or only empty quotes."""
    if pair.value is not None:
        return Change(Place(block, pair.value.start, pair.value.end), value)
    end = end_of_pair(pair)
    colon = block.text[end - 1 : end] == ":" and end > pair.key.end
    if not colon and block.text[end : end + 1] == ":":
        end, colon = end + 1, True
    return Change(Place(block, end, end), f" {value}" if colon else f": {value}")


def set_value(entry: Node | Edge, key: str, value: str) -> Change | None:
    """The change that gives the key `key` of `entry` the value `value`; None if `entry` has no
    mapping to write into."""
    pair = entry.fields.get(key)
    if pair is not None and pair.value is not None:
        return Change(entry.place(pair.value), value)
    if pair is not None:
        return give_value(entry.block, pair, value)
    if entry.body is None:
        return None
    last = entry.body.pairs[-1].key if entry.body.pairs else None
    after = last.text if isinstance(last, Scalar) else None
    return add_key(entry.block, entry.body, key, value, after)


def remove_pair(block: Block, body: Mapping, pair: Pair) -> Change:
    """The change that removes `pair` from `body`."""
    return remove_pairs(block, body, [pair])[0]


def remove_pairs(block: Block, body: Mapping, pairs: Iterable[Pair]) -> list[Change]:
    """Changes that remove `pairs` from `body`."""
    unwanted = list(pairs)
    changes: list[Change] = []
    kept: Pair | None = None
    for pair in body.pairs:
        if pair not in unwanted:
            if kept is None and pair is not body.pairs[0]:
                start = body.pairs[0].key.start
                changes.append(Change(Place(block, start, pair.key.start), ""))
            kept = pair
        elif kept is not None:
            changes.append(Change(_stretch(block, body, pair, kept), ""))
            kept = pair if body.column < 0 else kept
    if kept is None and body.pairs:
        place = Place(block, body.pairs[0].key.start, end_of_pair(body.pairs[-1]))
        changes.append(Change(place, ""))
    return changes


def _stretch(block: Block, body: Mapping, pair: Pair, before: Pair) -> Place:
    """What goes with `pair`: the comma before it in flow style, its lines in block style, with the
    break before them."""
    if body.column < 0:
        return Place(block, end_of_pair(before), end_of_pair(pair))
    start = line_start(block.text, pair.key.start)
    start -= 2 if block.text.endswith("\r\n", 0, start) else 1
    end = max(end_of_pair(pair) - 1, pair.key.start)
    return Place(block, start, line_end(block.text, end))


def without_edge(edge: Edge, safe: bool, model: Model) -> Iterator[Fix]:
    """The fix that removes `edge`; none if it shares its block, or if in braces there is no telling
    which comma has to go with it."""
    changes = remove_edge(edge, model)
    if changes:
        yield Fix("Remove this edge", changes, safe)


def remove_edge(edge: Edge, model: Model) -> tuple[Change, ...]:
    """The changes that remove `edge`, none where `without_edge` gives no fix; in braces the last of
    a list takes the comma of the one before it along."""
    block, tree = edge.block, edge.block.reading.tree
    if block.kind != EDGE or edge.value is None:
        return ()
    end = end_of(edge.value)
    lines = Change(_lines(block, edge.value.start, end), "")
    if not block.flow:
        return (lines,)
    if block.ends:  # what closes the section stays
        behind = end + block.text.startswith(",", end)
        behind += len(block.text[behind:]) - len(block.text[behind:].lstrip(" "))
        place = Place(block, line_start(block.text, edge.value.start), behind)
        lines = Change(place, " " * max(block.state.base, 0))
    if isinstance(tree, Sequence) and len(tree.items) > 1:
        return ()
    if block.text.startswith(",", end) and not block.ends:
        return (lines,)
    before, after = _beside(block, model)
    if ("," in block.text[end:] and not block.ends) or (after is not None and after.kind == EDGE):
        return ()
    if before is None or before.kind != EDGE:
        return (lines,)
    items = before.reading.tree.items if isinstance(before.reading.tree, Sequence) else ()
    comma = items[-1].end if items and items[-1] is not None else -1
    if comma < 0 or not before.text.startswith(",", comma):
        return ()
    return Change(Place(before, comma, comma + 1), ""), lines


def _beside(block: Block, model: Model) -> tuple[Block | None, Block | None]:
    """The blocks before and after `block`."""
    blocks = model.document.blocks
    index = blocks.index_of(block)
    return blocks[index - 1] if index else None, blocks.following(block)


def remove_section(block: Block, pair: Pair) -> Change | None:
    """The change that removes a key of the document; None if its entries stand in other blocks,
    or if it stands in a flow mapping."""
    if block.kind != TOP or block.flow or pair.value is None:
        return None
    return Change(_lines(block, pair.key.start, end_of_pair(pair)), "")


def _lines(block: Block, start: int, end: int) -> Place:
    """The whole lines from `start` to `end`, with the last one's break."""
    text = block.text
    last = line_end(text, max(end - 1, start))
    if text.startswith("\r\n", last):
        last += 2
    elif last < len(text):
        last += 1
    return Place(block, line_start(text, start), last)


def add_node(near: Node, id: str, type: str) -> Change | None:
    """The change that declares a node behind `near`; None if all nodes stand in one block."""
    block = near.block
    if block.flow and near.value is not None:
        return _in_braces(block, near.key, near.value, f"{_like(near.key, id)}: ", {"type": type})
    if block.kind != NODE or block.column < 0 or near.value is None:
        return None
    indent = " " * block.column
    inner = " " * (near.body.column if near.body and near.body.column > 0 else block.column + 2)
    ends = line_break(block)
    end = line_end(block.text, max(end_of(near.value) - 1, near.key.end))
    return Change(Place(block, end, end), f"{ends}{indent}{written(id)}:{ends}{inner}type: {type}")


def add_edge(
    model: Model, source: str, target: str, keys: str = "", near: Edge | None = None
) -> Change | None:
    """The change that adds an edge, `keys` being what is to stand in it behind its ends (`, …`):
    behind `near`, else behind the last edge; None if all edges stand in one block."""
    line = f"- {{from: {written(source)}, to: {written(target)}{keys}}}"
    block = near.block if near else _last_edge(model)
    if block is not None and block.kind == EDGE and isinstance(block.reading.tree, Sequence):
        tree = block.reading.tree
        if block.flow:
            last = near.value if near else tree.items[-1]
            both = {"from": source, "to": target}
            return _in_braces(block, last, last, "", both, keys) if last else None
        ends = line_break(block) + " " * max(tree.column, 0)
        end = line_end(block.text, max(end_of(tree) - 1, 0))
        return Change(Place(block, end, end), ends + line)
    if block is not None or any(e.block.kind != EDGE for es in model.leaving.values() for e in es):
        return None
    return _first_edge(model, line)


def _in_braces(
    block: Block, like: Tree, near: Tree, lead: str, values: dict[str, str], keys: str = ""
) -> Change:
    """The change that writes an entry of a design in braces below the one that begins with `like`
    and ends with `near`, in its column: `lead`, and `values` and `keys` in braces."""
    column = like.start - line_start(block.text, like.start)
    first = like.pairs[0].key if isinstance(like, Mapping) and like.pairs else like
    body = ", ".join(f"{_like(first, key)}: {_like(first, value)}" for key, value in values.items())
    text = f",{line_break(block)}{' ' * column}{lead}{{{body}{keys}}}"
    return Change(Place(block, near.end, near.end), text)


def _like(tree: Tree, text: str) -> str:
    """`text`, if it means itself, in quotes if `tree`, a key, is."""
    return quoted(text) if isinstance(tree, Scalar) and tree.style and is_bare(text) else text


def _last_edge(model: Model) -> Block | None:
    blocks = reversed(model.document.blocks)
    return next((block for block in blocks if block.kind == EDGE), None)


def _first_edge(model: Model, line: str) -> Change | None:
    """The change that adds `line` as the only edge of a document without any."""
    section = model.section("edges")
    last = model.document.blocks[-1]
    ends = line_break(last)
    if section is not None:
        block, end = section.block, section.pair.colon + 1
        if block.kind != TOP or section.pair.value is not None or end < 1:
            return None
        end = line_end(block.text, end)
        return Change(Place(block, end, end), f"{line_break(block)}  {line}")
    if last.kind == WHOLE or last.after.flow == DESIGN or model.section("nodes") is None:
        return None
    end = len(last.text)
    lead = "" if last.text.endswith(("\n", "\r")) else ends
    return Change(Place(last, end, end), f"{lead}edges:{ends}  {line}{ends}")


def free_id(wish: str, model: Model) -> str:
    """`wish`, or with a number behind it if a node has that id."""
    found, number = wish, 1
    while found in model.nodes:
        number += 1
        found = f"{wish}{number}"
    return found


def renamed(old: str, new: str, model: Model) -> Iterator[Change]:
    """Changes that write `new` wherever the id `old` is used."""
    for use in uses(old, model):
        yield Change(use.place, use.written(new))
