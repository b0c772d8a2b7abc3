"""What an editor makes of a list of completions: what it shows, in which order, what they write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WORD = re.compile(r"[A-Za-z0-9_.:*-]*$")
# A place to fill in that has no other inside: with choices, with a proposal, or empty.
PLACE = re.compile(r"\$\{\d+\|([^,|}]*)[^}]*\}|\$\{\d+(?::([^${}]*))?\}|\$\d+")


@dataclass(frozen=True)
class Offer:
    """One entry of the list. The edit replaces columns `start` to `end` of the cursor's line by
    `text`; `inside` is false if the server wanted to change other lines or not touch the cursor.
    """

    label: str
    filter: str
    sort: str
    text: str
    start: int
    end: int
    inside: bool

    def applied(self, line: str) -> str:
        """`line` after the choice of this entry."""
        return line[: self.start] + self.text + line[self.end :]


def offers_of(
    result: Any, row: int, line: str, column: int, encoding: str = "utf-16"
) -> tuple[list[Offer], bool]:
    """The entries of a completion answer, and whether the list is complete.

    `line` is the text of the cursor's line `row`; `column` counts characters.
    """
    if result is None:
        return [], True
    whole: dict[str, Any] = {"items": result} if isinstance(result, list) else result
    defaults = whole.get("itemDefaults") or {}
    offers = [_offer(item, defaults, row, line, column, encoding) for item in whole["items"]]
    return offers, not whole.get("isIncomplete", False)


def shown(offers: Sequence[Offer], line: str, column: int) -> list[Offer]:
    """The entries that an editor shows when the cursor is at `column`, in its order.

    Editors keep those that begin with what stands between the edit's start and the cursor, whatever
    the case, and sort by `sortText`.
    """
    fitting = [
        offer
        for offer in offers
        if offer.filter.casefold().startswith(line[offer.start : column].casefold())
    ]
    return sorted(fitting, key=lambda offer: (offer.sort, offer.label))


def _offer(
    item: Mapping[str, Any],
    defaults: Mapping[str, Any],
    row: int,
    line: str,
    column: int,
    encoding: str,
) -> Offer:
    edit = item.get("textEdit")
    if edit is not None:
        area, text = edit.get("range") or edit["insert"], edit["newText"]
    else:
        area = defaults.get("editRange")
        area = area.get("insert", area) if area else None
        text = item.get("textEditText") or item.get("insertText") or item["label"]
    form = item.get("insertTextFormat", defaults.get("insertTextFormat", 1))
    start, end, inside = _columns(area, row, line, column, encoding)
    return Offer(
        label=item["label"],
        filter=item.get("filterText") or item["label"],
        sort=item.get("sortText") or item["label"],
        text=plain(text) if form == 2 else text,
        start=start,
        end=end,
        inside=inside,
    )


def _columns(
    area: Mapping[str, Any] | None, row: int, line: str, column: int, encoding: str
) -> tuple[int, int, bool]:
    """First and last column of an edit, and whether it lies around the cursor, on its line."""
    if area is None:
        found = WORD.search(line[:column])
        return (found.start() if found else column), column, True
    start = to_column(line, area["start"]["character"], encoding)
    end = to_column(line, area["end"]["character"], encoding)
    same = area["start"]["line"] == row == area["end"]["line"]
    return start, end, same and start <= column <= end


def plain(snippet: str) -> str:
    """The text that a snippet writes, its places filled with what they propose."""
    hidden = {"\\\\": "\0", "\\$": "\1", "\\}": "\2"}
    for escaped, mark in hidden.items():
        snippet = snippet.replace(escaped, mark)
    before = ""
    while before != snippet:
        before = snippet
        snippet = PLACE.sub(lambda found: found.group(1) or found.group(2) or "", snippet)
    for escaped, mark in hidden.items():
        snippet = snippet.replace(mark, escaped[1])
    return snippet


UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def to_character(line: str, column: int, encoding: str) -> int:
    """`column` (characters) in the units of `encoding`."""
    name, size = UNITS[encoding]
    return len(line[:column].encode(name, "surrogatepass")) // size


def to_column(line: str, character: int, encoding: str) -> int:
    """The column in characters of position `character`, cut off at the end of the line."""
    name, size = UNITS[encoding]
    return len(line.encode(name, "surrogatepass")[: character * size].decode(name, "ignore"))
