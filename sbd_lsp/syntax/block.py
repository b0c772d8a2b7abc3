"""A block: whole lines that are read together, and kept while their text stays the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sbd_lsp.syntax.brackets import EVEN, Balance, in_section, is_cut, level, opening
from sbd_lsp.syntax.cut import CONFLICT, END, HEAD, OPENING, REST, TOP, State
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.slips import read_section
from sbd_lsp.syntax.tree import Mapping, Reading, Sequence
from sbd_lsp.syntax.within import read_within
from sbd_lsp.text.lines import count_breaks

UNREAD = (HEAD, CONFLICT, REST)
NOTHING = Reading(None, ())
DIRECTIVE = re.compile(r"^%|\t", re.MULTILINE)  # or what is no blank for PyYAML


def _nowhere() -> None:
    return None


class Sight(NamedTuple):
    """How many lines below its first one tell what a block is: that it begins there (`first`), and
    where it ends and what is open then (`whole`)."""

    first: int = 0
    whole: int = 0

    def up_to(self, line: int) -> Sight:
        """The same if line `line` tells, too, where the block ends."""
        return self if line <= self.whole else Sight(self.first, line)

    def or_as(self, other: Sight) -> Sight:
        """As far as one of both."""
        if other.first <= self.first and other.whole <= self.whole:
            return self
        return Sight(max(self.first, other.first), max(self.whole, other.whole))


NEAR = Sight()


class Block:
    """Whole lines that are read together. Places in `reading` count from their start."""

    __slots__ = (
        *("after", "balance", "breaks", "flow", "home", "joined", "kind", "meaning", "reading"),
        *("sight", "state", "text"),
    )

    def __init__(
        self,
        kind: str,
        text: str,
        state: State,
        after: State,
        balance: Balance = EVEN,
        sight: Sight = NEAR,
        joined: bool = False,
    ) -> None:
        self.kind = kind
        self.joined = joined
        self.text = text
        self.state = state
        self.after = after
        self.balance = balance  # of a block of a design in braces
        self.sight = sight  # farther if the block was found again, in another version of the text
        self.breaks = count_breaks(text)
        # whether it is one of several that stand in brackets, closes or opens those
        within = kind == END or (kind in OPENING and in_section(state))
        self.flow = within or is_cut(after)
        self.reading = NOTHING
        if kind not in UNREAD:
            begins = kind == TOP and after.section in OPENING
            reads = read_section if begins else read
            self.reading = read_within(kind, text, state, after) if self.flow else reads(text)
        elif kind == HEAD and DIRECTIVE.search(text):
            self.reading = Reading(None, read(text).faults)
        # what the layer above makes of the block, once; it follows from the fields above alone
        self.meaning: Any = None
        # the stretch that took the block in last, where to look for it first; no more than a
        # reference to look through, or each block that is gone would keep a stretch alive
        self.home: Callable[[], object] = _nowhere

    @property
    def ends(self) -> bool:
        """Whether the block closes the section in which it stands, or the design, with its end."""
        return self.kind != END and level(self.after) < level(self.state)

    @property
    def opening(self) -> str:
        """The bracket in which the block stands, if that is in another block."""
        return opening(self.kind, self.state) if self.flow else ""

    @property
    def unclosed(self) -> str:
        """The character that would close what is open at the end of the block, where blocks are
        joined by that."""
        faults = self.reading.faults  # most blocks have none, and this is asked of many
        if not faults or self.flow:
            return ""
        return next((fault.unclosed[0] for fault in faults if fault.unclosed), "")

    @property
    def column(self) -> int:
        """Where the content of the block begins in its line."""
        tree = self.reading.tree
        return tree.column if isinstance(tree, (Mapping, Sequence)) else -1
