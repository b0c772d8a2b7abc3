"""A document as a row of blocks, each read by itself and kept while its text stays the same.

`Document` is immutable; `edit` gives the next version, which shares all blocks that the edit left
alone, so that a keystroke costs the reading of the entry it falls into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, partial
from itertools import accumulate, chain, islice
from typing import Any, NamedTuple

from sbd_lsp.syntax.block import NEAR, UNREAD, Block, Sight
from sbd_lsp.syntax.brackets import (
    Balance,
    Loose,
    balance,
    ended,
    is_cut,
    is_torn,
    summed,
)
from sbd_lsp.syntax.cut import DESIGN, END, HEAD, PIECE, START, TOP, WHOLE, State, step
from sbd_lsp.syntax.plain import _Plain, plain
from sbd_lsp.syntax.read import reach_of, read
from sbd_lsp.syntax.row import Row
from sbd_lsp.syntax.slips import FindLines, FindNext, behind, meant
from sbd_lsp.syntax.tree import Scalar
from sbd_lsp.text.lines import count_breaks, split_lines

# how far a quoted text or a flow collection may reach over lines that look like other entries
FARTHEST = 20_000
REACH = 40
LONGEST = 400  # lines of an entry that may close the section around it
AHEAD = 12  # lines below one that tell what it was meant to be
# how an item of a list begins, and what a text has in it in which an open bracket may hold one
ITEM = re.compile(r"[ \t]*-[ \t]+(?:\{|\w+:[ \t])")
MAY_HOLD_ITEM = re.compile(r"""["'?]""")


