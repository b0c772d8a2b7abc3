"""Lines of a text, as LSP and editors count them: ended by `\\n`, `\\r\\n` or `\\r`."""

from __future__ import annotations

import re
from bisect import bisect_right

BREAK = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """The lines of `text`, each with its break; joined they are `text`. No line for no text."""
    if "\r" not in text:
        lines = text.split("\n")
        last = lines.pop()
        lines = [line + "\n" for line in lines]
        return [*lines, last] if last else lines
    starts = line_starts(text)
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return pieces if pieces[-1] else pieces[:-1]


def line_starts(text: str) -> list[int]:
    """Offset of the first character of each line; the line after a final break counts."""
    return [0, *(match.end() for match in BREAK.finditer(text))]


def count_breaks(text: str) -> int:
    """How many line breaks `text` has."""
    if "\r" not in text:
        return text.count("\n")
    return sum(1 for _ in BREAK.finditer(text))


def break_of(text: str) -> str:
    """The line break that the lines of `text` end with."""
    return "\r\n" if "\r\n" in text else "\n"


def line_of(text: str, offset: int) -> tuple[int, int]:
    """Line (from 0) and column (characters from 0) of `offset` in `text`."""
    starts = line_starts(text)
    line = bisect_right(starts, offset) - 1
    return line, offset - starts[line]


def line_end(text: str, offset: int) -> int:
    """Offset at which the line that holds `offset` ends, its break not counted."""
    found = BREAK.search(text, offset)
    return found.start() if found else len(text)


def line_start(text: str, offset: int) -> int:
    """Offset at which the line that holds `offset` begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
