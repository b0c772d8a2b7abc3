"""The ways in which people type a text: each turns a finished text into single keystrokes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from benchmarks.tokens import heads_of

OPTIONAL = re.compile(
    r""" {4,8}(["']?)(description|memory|timeout|retries|ttl|expire)\1: \S.*"""
    r"""| *- +\{["']?from["']?: .*\}|    \{"from": .*\},"""
)
NEEDED = re.compile(r"""kind["']?: ["']?(destination|target)\b""")
SIGNS = ("{", "[", '"', "|", ">", "}", " ")
CLOSERS = {"{": "}", "[": "]", '"': '"', "'": "'"}


class Place(NamedTuple):
    """A row of the text as it stands, and a column in characters, both from 0."""

    row: int
    column: int


@dataclass(frozen=True)
class Stroke:
    """One change: what stood from `start` to `end` became `text`.

    `heads` is what stood before those two places on their rows. `line` is the line of the finished
    text that is being typed and `column` how much of it stands before the cursor; `typed` is false
    for changes that write nothing at the cursor, `whole` true for those after which no line is
    begun, so that what is then said of the text is true, and `spoiled` for those after which the
    line is not as it was, while all others are finished.
    """

    start: Place
    end: Place
    heads: tuple[str, str]
    text: str
    cursor: Place
    line: int
    column: int
    typed: bool = True
    whole: bool = False
    spoiled: bool = False


class Page:
    """A text in the making: its rows, and which line of the finished text each of them is."""

    def __init__(self, finished: str, present: Sequence[int] = ()) -> None:
        self.finished = finished.split("\n")
        self.lines = list(present) or [0]
        self.rows = [self.finished[line] for line in present] or [""]

    @property
    def text(self) -> str:
        """The text as it stands."""
        return "\n".join(self.rows)

    def row_of(self, line: int) -> int:
        """The row on which line `line` of the finished text stands."""
        return self.lines.index(line)

    def end(self, row: int) -> Place:
        """The place behind the last character of `row`."""
        return Place(row, len(self.rows[row]))

    def edit(
        self,
        start: Place,
        end: Place,
        text: str,
        lines: Sequence[int],
        typed: bool = True,
    ) -> Stroke:
        """Replaces what stands from `start` to `end`; `lines` says what the rows are then.

        The cursor comes to stand behind `text`.
        """
        head, tail = (
            self.rows[start.row][: start.column],
            self.rows[end.row][end.column :],
        )
        heads = (head, self.rows[end.row][: end.column])
        rows = (head + text).split("\n")
        cursor = Place(start.row + len(rows) - 1, len(rows[-1]))
        rows[-1] += tail
        self.rows[start.row : end.row + 1] = rows
        self.lines[start.row : end.row + 1] = lines
        return Stroke(start, end, heads, text, cursor, lines[-1], cursor.column, typed)

    def insert(self, at: Place, text: str) -> Stroke:
        """Types `text`, which has no line break, at a place."""
        return self.edit(at, at, text, [self.lines[at.row]])

    def spoil(self, start: Place, end: Place, text: str, line: int) -> Stroke:
        """As `edit`, in a line that was as it should be."""
        return replace(self.edit(start, end, text, [line], typed=False), spoiled=True)

    def new_row(self, after: int, line: int, indent: str = "") -> Stroke:
        """Opens a row for line `line` under row `after`."""
        at = self.end(after)
        return self.edit(at, at, "\n" + indent, [self.lines[after], line])

    def type_rest(self, row: int, until: int | None = None) -> Iterator[Stroke]:
        """Types what is missing at the end of `row`, up to column `until`, by single characters."""
        line = self.finished[self.lines[row]]
        for at in range(len(self.rows[row]), len(line) if until is None else until):
            yield self.insert(Place(row, at), line[at])


Manner = Callable[[str, random.Random], tuple[Page, Iterator[Stroke]]]


def in_order(finished: str, _: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """From the first character to the last."""
    page = Page(finished)

    def strokes() -> Iterator[Stroke]:
        yield from page.type_rest(0)
        for line in range(1, len(page.finished)):
            yield page.new_row(line - 1, line)
            yield from page.type_rest(line)

    return page, strokes()


def inserted(finished: str, rng: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """Some lines are left out at first; then the cursor jumps back and they are put in."""
    later = _optional(finished, rng, 8)
    page = _without(finished, later)

    def strokes() -> Iterator[Stroke]:
        for line in later:
            row = _row_before(page, line)
            yield page.new_row(row, line)
            yield from page.type_rest(row + 1)

    return page, strokes()


def retyped(finished: str, rng: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """Lines are deleted, some with their break and some without, and written again."""
    count = len(finished.split("\n"))
    page = Page(finished, range(count))
    solid = [line for line in range(1, count) if page.finished[line].strip()]

    def strokes() -> Iterator[Stroke]:
        for line in rng.sample(solid, min(8, len(solid))):
            if rng.random() < 0.5:
                end = page.end(line)
                yield page.edit(Place(line, 0), end, "", [line], typed=False)
            else:
                before, end = page.end(line - 1), page.end(line)
                gone = page.edit(before, end, "", [line - 1], typed=False)
                yield replace(gone, whole=True)
                yield page.new_row(line - 1, line)
            yield from page.type_rest(line)

    return page, strokes()


def pasted(finished: str, rng: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """The first half of each block is pasted, often up to the middle of a word; the rest typed."""
    page = Page(finished)
    heads = sorted({1, *heads_of(finished)} - {0})

    def strokes() -> Iterator[Stroke]:
        yield from page.type_rest(0)
        for begin, after in zip(heads, [*heads[1:], len(page.finished)], strict=True):
            cut = rng.randint(begin, after - 1)
            at = page.end(begin - 1)
            part = page.finished[cut][: rng.randint(0, len(page.finished[cut]))]
            text = "\n".join(["", *page.finished[begin:cut], part])
            yield page.edit(at, at, text, range(begin - 1, cut + 1))
            yield from page.type_rest(cut)
            for line in range(cut + 1, after):
                yield page.new_row(line - 1, line)
                yield from page.type_rest(line)

    return page, strokes()


def undone(finished: str, rng: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """Half a line is typed, undone, redone, undone and typed again."""
    later = _optional(finished, rng, 6)
    page = _without(finished, later)

    def strokes() -> Iterator[Stroke]:
        for line in later:
            row = _row_before(page, line)
            half = len(page.finished[line]) // 2
            before, after = page.lines[row], page.finished[line][:half]
            yield page.new_row(row, line)
            yield from page.type_rest(row + 1, half)
            for _ in range(2):
                end = page.end(row)
                yield page.edit(end, page.end(row + 1), "", [before], typed=False)
                yield page.edit(end, end, "\n" + after, [before, line], typed=False)
            yield page.edit(page.end(row), page.end(row + 1), "", [before], typed=False)
            yield page.new_row(row, line)
            yield from page.type_rest(row + 1)

    return page, strokes()


def helped(finished: str, _: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """In order, in an editor that indents new lines and closes quotes and brackets by itself."""
    page = Page(finished)

    def strokes() -> Iterator[Stroke]:
        for line in range(len(page.finished)):
            if line not in page.lines:  # an editor has written the closing brackets
                yield _next_row(page, line)
                yield from _outdent(page, line)
            yield from _type_closing(page, line)

    return page, strokes()


def shifted(finished: str, rng: random.Random) -> tuple[Page, Iterator[Stroke]]:
    """Lines lose their indentation, by one column or by all, some with a letter in its place, or
    get a column too many, or a sign before them, and are put right again."""
    count = len(finished.split("\n"))
    page = Page(finished, range(count))
    solid = [line for line in range(count) if re.match(r" *[^\s#]", page.finished[line])]
    indented = [line for line in solid if page.finished[line].startswith(" ")]

    def strokes() -> Iterator[Stroke]:
        for line in rng.sample(solid, min(8, len(solid))):
            start, after = Place(line, 0), Place(line, 1)
            yield page.spoil(start, start, rng.choice(SIGNS), line)
            yield page.edit(start, after, "", [line], typed=False)
        for line in rng.sample(indented, min(8, len(indented))):
            indent = len(page.finished[line]) - len(page.finished[line].lstrip())
            start, after = Place(line, 0), Place(line, 1)
            taken = rng.choice((0, 1, indent))
            for _ in range(taken):
                yield page.spoil(start, after, "", line)
            typed = (
                page.finished[line].lstrip(' "').startswith("type")
            )  # on which the others depend
            if not taken:
                yield page.spoil(start, start, " ", line)
                yield page.edit(start, after, "", [line], typed=False)
            elif rng.random() < 0.5 and not typed:
                yield page.spoil(start, start, "x", line)
                yield page.spoil(start, after, "", line)
            yield page.edit(start, start, " " * taken, [line], typed=False)

    return page, strokes()


MANNERS: dict[str, Manner] = {
    "in order": in_order,
    "line put between others": inserted,
    "line deleted and written again": retyped,
    "half a block pasted": pasted,
    "undone and redone": undone,
    "indented and closed by the editor": helped,
    "indentation changed and put right": shifted,
}


def _optional(finished: str, rng: random.Random, count: int) -> list[int]:
    """Lines without which the design is still right."""
    found = [
        line
        for line, text in enumerate(finished.split("\n"))
        if OPTIONAL.fullmatch(text) and not NEEDED.search(text)
    ]
    return rng.sample(found, min(count, len(found)))


def _without(finished: str, left_out: Sequence[int]) -> Page:
    lines = range(len(finished.split("\n")))
    return Page(finished, [line for line in lines if line not in set(left_out)])


def _row_before(page: Page, line: int) -> int:
    """The row after which line `line` belongs."""
    return max(row for row, other in enumerate(page.lines) if other < line)


def _next_row(page: Page, line: int) -> Stroke:
    """Opens the row for line `line`; what closes the bracket above it goes to a row below."""
    above, row = page.finished[line - 1], line - 1
    closing = page.rows[row][len(above) :]
    if not closing:
        return page.new_row(row, line, _indent(page.rows[:line]))
    outer = above[: len(above) - len(above.lstrip())]
    end = next(
        n for n in range(line, len(page.finished)) if page.finished[n].startswith(outer + closing)
    )
    inner, at = f"\n{outer}  ", Place(row, len(above))
    stroke = page.edit(at, at, f"{inner}\n{outer}", [row, line, end])
    cursor = Place(line, len(inner) - 1)
    return replace(stroke, cursor=cursor, line=line, column=cursor.column)


def _indent(rows: Sequence[str]) -> str:
    """What an editor puts at the beginning of the line after `rows`."""
    last = next((row for row in reversed(rows) if row.strip()), "")
    indent = last[: len(last) - len(last.lstrip())]
    return indent + "  " if last.endswith(":") else indent


def _outdent(page: Page, row: int) -> Iterator[Stroke]:
    """Takes back indentation that line `row` does not have, two columns at a time."""
    line = page.finished[row]
    wanted = len(line) - len(line.lstrip())
    while len(page.rows[row]) > wanted:
        end = page.end(row)
        start = Place(row, max(wanted, end.column - 2))
        yield page.edit(start, end, "", [row], typed=False)


def _type_closing(page: Page, row: int) -> Iterator[Stroke]:
    """Types the rest of `row`; opening characters bring their closing ones with them."""
    line = page.finished[row]
    for at in range(len(page.rows[row]), len(line)):
        place, letter = Place(row, at), line[at]
        behind = page.rows[row][at:]
        escaped = at > 0 and line[at - 1] == "\\"
        if behind.startswith(letter) and not escaped:
            continue
        closer = "" if escaped else _closer(line[:at], letter, behind)
        stroke = page.insert(place, letter + closer)
        yield replace(stroke, cursor=Place(row, at + 1), column=at + 1)


def _closer(before: str, letter: str, behind: str) -> str:
    """What an editor adds behind `letter` typed after `before`."""
    if letter not in CLOSERS or (behind and behind[0] not in " }]"):
        return ""
    quoted = before.replace('\\"', "").count('"') % 2 == 1
    if quoted or (letter in "\"'" and before[-1:].isalnum()):
        return ""
    return CLOSERS[letter]