class Document:
    """One version of a text."""

    def __init__(self, blocks: Row) -> None:
        self.blocks = blocks

    @classmethod
    def of(cls, text: str) -> Document:
        """The document that `text` is."""
        return cls(Row.of(_blocks(text, {})))

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return _text(self.blocks)

    @property
    def length(self) -> int:
        """Characters of the text."""
        return self.blocks.length

    def offset_of(self, block: Block) -> int:
        """Where `block`, one of this document's, begins."""
        return self.blocks.start(self.blocks.index_of(block))

    def text_between(self, start: int, end: int) -> str:
        """The text from `start` up to `end`, which stand in one block."""
        index = self.blocks.index_at(start)
        begin = self.blocks.start(index)
        return self.blocks[index].text[start - begin : end - begin]

    def edit(self, start: int, end: int, text: str) -> Document:
        """The document with `text` in the place of what stands from `start` up to `end`."""
        return self.edited(start, end, text)[0]

    def edited(
        self, start: int, end: int, text: str
    ) -> tuple[Document, frozenset[Block], frozenset[Block]]:
        """As `edit`, with the blocks that are gone and those that came."""
        blocks = self.blocks
        first = self._depending(max(0, start - 1))  # the end of the line above may be half a break
        begin = blocks.start(first)
        old = blocks.between(first, blocks.index_at(end) + 1)
        if blocks.balance.whole or any(block.kind == WHOLE for block in old):
            return self._anew(start, end, text)
        text = _with(old, start - begin, end - begin, text)
        kept = {(block.state, block.text): block for block in old}
        more = 1
        while True:
            further = blocks.between(first + len(old), first + len(old) + more)
            cut = _cut(text, old[0].state, kept, _below(blocks, first + len(old)))
            if not further or (cut and cut[-1].after == further[0].state):
                return self._spliced(first, old, cut)
            kept.update({(block.state, block.text): block for block in further})
            text += _text(further)
            old, more = old + further, more * 2

    def _depending(self, place: int) -> int:
        """The first block that may be another one after a change behind the offset `place`."""
        blocks = self.blocks
        index = blocks.index_at(place)
        before = blocks[index].text[: place - blocks.start(index)]
        line = blocks.line(index) + count_breaks(before)
        first = min(blocks.index_at_line(max(0, line - AHEAD)), max(0, index - 1))
        begin = blocks.line(first)
        for block in blocks.between(first, index):
            if begin + block.sight.whole >= line:
                break
            begin += block.breaks
            first += 1
        if begin + blocks[first].sight.first >= line:
            first -= 1  # it may be that no block begins there
        opened = self._open_before(index)
        return max(0, first if opened == index else min(first, opened - 2))

    def _open_before(self, index: int) -> int:
        """The first block before `index` from which something open might reach it, or `index`."""
        first = max(0, index - REACH + 1)
        found, length = index, 0
        for place, block in zip(
            range(index - 1, -1, -1), reversed(self.blocks.between(first, index)), strict=False
        ):
            length += len(block.text)
            if length > FARTHEST:
                break
            if block.unclosed:
                found = place
        return found

    def _spliced(
        self, first: int, old: list[Block], cut: list[Block]
    ) -> tuple[Document, frozenset[Block], frozenset[Block]]:
        """The document with the blocks `cut` in the place of `old`, which begin at `first`."""
        if not cut and len(old) == len(self.blocks):
            cut = [Block(HEAD, "", START, START)]
        if any(block.unclosed for block in cut):
            taken, cut = self._rejoined(first + len(old), cut)
            old = old + taken
        document = Document(self.blocks.spliced(first, first + len(old), cut))
        # a quote that is open in brackets may be closed behind them all
        loose = document.blocks.balance.loose > 0
        brackets = (is_cut(b.state) or b.flow or b.balance.whole for b in old + cut)
        if (loose or any(brackets)) and document.is_torn:
            return self._anew(0, self.length, document.text)
        gone, come = frozenset(old), frozenset(cut)
        return document, gone - come, come - gone

    @property
    def is_torn(self) -> bool:
        """Whether what stands in brackets cannot be cut as it was, or might be again."""
        blocks = self.blocks
        return is_torn(blocks.balance, blocks[-1].after, self._loose)

    def _loose(self) -> Iterator[Loose]:
        """The texts of blocks with a quote that is not closed, with those behind them."""
        blocks = self.blocks
        for stretch in blocks.stretches:
            for block in stretch.blocks if stretch.balance.loose else ():
                if block.balance.loose:
                    behind = range(blocks.index_of(block) + 1, len(blocks))
                    yield block.text, (blocks[index].text for index in behind)

    def _anew(
        self, start: int, end: int, text: str
    ) -> tuple[Document, frozenset[Block], frozenset[Block]]:
        """As `edited`, cut from the first line on."""
        old = list(self.blocks)
        cut = _blocks(_with(old, start, end, text), {(b.state, b.text): b for b in old})
        gone, come = frozenset(old), frozenset(cut)
        return Document(Row.of(cut)), gone - come, come - gone

    def _rejoined(self, last: int, cut: list[Block]) -> tuple[list[Block], list[Block]]:
        """Blocks from index `last` on, and what they are together with those in `cut` before them,
        up to the first place at which a block begins either way."""
        ahead = 2 * REACH
        while True:
            near = self.blocks.between(last, last + ahead)
            parts = list(cut)
            for at, block in enumerate(near, last + 1):
                parts += _parts(block, _below(self.blocks, at)) if block.joined else [block]
            joined = _joined(parts)
            if len(joined) == len(cut) + len(near) and not any(block.joined for block in near):
                return [], cut
            whole = last + ahead >= len(self.blocks)
            sure = len(parts) if whole else len(parts) - REACH  # as far as all is seen that matters
            begin = sum(len(block.text) for block in cut)
            taken = {end: count for count, end in enumerate(_ends(near, begin))}
            used = {end: count for count, end in enumerate(_ends(parts))}
            for count, end in enumerate(_ends(joined)):
                if end in taken and used[end] <= sure:
                    return near[: taken[end]], joined[:count]
            ahead *= 2


def _text(blocks: Iterable[Block]) -> str:
    return "".join(block.text for block in blocks)


def _with(blocks: list[Block], start: int, end: int, text: str) -> str:
    """The text of `blocks` with `text` in the place of what stands from `start` up to `end`."""
    old = _text(blocks)
    return old[:start] + text + old[end:]


