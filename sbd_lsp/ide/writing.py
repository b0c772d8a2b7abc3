"""How a word is written at a place: with quotes where YAML needs them, with a colon and space."""

from __future__ import annotations

import re
from typing import Any

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.ide.cursor import Spot
from sbd_lsp.syntax import write
from sbd_lsp.syntax.resolve import resolve

# a text in quotes; a place to fill in, with what is proposed for it; a word or several
PARTS = re.compile(
    r'"(?:[^"\\]|\\.)*"'
    r"|\$(?:\d+|\{\d+:(?P<proposed>(?:[^\\}]|\\.)*)\})"
    r'|(?P<words>[^\s,:{}\[\]"$](?:(?:[^,:{}\[\]"]|:(?!\s|\Z))*[^\s,:{}\[\]"])?)'
)


def written(value: Any, here: Spot) -> str:
    """`value` as it stands at the cursor, in quotes if it would mean something else without."""
    return written_in(value, here.quote, here.cursor.flow)


def written_in(value: Any, quote: str, flow: bool) -> str:
    """`value` as it stands between two of `quote`, or, if that is empty, by itself; `flow` if that
    is within braces or brackets."""
    if quote and isinstance(value, str):
        return write.escaped(value, quote)
    return write.inline(value, flow)


def has_colon(here: Spot) -> bool:
    """Whether a colon follows the word at the cursor."""
    return here.block.text[here.cursor.word.end :].lstrip(" ").startswith(":")


def key_text(row: Option, here: Spot) -> str:
    """`row` as a key at the cursor: with its colon, and a space or new line, if none follow."""
    if has_colon(here) or here.cursor.quoted:
        return row.name
    if (
        row.type in ("mapping", "list")
        and not here.cursor.flow
        and not row.keys
        and not row.examples
    ):
        return f"{row.name}:"
    return f"{row.name}: "


def escaped(text: str) -> str:
    """`text` as it stands in a placeholder of a snippet."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def as_json(text: str) -> str:
    """What a completion writes, on one line, as JSON has it: in quotes, but for what is no text."""
    return PARTS.sub(_in_quotes, text)


def _in_quotes(part: re.Match[str]) -> str:
    text = part["words"] or part["proposed"] or ""
    is_text = resolve(text) == text if text else part["words"] is None
    return f'"{part[0]}"' if is_text and text[:1] != '"' != part[0][0] else part[0]
