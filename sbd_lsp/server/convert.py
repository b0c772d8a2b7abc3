"""LSP's positions and this program's offsets, the one to the other.

LSP counts lines and, in a line, code units of the encoding that client and server agreed on.
Answers are plain dicts of JSON, since making objects of them costs more than all the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Any

from sbd_lsp.model.model import Place
from sbd_lsp.syntax.document import Document
from sbd_lsp.text.lines import line_end, line_starts
from sbd_lsp.text.span import Span

Json = dict[str, Any]
LONG = 4096
UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


def offset_at(document: Document, line: int, character: int, encoding: str) -> int:
    """The offset of a position. One beyond its line is at the line's end, one beyond the text at
    the text's end, as LSP asks."""
    index = document.blocks.index_at_line(line)
    block, start = document.blocks[index], document.blocks.start(index)
    starts = line_starts(block.text)
    within = line - document.blocks.line(index)
    if line < 0 or within >= len(starts):
        return 0 if line < 0 else document.length
    begin = starts[within]
    end = line_end(block.text, begin)
    return start + begin + characters(block.text[begin:end], character, encoding)


def offsets_of(document: Document, span: Json, encoding: str) -> list[int]:
    """The offsets of both ends of a range."""
    ends = (span["start"], span["end"])
    return [offset_at(document, int(at["line"]), int(at["character"]), encoding) for at in ends]


def changed(text: str, change: Json, encoding: str) -> str:
    """`text` after a change (a TextDocumentContentChangeEvent with a range): for texts of which no
    document is made."""
    starts = line_starts(text)
    ends = []
    for at in (change["range"]["start"], change["range"]["end"]):
        line = int(at["line"])
        if 0 <= line < len(starts):
            begin = starts[line]
            within_line = text[begin : line_end(text, begin)]
            ends.append(begin + characters(within_line, int(at["character"]), encoding))
        else:
            ends.append(0 if line < 0 else len(text))
    start, end = sorted(ends)
    new: str = change["text"]
    return text[:start] + new + text[end:]


def characters(line: str, units: int, encoding: str) -> int:
    """How many characters of `line` lie before `units` code units, none if that is negative."""
    if encoding == "utf-32" or line.isascii():
        return max(min(units, len(line)), 0)
    count = 0
    for index, letter in enumerate(line):
        count += len(letter.encode(UNITS[encoding], "surrogatepass")) // WIDTH[encoding]
        if count > units:
            return index
    return len(line)


def _units(text: str, encoding: str) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    return len(text.encode(UNITS[encoding], "surrogatepass")) // WIDTH[encoding]


def position(document: Document, offset: int, encoding: str) -> Json:
    """The position of an offset."""
    index = document.blocks.index_at(offset)
    return _within(document, index, offset - document.blocks.start(index), encoding)


def within(text: str, offset: int, encoding: str) -> tuple[int, int]:
    """Line and character of an offset in `text`."""
    if len(text) > LONG or "\r" in text:
        starts = _line_starts(text)
        line = bisect_right(starts, offset) - 1
        begin = starts[line]
    else:
        line, begin = text.count("\n", 0, offset), text.rfind("\n", 0, offset) + 1
    return line, _units(text[begin:offset], encoding)


_line_starts = lru_cache(maxsize=8)(line_starts)  # of texts in which many places are asked for


def _within(document: Document, index: int, offset: int, encoding: str) -> Json:
    line, character = within(document.blocks[index].text, offset, encoding)
    return {"line": document.blocks.line(index) + line, "character": character}


def range_of(document: Document, span: Span, encoding: str) -> Json:
    """The range of a span."""
    return {
        "start": position(document, span.start, encoding),
        "end": position(document, span.end, encoding),
    }


def place_range(document: Document, place: Place, encoding: str) -> Json:
    """The range of a place; its end stays in its block and so off the line of the next entry."""
    index = document.blocks.index_of(place.block)
    return {
        "start": _within(document, index, place.start, encoding),
        "end": _within(document, index, place.end, encoding),
    }


def line_span(document: Document, offset: int) -> Span:
    """The line that holds `offset`, without its break."""
    index = document.blocks.index_at(offset)
    block, start = document.blocks[index], document.blocks.start(index)
    begin = (
        max(block.text.rfind("\n", 0, offset - start), block.text.rfind("\r", 0, offset - start))
        + 1
    )
    return Span(start + begin, start + line_end(block.text, begin))