def plain_document(document: Document) -> Any:
    """The value of the whole document, as PyYAML would give it where it accepts the text; dates
    and times are text."""
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
        if block.kind in (TOP, END):
            if isinstance(value, dict):
                top.update(value)
                header = next(reversed(value), None)
        elif header is not None:
            top[header] = _extended(top[header], value)
    return top if top or any(block.flow for block in document.blocks) else None


def _extended(value: Any, more: Any) -> Any:
    """`value`, what a section holds so far, with the entries of one more block."""
    if isinstance(value, dict) and isinstance(more, dict):
        return {**value, **more}
    if isinstance(value, list) and isinstance(more, list):
        return value + more
    return more if value is None else value


Kept = dict[tuple[State, str], Block]


def _nothing() -> Iterator[str]:
    return iter(())


class Piece(NamedTuple):
    """What is to become a block."""

    kind: str
    text: str
    state: State
    after: State
    balance: Balance
    sight: Sight

    @classmethod
    def of(cls, kind: str, lines: list[str], state: State, after: State, sight: Sight) -> Piece:
        """The piece that has some lines."""
        text = "".join(lines)
        return cls(kind, text, state, after, balance(kind, text, state, after), sight)


class _Below:
    """The lines below the first `number` of some lines and below all of those, and how far they
    were looked at: up to the line `seen`."""

    def __init__(self, lines: list[str], below: FindLines) -> None:
        self.number = 0
        self.seen = 0
        self._lines = lines
        self._below = below

    def find_next(self) -> str:
        """The next line that has content; nothing if there is none."""
        return next(self._with_content(self._all()), "")

    def ahead(self) -> Iterator[str]:
        """Those of the next lines that have content."""
        return self._with_content(islice(self._all(), AHEAD))

    def _all(self) -> Iterator[str]:
        own = (self._lines[at] for at in range(self.number, len(self._lines)))
        return chain(own, self._below())

    def _with_content(self, lines: Iterator[str]) -> Iterator[str]:
        at = self.number - 1
        for at, line in enumerate(lines, self.number):
            if _has_content(line):
                self.seen = max(self.seen, at)
                yield line
        self.seen = max(self.seen, at + 1)


def _blocks(text: str, kept: Kept) -> list[Block]:
    """The blocks of a whole document; those in `kept` are taken as they are."""
    pieces = [*_pieces(text, START)]
    last = pieces[-1].after if pieces else START
    if is_torn(summed(piece.balance for piece in pieces), last, partial(_loose, pieces)):
        pieces = [*_pieces(text, START, whole=True)]
    return _joined(_kept(pieces, kept))


def _loose(pieces: list[Piece]) -> Iterator[Loose]:
    """As `Document._loose`."""
    for number, piece in enumerate(pieces, 1):
        if piece.balance.loose:
            yield piece.text, (each.text for each in pieces[number:])


def _cut(text: str, state: State, kept: Kept, below: FindLines) -> list[Block]:
    """The blocks of `text`, which begins in `state` and below which the lines of `below` stand;
    those in `kept` are taken as they are."""
    return _kept(_pieces(text, state, below), kept)


def _below(blocks: Row, index: int) -> FindLines:
    """Gives the lines of the blocks from `index` on that what stands above them may depend on."""

    def lines() -> Iterator[str]:
        for block in blocks.between(index, index + AHEAD):
            yield from split_lines(block.text)

    return lines


def _kept(pieces: Iterable[Piece], kept: Kept) -> list[Block]:
    kept = dict(kept)
    return [_block(piece, kept) for piece in pieces]


def _block(piece: Piece, kept: Kept) -> Block:
    known = kept.pop((piece.state, piece.text), None)
    if known is not None and known.kind == piece.kind and known.after == piece.after:
        known.sight = known.sight.or_as(piece.sight)
        return known
    return Block(*piece)


