"""The brackets of a design in braces: which of them blocks leave open, and what is odd of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import reduce
from itertools import islice
from typing import NamedTuple

from sbd_lsp.syntax.cut import (
    CONFLICT,
    DESIGN,
    EDGE,
    END,
    FULL,
    NODE,
    OPENING,
    PIECE,
    REST,
    SECTION,
    TOP,
    State,
    column_of,
)

# what stands in quotes or in a comment, where no bracket is one
HIDDEN = re.compile(
    r"""(?<![^\s,\[{:])(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*(?:''[^']*)*')(?![^\s,:\]}])"""
    r"""|(?<!\S)#[^\n]*""",
    re.DOTALL,
)
QUOTE = re.compile(r"""(?<![^\s,\[{:])["']""")
BEHIND_QUOTE = ("", *",:]} \t\r\n")
BRACKET = re.compile(r"[{}\[\]]")
CLOSERS = re.compile(r"[}\]][}\] \t]*")
# the brackets with which a text ends, with a comma and signs that are there by mistake
LAST_BRACKETS = re.compile(r"(?<![}\]\s])([}\]\s]+)([^\s{}\[\]]{0,3})\Z")
CLOSED_TOO_SOON = re.compile(r"\s*[}\]][ \t]*,")  # or with a comma that is one too many
AHEAD = 40  # blocks behind one with an open quote that are searched for its end
Loose = tuple[str, Iterable[str]]
Above = Callable[[], tuple[str, State]]
# before a key that may go on over lines: its colon does not follow (what is quoted is left out)
EXPLICIT = re.compile(r"(?<![^\s,\[{])\?[ \t](?![ \t]*[\w.-]*[ \t]*:)")


def level(state: State) -> int:
    """How many brackets are open before a line that other blocks close."""
    if not is_cut(state) or state.section == "closed":
        return 0
    return (state.flow == DESIGN) + (state.section in OPENING)


def is_cut(state: State) -> bool:
    """Whether a line stands in brackets that other blocks close."""
    return bool(state.flow) and state.flow != PIECE


def in_section(state: State) -> bool:
    """Whether a line stands in the brackets of a section."""
    return is_cut(state) and state.section in OPENING


def closers(state: State) -> str:
    """The brackets that close what is open before a line, the innermost first."""
    section = {EDGE: "]", NODE: "}"}[state.section] if in_section(state) else ""
    return section + "}" * (level(state) - len(section))


class Balance(NamedTuple):
    """What is strange about the brackets of some blocks: how many more are open behind them than
    there should be; whether any of them by itself has too many or too few; how many of them have a
    quote that is not closed there; whether one is a section in brackets as a whole, or ends one
    that is not closed."""

    surplus: int = 0
    uneven: bool = False
    loose: int = 0
    whole: bool = False

    def with_(self, other: Balance) -> Balance:
        """What is strange about the blocks of both."""
        uneven, whole = self.uneven or other.uneven, self.whole or other.whole
        return Balance(self.surplus + other.surplus, uneven, self.loose + other.loose, whole)


EVEN = Balance()


def summed(balances: Iterable[Balance]) -> Balance:
    """What is strange about blocks together."""
    return reduce(Balance.with_, (each for each in balances if each is not EVEN), EVEN)


def opening(kind: str, state: State) -> str:
    """The bracket of another block within which one of a kind stands; nothing if none is."""
    return OPENING.get(kind, "{" if state.flow == DESIGN else "")


def is_open(text: str) -> bool:
    """Whether a bracket is open behind `text`."""
    return surplus(text) > 0


def surplus(text: str) -> int:
    """How many more brackets `text` opens than it closes."""
    return _depths(_visible(text))[0]


def last_closer(text: str) -> int:
    """Where the closing bracket stands with which `text` ends, -1 if it does not."""
    visible = HIDDEN.sub(lambda hidden: " " * len(hidden[0]), text).rstrip()
    return len(visible) - 1 if visible[-1:] in ("}", "]") else -1


def ended(state: State, line: str, above: Above) -> State:
    """The state before a line with which something else than an entry begins, or at the end, where
    `line` is empty: what stands above may close its section with its last line, or all. `above`
    gives its text and the state before it."""
    wanted, content, column = closers(state), line.strip(), column_of(line)
    entry = column > state.base + 1 or 0 <= state.indent <= column  # a key may be a column too deep
    if content and (entry or not in_section(state) or content[0] in "#,"):
        return state
    if content[:1] == wanted[:1] and column >= state.base:
        return state  # the line does it, as ever; or nothing is open
    text, before = above()
    visible = _visible(text)
    more = level(state) - level(before) - _depths(visible)[0]
    last = LAST_BRACKETS.search(visible.rstrip()) if more > 0 else None
    letters = re.sub(r"\s", "", last[1]) if last else ""
    comma = last is not None and "," in last[2]
    if more < 1 or letters[-more:] != wanted[:more] or (comma and more == level(state)):
        return state
    if state.flow == SECTION:
        return State("scalar", state.base)
    if more < level(state):
        inner = FULL if comma else -1
        return state._replace(section="other", indent=-1, bare=False, inner=inner, sure=comma)
    return state if content else state._replace(section="closed", indent=-1, bare=False)


def without_closers(text: str, count: int) -> str:
    """`text` with blanks in the place of its last brackets, and of the comma behind them."""
    visible = HIDDEN.sub(lambda hidden: " " * len(hidden[0]), text) if count else ""
    for _ in range(count):
        place = max(visible.rfind("}"), visible.rfind("]"))
        signs = {place, visible.find(",", place)}
        visible = visible[:place]
        text = "".join(" " if at in signs else letter for at, letter in enumerate(text))
    return text


def balance(kind: str, text: str, state: State, after: State) -> Balance:
    """What is strange about the brackets of one block."""
    torn = kind == TOP or (kind == END and CLOSED_TOO_SOON.match(text))
    if after.flow == PIECE or (torn and in_section(state) and state.flow == SECTION):
        return Balance(whole=True)
    if not (is_cut(state) or is_cut(after)) or kind in (CONFLICT, REST):
        return EVEN
    visible = _visible(text)
    depth, least = _depths(visible)
    wanted = level(after) - level(state)
    # the section above it is not closed, or its own does not begin
    astray = kind != END and in_section(state) != (kind in OPENING)
    lowest = wanted if kind == END else min(0, wanted)
    if kind == END and in_section(after):  # the next section begins on its line
        lowest = -1
    explicit = "?" in visible and EXPLICIT.search(visible) is not None
    uneven = astray or depth != wanted or least < lowest or explicit
    loose = ('"' in visible or "'" in visible) and QUOTE.search(visible) is not None
    return Balance(depth - wanted, uneven, int(loose)) if uneven or loose else EVEN


def is_torn(all: Balance, last: State, loose: Callable[[], Iterable[Loose]]) -> bool:
    """Whether a design may be right as a whole though its blocks are not, being laid out in another
    way than the indentation says. `last` is the state behind it; `loose` gives the text of each
    block with a quote that is not closed, and the texts of those that follow it."""
    if all.whole or (all.uneven and all.surplus + level(last) == 0):
        return True
    return all.loose > 0 and any(_goes_on(text, behind) for text, behind in loose())


def _goes_on(text: str, behind: Iterable[str]) -> bool:
    """Whether the quote that is not closed in `text` may be closed in the texts behind it."""
    visible = HIDDEN.sub("", text)
    quote = QUOTE.search(visible)
    if quote is None or quote[0] in visible[quote.end() :]:
        return False
    for each in islice(behind, AHEAD):
        place = each.find(quote[0])
        if place >= 0:
            return each[place + 1 : place + 2] in BEHIND_QUOTE or each[place - 1 : place] == "\\"
    return False


def _visible(text: str) -> str:
    """`text` without what stands in quotes or in comments."""
    parts = text.split('"')
    if len(parts) % 2 == 0 or "'" in text or "#" in text or "\\" in text:
        return HIDDEN.sub("", text)
    return "".join(parts[::2])


def _depths(visible: str) -> tuple[int, int]:
    """How many brackets are open behind a text, and the least that are within it."""
    depth = least = 0
    for bracket in BRACKET.findall(visible):
        depth += 1 if bracket in "{[" else -1
        least = min(least, depth)
    return depth, least
