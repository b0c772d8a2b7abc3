"""A document as a row of blocks, each read by itself and kept while its text stays the same.

`Document` is immutable; `edit` gives the next version, which shares all blocks that the edit left
alone, so that a keystroke costs the reading of the entry it falls into.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sbd_lsp.syntax.cut import CONFLICT, HEAD, REST, START, WHOLE, State, step
from sbd_lsp.syntax.plain import _Plain, plain
from sbd_lsp.syntax.read import reach_of, read
from sbd_lsp.syntax.tree import Mapping, Reading, Scalar, Sequence
from sbd_lsp.text.lines import count_breaks, split_lines

# how far a quoted text or a flow collection may reach over lines that look like other entries
FARTHEST = 20_000
REACH = 40
MOST_FRESH = 100
UNREAD = (HEAD, CONFLICT, REST)
NOTHING = Reading(None, ())


class Block:
    """Whole lines that are read together. Places in `reading` count from their start."""

    __slots__ = ("after", "breaks", "joined", "kind", "meaning", "reading", "state", "text")

    def __init__(
        self, kind: str, text: str, state: State, after: State, joined: bool = False
    ) -> None:
        self.kind = kind
        self.joined = joined
        self.text = text
        self.state = state
        self.after = after
        self.breaks = count_breaks(text)
        self.reading = NOTHING if kind in UNREAD else read(text)
        # what the layer above makes of the block, once; it follows from the fields above alone
        self.meaning: Any = None

    @property
    def unclosed(self) -> str:
        """The character that would close what is open at the end of the block, if anything is."""
        faults = self.reading.faults
        return next((fault.unclosed[0] for fault in faults if fault.unclosed), "") if faults else ""

    @property
    def column(self) -> int:
        """Where the content of the block begins in its line."""
        tree = self.reading.tree
        return tree.column if isinstance(tree, (Mapping, Sequence)) else -1


class Document:
    """One version of a text. `starts` and `lines` are the offset and the line of each block;
    `joined` says how many blocks hold lines that would be blocks but for an open quote or bracket.
    """

    def __init__(
        self, blocks: list[Block], starts: list[int], lines: list[int], joined: int
    ) -> None:
        self.blocks = blocks
        self.starts = starts
        self.lines = lines
        self.joined = joined
        self._fresh: dict[Block, int] = {}  # indices of blocks of which `_index` does not know

    @classmethod
    def of(cls, text: str) -> Document:
        """The document that `text` is."""
        blocks = _joined(_cut(text, START, {}))
        starts, lines = _places(blocks, 0, 0)
        return cls(blocks, starts, lines, _joints(blocks))

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "".join(block.text for block in self.blocks)

    @property
    def length(self) -> int:
        """Characters of the text."""
        return self.starts[-1] + len(self.blocks[-1].text)

    @cached_property
    def _index(self) -> dict[Block, int]:
        return {block: index for index, block in enumerate(self.blocks)}

    def index_of(self, block: Block) -> int:
        """The index of `block`, one of this document's."""
        fresh = self._fresh.get(block)
        return self._index[block] if fresh is None else fresh

    def offset_of(self, block: Block) -> int:
        """Where `block`, one of this document's, begins."""
        return self.starts[self.index_of(block)]

    def text_between(self, start: int, end: int) -> str:
        """The text from `start` up to `end`, which stand in one block."""
        index = self.index_at(start)
        begin = self.starts[index]
        return self.blocks[index].text[start - begin : end - begin]

    def index_at(self, offset: int) -> int:
        """Index of the block that holds `offset`; of the last one for the end of the text."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def index_at_line(self, line: int) -> int:
        """Index of the block that holds line `line`, counted from 0."""
        return max(0, bisect_right(self.lines, line) - 1)

    def edit(self, start: int, end: int, text: str) -> Document:
        """The document with `text` in the place of what stands from `start` up to `end`."""
        return self.edited(start, end, text)[0]

    def edited(
        self, start: int, end: int, text: str
    ) -> tuple[Document, frozenset[Block], frozenset[Block]]:
        """As `edit`, with the blocks that are gone and those that came."""
        first = max(0, self._open_before(self.index_at(start)) - 1)
        last = self.index_at(end)
        begin = self.starts[first]
        old = "".join(block.text for block in self.blocks[first : last + 1])
        fresh = old[: start - begin] + text + old[end - begin :]
        kept = {(block.state, block.text): block for block in self.blocks[first : last + 1]}
        cut = _cut(fresh, self.blocks[first].state, kept)
        more = 1
        while last + 1 < len(self.blocks) and not (
            cut and cut[-1].after == self.blocks[last + 1].state
        ):
            further = self.blocks[last + 1 : last + 1 + more]
            kept.update({(block.state, block.text): block for block in further})
            fresh += "".join(block.text for block in further)
            last, more = last + len(further), more * 2
            cut = _cut(fresh, self.blocks[first].state, kept)
        return self._spliced(first, last + 1, cut)

    def _open_before(self, index: int) -> int:
        """The first block before `index` from which something open might reach it, or `index`."""
        reach = self.starts[index] - FARTHEST
        found = index
        for place in range(index - 1, max(-1, index - REACH), -1):
            if self.starts[place] < reach:
                break
            if self.blocks[place].unclosed:
                found = place
        return found

    def _spliced(
        self, first: int, last: int, cut: list[Block]
    ) -> tuple[Document, frozenset[Block], frozenset[Block]]:
        tail = self.blocks[last:]
        if not cut and not tail and first == 0:
            cut = [Block(HEAD, "", START, START)]
        if any(block.unclosed for block in cut):
            near = cut + tail[:REACH]
            if self.joined or len(_joined(near)) < len(near):
                text = "".join(block.text for block in self.blocks[:first] + cut + tail)
                document = Document.of(text)
                return document, frozenset(self.blocks), frozenset(document.blocks)
        old = self.blocks[first:last]
        document = self._with(first, last, cut, self.joined - _joints(old) + _joints(cut))
        if "_index" in self.__dict__ and len(cut) == len(old) and len(self._fresh) < MOST_FRESH:
            document.__dict__["_index"] = self._index
            document._fresh = self._fresh | {b: i for i, b in enumerate(cut, first)}
        gone, come = frozenset(old), frozenset(cut)
        return document, gone - come, come - gone

    def _with(self, first: int, last: int, cut: list[Block], joined: int) -> Document:
        """The document with the blocks `cut` in the place of those from `first` up to `last`."""
        tail = self.blocks[last:]
        blocks = self.blocks[:first] + cut + tail
        starts, lines = _places(cut, self.starts[first], self.lines[first])
        if not tail:
            starts, lines = self.starts[:first] + starts, self.lines[:first] + lines
            return Document(blocks, starts, lines, joined)
        length = sum(len(block.text) for block in cut)
        breaks = sum(block.breaks for block in cut)
        moved = self.starts[first] + length - self.starts[last]
        sunk = self.lines[first] + breaks - self.lines[last]
        later = self.starts[last:]
        below = self.lines[last:]
        return Document(
            blocks,
            self.starts[:first] + starts + ([s + moved for s in later] if moved else later),
            self.lines[:first] + lines + ([n + sunk for n in below] if sunk else below),
            joined,
        )


def plain_document(document: Document) -> Any:
    """The value of the whole document, as PyYAML would give it where it accepts the text."""
    if any(isinstance(block.reading.tree, Scalar) for block in document.blocks):
        whole = read(document.text)  # text over several lines, or a key still to be typed
        if not whole.faults:
            return plain(whole.tree)
    values = _Plain({})
    top: dict[Any, Any] = {}
    header: Any = None
    for block in document.blocks:
        tree = block.reading.tree
        if block.kind in UNREAD or tree is None:
            continue
        value = values.value(tree)
        if block.kind == WHOLE:
            return value
        if block.kind == "top":
            if isinstance(value, dict):
                top.update(value)
                header = next(reversed(value), None)
        elif header is not None:
            top[header] = _extended(top[header], value)
    return top or None


def _extended(value: Any, more: Any) -> Any:
    """`value`, what a section holds so far, with the entries of one more block."""
    if isinstance(value, dict) and isinstance(more, dict):
        return {**value, **more}
    if isinstance(value, list) and isinstance(more, list):
        return value + more
    return more if value is None else value


def _cut(text: str, state: State, kept: dict[tuple[State, str], Block]) -> list[Block]:
    """The blocks of `text`, which begins in `state`; those in `kept` are taken as they are."""
    kept = dict(kept)
    blocks: list[Block] = []
    kind, lines, before = HEAD, list[str](), state
    for line in split_lines(text):
        begins, after = step(state, line)
        if begins is not None and lines:
            blocks.append(_block(kind, lines, before, state, kept))
            lines = []
        if begins is not None:
            kind, before = begins, state
        lines.append(line)
        state = after
    if lines:
        blocks.append(_block(kind, lines, before, state, kept))
    return blocks


def _block(
    kind: str,
    lines: list[str],
    state: State,
    after: State,
    kept: dict[tuple[State, str], Block],
) -> Block:
    text = "".join(lines)
    known = kept.pop((state, text), None)
    if known is not None and known.kind == kind and known.after == after:
        return known
    return Block(kind, text, state, after)


def _joined(blocks: list[Block]) -> list[Block]:
    """`blocks`, with those joined that are one entry because a quote or bracket goes on."""
    result: list[Block] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        closing = block.unclosed
        taken = next(_continued(blocks, index, closing), None) if closing else None
        if taken is not None:
            block, index = taken
        result.append(block)
        index += 1
    return result or [Block(HEAD, "", START, START)]


def _continued(blocks: list[Block], index: int, closing: str) -> Iterator[tuple[Block, int]]:
    """Blocks that begin at `index`, close with `closing` and are YAML; with their last index."""
    first = blocks[index]
    texts = list(_near(blocks, index))
    if not any(closing in text for text in texts[1:]):
        return
    farthest = reach_of("".join(texts))
    end = len(first.text)
    for last, text in enumerate(texts[1:], index + 1):
        end += len(text)
        if end > farthest:
            return
        if closing in text:
            joined = "".join(texts[: last - index + 1])
            whole = Block(first.kind, joined, first.state, blocks[last].after, joined=True)
            if not whole.reading.faults:
                yield whole, last


def _near(blocks: list[Block], index: int) -> Iterator[str]:
    """The texts of the block at `index` and of those that what is open in it might reach."""
    length = 0
    for block in blocks[index : index + REACH]:
        length += len(block.text)
        if length > FARTHEST and block is not blocks[index]:
            return
        yield block.text


def _joints(blocks: list[Block]) -> int:
    return sum(block.joined for block in blocks)


def _places(blocks: list[Block], start: int, line: int) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    lines: list[int] = []
    for block in blocks:
        starts.append(start)
        lines.append(line)
        start += len(block.text)
        line += block.breaks
    return starts, lines