def _pieces(
    text: str, state: State, below: FindLines = _nothing, whole: bool = False
) -> Iterator[Piece]:
    """As `_cut`; with `whole` a design in braces is one piece."""
    kind, lines, before, begun, sight = HEAD, list[str](), state, 0, NEAR
    every = split_lines(text)
    rest = _Below(every, below)
    find_next, ahead = rest.find_next, rest.ahead

    def closed(line: str) -> State:
        known = len(lines) > LONGEST or not is_cut(state)
        return state if known else ended(state, line, lambda: ("".join(lines), before))

    for number, line in enumerate(every):
        rest.number, rest.seen = number + 1, number
        if state.flow and not line[: state.base + 2].isspace():
            state, sight = closed(line), sight.up_to(number - begun)
        cut = is_cut(state)
        if cut:
            begins, after = _step_in_braces()(state, line, find_next, ahead)
            if state.sure and state.section == "other" and _has_content(line):
                begins, after = begins or TOP, after._replace(sure=False)
        else:
            begins, after = step(state, line)
        if begins is not None and not cut:
            after = behind(state, begins, after, line, ahead)
        if begins is not None and not (cut or is_cut(after)):
            other = meant(state, line, find_next, ahead)
            if other is not None and (lines or other[0] is not None):
                begins, after = other
        if begins is not None and whole and after.flow == DESIGN:
            begins, after = WHOLE, State("whole")
        elif begins is not None and whole and after.flow:
            after = State("other", after.base, flow=PIECE)
        if begins is not None:
            if lines:
                yield Piece.of(kind, lines, before, state, sight)
                lines = []
            kind, before, begun = begins, state, number
            sight = Sight(rest.seen - begun, rest.seen - begun)
        elif rest.seen > number:
            sight = sight.up_to(rest.seen - begun)
        lines.append(line)
        state = after
    if lines:
        if state.flow and kind != END:
            state = closed(find_next())
            sight = sight.up_to(rest.seen - begun)
        yield Piece.of(kind, lines, before, state, sight)


@cache
def _step_in_braces() -> Callable[[State, str, FindNext, FindLines], tuple[str | None, State]]:
    """`braces.step`, which most designs do without."""
    from sbd_lsp.syntax.braces import step

    return step


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _parts(block: Block, below: FindLines) -> list[Block]:
    """The blocks that `block`, with the lines of `below` below it, would be if nothing open joined
    them."""
    return _kept(_pieces(block.text, block.state, below, block.balance.whole), {})


def _ends(blocks: list[Block], start: int = 0) -> Iterator[int]:
    """`start`, and behind it where each of `blocks` ends if the first begins there."""
    return accumulate((len(block.text) for block in blocks), initial=start)


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
    if not any(closing in text for text in texts[1:]) or _is_sure_end(first.text, texts[1]):
        return
    farthest = reach_of("".join(texts))
    end, breaks, sight = len(first.text), first.breaks, first.sight
    for last, text in enumerate(texts[1:], index + 1):
        end += len(text)
        sight = sight.up_to(breaks + blocks[last].sight.whole)
        breaks += blocks[last].breaks
        if end > farthest:
            return
        if closing in text:
            joined = "".join(texts[: last - index + 1])
            even = summed(block.balance for block in blocks[index : last + 1])
            piece = Piece(first.kind, joined, first.state, blocks[last].after, even, sight)
            whole = Block(*piece, joined=True)
            if not whole.reading.faults:
                yield whole, last


def _is_sure_end(open_: str, below: str) -> bool:
    """Whether a bracket that is open in one text cannot be closed in the one below it: that begins
    with an item, which no bracket can hold but in quotes or as a part of a key behind a `?`. PyYAML
    says the same, but takes longer than all else that a keystroke costs."""
    return ITEM.match(below) is not None and MAY_HOLD_ITEM.search(open_) is None


def _near(blocks: list[Block], index: int) -> Iterator[str]:
    """The texts of the block at `index` and of those that what is open in it might reach."""
    length = 0
    for block in blocks[index : index + REACH]:
        length += len(block.text)
        if length > FARTHEST and block is not blocks[index]:
            return
        yield block.text
