"""Lines of a document to which changes are made before anybody reads what they say.

When a key is held down, or the server was busy, changes arrive faster than each of them is worth
an answer; and some commands of an editor change every line of a file. Only the text after the last
change counts, so those that follow each other are made to plain lines.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.server.convert import Json, characters
from sbd_lsp.syntax.block import Block
from sbd_lsp.text.edit import difference
from sbd_lsp.text.lines import count_breaks, split_lines

MOST_PARTS = 64


class Part(NamedTuple):
    """Lines of a document as they are by now: of its blocks from index `first` up to `last`, which
    were `length` lines from line `line` on."""

    first: int
    last: int
    line: int
    length: int
    lines: list[str]


class Typed(NamedTuple):
    """The line on which a person is, counted from 0; whether lines were pasted there."""

    line: int
    pasted: bool = False


class Draft:
    """What becomes of a document, as it was `before`, by changes; while a person types on `line`,
    None if on none."""

    def __init__(self, before: Analysis, line: Typed | None, encoding: str) -> None:
        self.before = before
        self.line = line
        self.begun = False  # whether the person has gone to another line
        self._blocks = before.document.blocks
        self._encoding = encoding
        self._parts: list[Part] = []  # in the order of the text

    def take(self, change: Json) -> bool:
        """Makes a change (a TextDocumentContentChangeEvent with a range) and says whether it did:
        not where it makes one line break of two halves, which would be one line less."""
        text, (low, high) = change["text"], _ends(change["range"])
        part, start = self._part(low[0], high[0])
        first, begin = last, end = self._place(part.lines, start, low)
        if high != low:
            last, end = self._place(part.lines, start, high)
        head, tail = part.lines[first][:begin], part.lines[last][end:]
        new = head + text + tail
        if new.startswith("\n") and self._before(part, first).endswith("\r"):
            return False
        if first == last and not count_breaks(text):
            part.lines[first] = new
        else:
            at_end = part.last == len(self._blocks) and last == len(part.lines) - 1
            part.lines[first : last + 1] = _lines(new, at_end)
        line = line_typed(head, start + first, text)
        self.begun |= not line.pasted and line != self.line
        self.line = line
        return True

    def made(self) -> Analysis:
        """What is now."""
        for part, following in [*pairwise(self._parts)]:
            if part.last == following.first:
                self._joined(part.first, following.last)
        blocks, analysis = self._blocks, self.before
        for part in reversed(self._parts):  # so that the offsets of the others stay as they are
            old, new = _text(blocks.between(part.first, part.last)), "".join(part.lines)
            if new != old:
                start, (span, text) = blocks.start(part.first), difference(old, new)
                analysis = analysis.edit(start + span.start, start + span.end, text)
        return analysis

    def _place(self, lines: list[str], start: int, at: tuple[int, int]) -> tuple[int, int]:
        """Which of `lines`, the first of which is line `start`, a position is on, and how many
        characters of it stand before."""
        line, units = at[0] - start, at[1]
        if line < 0:
            return 0, 0
        if line >= len(lines):
            return len(lines) - 1, len(lines[-1])
        return line, characters(lines[line].rstrip("\r\n"), units, self._encoding)

    def _before(self, part: Part, line: int) -> str:
        """The text before one of the lines of `part`, as far as its end matters."""
        if line:
            return part.lines[line - 1]
        return self._blocks[part.first - 1].text if part.first else ""

    def _part(self, low: int, high: int) -> tuple[Part, int]:
        """The part that holds the lines from `low` to `high`, and the line at which it begins."""
        shift = 0
        for part in self._parts:
            start = part.line + shift
            if start <= low and high < start + len(part.lines):
                return part, start
            shift += len(part.lines) - part.length
        if len(self._parts) > MOST_PARTS:
            self._joined(self._parts[0].first, self._parts[-1].last)
        return self._joined(self._block_at(low), self._block_at(high) + 1)

    def _block_at(self, line: int) -> int:
        """The index of the block that holds a line, or of the first of the part that does."""
        shift = 0
        for part in self._parts:
            if line < part.line + shift:
                break
            if line < part.line + shift + len(part.lines):
                return part.first
            shift += len(part.lines) - part.length
        return self._blocks.index_at_line(line - shift)

    def _joined(self, first: int, last: int) -> tuple[Part, int]:
        """The part that holds the blocks from index `first` up to `last`, made of all parts that
        have any of them and what stands between; and the line at which it begins."""
        parts = self._parts
        before = [part for part in parts if part.last <= first]
        inside = parts[len(before) : sum(part.first < last for part in parts)]
        if inside:
            first, last = min(first, inside[0].first), max(last, inside[-1].last)
        blocks = self._blocks
        lines, length, at = list[str](), 0, first
        for part in (*inside, Part(last, last, 0, 0, [])):
            text = _text(blocks.between(at, part.first))
            between = _lines(text, part.first == len(blocks)) if at < part.first else []
            lines += between + part.lines
            length += len(between) + part.length
            at = part.last
        whole = Part(first, last, blocks.line(first), length, lines)
        parts[len(before) : len(before) + len(inside)] = [whole]
        return whole, whole.line + sum(len(part.lines) - part.length for part in before)


def line_typed(head: str, line: int, text: str) -> Typed:
    """The line on which a person is who wrote `text` behind `head`, the beginning of line `line`.
    Who opens an empty line above the one that is being typed stays where the cursor was."""
    breaks = count_breaks(text)
    pasted = bool(breaks and count_breaks(text.strip()))
    stays = breaks and not head.strip() and not pasted
    return Typed(line if stays else line + breaks, pasted)


def _ends(span: Json) -> tuple[tuple[int, int], tuple[int, int]]:
    """Line and character of both ends of a range, the first in the text first."""
    start, end = span["start"], span["end"]
    one, other = (start["line"], start["character"]), (end["line"], end["character"])
    return (one, other) if one <= other else (other, one)


def _text(blocks: list[Block]) -> str:
    return "".join(block.text for block in blocks)


def _lines(text: str, last: bool) -> list[str]:
    """The lines of `text`, each with its break; with the one behind the last break if the document
    ends there."""
    lines = split_lines(text)
    return [*lines, ""] if last and (not lines or lines[-1].endswith(("\n", "\r"))) else lines
