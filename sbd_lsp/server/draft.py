"""Lines of a document to which changes are made before anybody reads what they say.

When a key is held down, or the server was busy, changes arrive faster than each of them is worth
an answer. Only the text after the last one counts, and the one before the line that is being typed
was begun; so changes that follow each other are made to some lines of plain text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sbd_lsp.server.convert import Json, characters, offsets_of
from sbd_lsp.syntax.document import Document
from sbd_lsp.text.lines import count_breaks, line_end, split_lines

ODD_BREAK = re.compile(r"\r(?!\n)")


class Region(NamedTuple):
    """Some whole blocks of a document: the offset and the line at which they begin, their text, and
    whether the document ends with them."""

    start: int
    line: int
    text: str
    last: bool


class Draft:
    """The lines of a region. `line` is the one on which a person is typing, None if there is none;
    `left` the text of the region when that line was begun, None if that was before the draft."""

    def __init__(self, region: Region, line: int | None, encoding: str) -> None:
        self.region = region
        self.line = line
        self.left: str | None = None
        self._encoding = encoding
        self._lines = _lines(region.text, region.last)

    @property
    def text(self) -> str:
        """The text of the region as it is by now."""
        return "".join(self._lines)

    def take(self, change: Json) -> bool:
        """Makes a change (a TextDocumentContentChangeEvent with a range), if all of it falls into
        the region; says whether it did."""
        places = [self._place(change["range"][end]) for end in ("start", "end")]
        if None in places or ODD_BREAK.search(change["text"]):
            return False
        (first, begin), (last, end) = sorted(place for place in places if place is not None)
        head, tail = self._lines[first][:begin], self._lines[last][end:]
        line = line_typed(head, self.region.line + first, change["text"])
        if line is not None and line != self.line:
            self.left = self.text
        self.line = line
        at_end = self.region.last and last == len(self._lines) - 1
        self._lines[first : last + 1] = _lines(head + change["text"] + tail, at_end)
        return True

    def _place(self, position: Json) -> tuple[int, int] | None:
        """Which of the lines a position is on, and how many characters of it stand before; None if
        it is on none of them."""
        line = int(position["line"]) - self.region.line
        if line < 0:
            return (0, 0) if self.region.line == 0 else None
        if line >= len(self._lines):
            end = len(self._lines) - 1
            return (end, len(self._lines[end])) if self.region.last else None
        text = self._lines[line]
        before = characters(text[: line_end(text, 0)], int(position["character"]), self._encoding)
        return line, before


def draft_of(document: Document, change: Json, line: int | None, encoding: str) -> Draft | None:
    """A draft of the blocks of `document` into which a change falls, while a person types on
    `line`; None if a line there ends as few do."""
    blocks = document.blocks
    offsets = sorted(offsets_of(document, change["range"], encoding))
    first, last = (blocks.index_at(offset) for offset in offsets)
    text = "".join(block.text for block in blocks.between(first, last + 1))
    before = blocks[first - 1].text if first else ""
    if before.endswith("\r") or ODD_BREAK.search(text) or ODD_BREAK.search(change["text"]):
        return None
    region = Region(blocks.start(first), blocks.line(first), text, last == len(blocks) - 1)
    return Draft(region, line, encoding)


def line_typed(head: str, line: int, text: str) -> int | None:
    """The line on which a person is who wrote `text` behind `head`, the beginning of line `line`;
    None if it is lines that are pasted. Who opens an empty line above the one that is being typed
    stays where the cursor was."""
    breaks = count_breaks(text)
    if breaks and count_breaks(text.strip()):
        return None
    return line if breaks and not head.strip() else line + breaks


def _lines(text: str, last: bool) -> list[str]:
    """The lines of `text`, each with its break; with the one behind the last break if the document
    ends there."""
    lines = split_lines(text)
    return [*lines, ""] if last and (not lines or lines[-1].endswith("\n")) else lines
