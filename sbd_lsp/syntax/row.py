"""The blocks of a document in their order, in stretches, so that an edit copies one stretch.

What an edit costs is the length of one stretch and the number of all: for 20,000 blocks a few
hundred places are written anew instead of 20,000.
"""

from __future__ import annotations

import weakref
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.brackets import Balance, summed

LENGTH = 64  # blocks of a stretch, twice as many at most


class Stretch:
    """Blocks that follow each other; `starts` and `lines` are the offset and the line at which each
    begins, counted from the beginning of the stretch."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.starts = list(accumulate([len(block.text) for block in blocks], initial=0))
        self.lines = list(accumulate([block.breaks for block in blocks], initial=0))
        # what the layer above makes of the blocks, once
        self.meaning: Any = None
        self.length = self.starts.pop()
        self.breaks = self.lines.pop()
        home = weakref.ref(self)
        for block in blocks:
            block.home = home

    @cached_property
    def balance(self) -> Balance:
        """What is strange about the brackets of the blocks together."""
        return summed(block.balance for block in self.blocks)

    @cached_property
    def index(self) -> dict[Block, int]:
        """Where each block stands among them."""
        return {block: index for index, block in enumerate(self.blocks)}


class Row:
    """The blocks of one version of a document, at least one; `length` is that of the text, in
    characters. Immutable."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self._stretches = stretches
        self._firsts = list(accumulate((len(s.blocks) for s in stretches), initial=0))
        self._starts = list(accumulate((s.length for s in stretches), initial=0))
        self._lines = list(accumulate((s.breaks for s in stretches), initial=0))
        self._count = self._firsts.pop()
        self.length = self._starts.pop()
        self._lines.pop()

    @classmethod
    def of(cls, blocks: list[Block]) -> Row:
        """The row of `blocks`."""
        return cls(_stretches(blocks))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Block]:
        for stretch in self._stretches:
            yield from stretch.blocks

    def __getitem__(self, index: int) -> Block:
        """The block at `index`, from the end if that is negative. Raises IndexError."""
        index += self._count if index < 0 else 0
        if not 0 <= index < self._count:
            raise IndexError(index)
        place = self._place(index)
        return self._stretches[place].blocks[index - self._firsts[place]]

    def between(self, first: int, last: int) -> list[Block]:
        """The blocks from index `first` up to `last`."""
        found: list[Block] = []
        place = self._place(first)
        while len(found) < last - first and place < len(self._stretches):
            begin = first + len(found) - self._firsts[place]
            found += self._stretches[place].blocks[begin : last - self._firsts[place]]
            place += 1
        return found

    def start(self, index: int) -> int:
        """The offset at which the block at `index` begins; the length for the index behind all."""
        if index == self._count:
            return self.length
        place = self._place(index)
        return self._starts[place] + self._stretches[place].starts[index - self._firsts[place]]

    def line(self, index: int) -> int:
        """The line at which the block at `index` begins."""
        place = self._place(index)
        return self._lines[place] + self._stretches[place].lines[index - self._firsts[place]]

    @cached_property
    def balance(self) -> Balance:
        """What is strange about the brackets that blocks leave open or close."""
        return summed(stretch.balance for stretch in self._stretches)

    @property
    def stretches(self) -> Sequence[Stretch]:
        """The stretches; those that an edit left alone are the same in the next version."""
        return self._stretches

    def index_at(self, offset: int) -> int:
        """Index of the block that holds `offset`; of the last one for the end of the text."""
        place = _last(self._starts, offset)
        within = _last(self._stretches[place].starts, offset - self._starts[place])
        return self._firsts[place] + within

    def index_at_line(self, line: int) -> int:
        """Index of the block that holds line `line`, counted from 0."""
        place = _last(self._lines, line)
        within = _last(self._stretches[place].lines, line - self._lines[place])
        return self._firsts[place] + within

    def index_of(self, block: Block) -> int:
        """Index of `block`, one of this row's."""
        place = self._places.get(block.home())
        if place is None:  # another version of the document has taken the block since
            place = next(n for n, each in enumerate(self._stretches) if block in each.index)
        return self._firsts[place] + self._stretches[place].index[block]

    def following(self, block: Block) -> Block | None:
        """The block behind `block`, one of this row's; None behind the last."""
        index = self.index_of(block) + 1
        return self[index] if index < len(self) else None

    def spliced(self, first: int, last: int, blocks: list[Block]) -> Row:
        """The row with `blocks` in the place of those from index `first` up to `last`."""
        low, high = self._place(first), self._place(last)
        head = self._stretches[low].blocks[: first - self._firsts[low]]
        tail = self._stretches[high].blocks[last - self._firsts[high] :]
        fresh = [*head, *blocks, *tail]
        if len(fresh) < LENGTH and high + 1 < len(self._stretches):
            high += 1
            fresh += self._stretches[high].blocks
        return Row([*self._stretches[:low], *_stretches(fresh), *self._stretches[high + 1 :]])

    @cached_property
    def _places(self) -> dict[object, int]:
        return {stretch: place for place, stretch in enumerate(self._stretches)}

    def _place(self, index: int) -> int:
        """Which stretch holds the block at `index`; the last one for an index behind all."""
        return _last(self._firsts, index)


def _stretches(blocks: list[Block]) -> list[Stretch]:
    if len(blocks) <= 2 * LENGTH:
        return [Stretch(blocks)] if blocks else []
    return [Stretch(blocks[at : at + LENGTH]) for at in range(0, len(blocks), LENGTH)]


def _last(numbers: Sequence[int], number: int) -> int:
    """Index of the last of `numbers`, which ascend, that is not more than `number`; at least 0."""
    return max(0, bisect_right(numbers, number) - 1)
