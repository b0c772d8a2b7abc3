"""What a document is after a change, by the protocol's own rules: the fuzzer's second opinion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from benchmarks.ranking import UNITS

BREAK = re.compile(r"\r\n|\r|\n")


def changed(text: str, change: Mapping[str, Any], encoding: str) -> str:
    """`text` after one of the `contentChanges` of a `didChange`."""
    area = change.get("range")
    if area is None:
        return str(change["text"])
    start = offset_of(text, area["start"], encoding)
    end = offset_of(text, area["end"], encoding)
    start, end = min(start, end), max(start, end)
    return text[:start] + str(change["text"]) + text[end:]


def offset_of(text: str, place: Mapping[str, int], encoding: str) -> int:
    """The offset of a position; behind the end of its line, or of the text, means that end."""
    start = 0
    found = BREAK.search(text)
    for _ in range(place["line"]):
        if found is None:
            return len(text)
        start = found.end()
        found = BREAK.search(text, start)
    line = text[start : found.start() if found else len(text)]
    return start + _column(line, place["character"], encoding)


def _column(line: str, character: int, encoding: str) -> int:
    """Characters that lie wholly before position `character` of `line`."""
    name, size = UNITS[encoding]
    units = 0
    for column, letter in enumerate(line):
        units += len(letter.encode(name, "surrogatepass")) // size
        if units > character:
            return column
    return len(line)


def place_of(text: str, offset: int, encoding: str) -> dict[str, int]:
    """The position of `offset`."""
    line, start = 0, 0
    for found in BREAK.finditer(text, 0, offset):
        if found.end() <= offset:
            line, start = line + 1, found.end()
    name, size = UNITS[encoding]
    inside = text[start:offset].encode(name, "surrogatepass")
    return {"line": line, "character": len(inside) // size}
