"""What was meant where the text is no YAML: cures of faults, each tried before it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.scanner import HIDDEN_DASH, short
from sbd_lsp.syntax.tree import Fault
from sbd_lsp.text.lines import line_end, line_start

INDENT_WITH_TAB = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
CONTENT = re.compile(r"^( *)((?:- +)*)[^\s#]", re.MULTILINE)
COMMENT_BEHIND = re.compile(r"\s+#.*$")
KEY_BEHIND = re.compile(r"(?<=\S)([ \t]+)(\w+)[ \t]*$")
KEYS = frozenset((*CATALOGUE.document, *CATALOGUE.node, *CATALOGUE.edge))
BEFORE_VALUE = re.compile(r"(?:[:,\-] +|[\[{] *)")
SPECIAL = "?*&!@`%|>{[:"  # what means something to YAML at the start of a value, or within one
STEP = "  "  # for each tab of an indentation
MOST = 4  # places at which a value may begin that are tried
LONGEST = 5_000  # a block that is longer is not read again for each cure
BRACKETS = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}


class Cure(NamedTuple):
    """Texts that are put in the place of others, from back to front, and what they mend."""

    message: str
    title: str
    changes: tuple[tuple[int, int, str], ...]

    def applied(self, text: str) -> str:
        """`text` after it."""
        for start, end, new in self.changes:
            text = text[:start] + new + text[end:]
        return text


@lru_cache(maxsize=1000)  # a faulty block is looked at again while a person types elsewhere
def cure_of(text: str, fault: Fault) -> Cure | None:
    """The first cure of `fault` after which `text`, of a block, reads further."""
    if len(text) > LONGEST or fault.start >= len(text):
        return None
    for cure in (
        *_letters(text, fault),
        *_tabs(text, fault),
        *_indentation(text, fault),
        *_comment(text, fault),
        *_comma(text, fault),
        *_line(text, fault),
        *_quotes(text, fault),
        *_stray(text, fault),
    ):
        after = read(cure.applied(text)).faults
        if not after or min(left.start for left in after) > fault.end:
            return cure
    return None


def _letters(text: str, fault: Fault) -> Iterator[Cure]:
    """Nothing for letters before a dash."""
    letters = HIDDEN_DASH.match(text, fault.start)
    if letters is not None and letters.end(1) == fault.end:
        change = (fault.start, fault.end, "")
        yield Cure(fault.message, f"Remove `{letters[1]}`", (change,))


def _tabs(text: str, fault: Fault) -> Iterator[Cure]:
    """Spaces for the tabs of all indentations in the block."""
    found = list(INDENT_WITH_TAB.finditer(text))
    if found and "\t" in text[line_start(text, fault.start) : fault.end]:
        changes = ((m.start(), m.end(), m[0].replace("\t", STEP)) for m in reversed(found))
        message = "a tab indents this line; YAML takes spaces only"
        yield Cure(message, "Indent with spaces", tuple(changes))


def _indentation(text: str, fault: Fault) -> Iterator[Cure]:
    """The indentation of the line below or of what stands above, behind dashes or not, for a line
    that has none like it."""
    start = line_start(text, fault.start)
    if text[start : fault.start].strip(" "):
        return
    below = CONTENT.search(text, line_end(text, fault.start))
    *_, above = (None, *CONTENT.finditer(text, 0, start))
    indents = [below[1]] if below else []
    if above:
        indents += [above[1] + " " * len(above[2]), above[1]]
    for indent in dict.fromkeys(indents):
        if len(indent) != fault.start - start:
            change = (start, fault.start, indent)
            yield Cure(fault.message, "Indent it like the others", (change,))


def _comment(text: str, fault: Fault) -> Iterator[Cure]:
    """`#` for `//`."""
    start = fault.start + len(text[fault.start :]) - len(text[fault.start :].lstrip())
    if text.startswith("//", start):
        message = "a comment begins with `#`, not with `//`"
        yield Cure(message, "Begin the comment with `#`", ((start, start + 2, "#"),))


def _comma(text: str, fault: Fault) -> Iterator[Cure]:
    """The comma between two entries."""
    if "`,`" in fault.message and text[fault.start] not in SPECIAL + "}]":
        end = fault.end if not text[fault.start : fault.end].strip() else fault.start
        start = len(text[: fault.start].rstrip())
        message = "a comma is missing between two entries"
        yield Cure(message, "Write `,`", ((start, end, ", "),))


def _line(text: str, fault: Fault) -> Iterator[Cure]:
    """A line of its own for a key of the language that stands behind a value in block style."""
    found = KEY_BEHIND.search(text, line_start(text, fault.start), fault.start)
    if found is None or found[2] not in KEYS or _inside_brackets(text, found.start()):
        return
    lead = text[line_start(text, found.start()) : found.start()]
    indent = " " * (len(lead) - len(lead.lstrip(" -")))
    message = f"`{found[2]}` stands behind the value of another key; write it on a line of its own"
    yield Cure(message, f"Put `{found[2]}` on its own line", ((*found.span(1), "\n" + indent),))


def _inside_brackets(text: str, end: int) -> bool:
    return sum(BRACKETS.get(c, 0) for c in text[:end] if c in "{}[]") > 0


def _quotes(text: str, fault: Fault) -> Iterator[Cure]:
    """Quotes around the value in which, or at whose beginning, something means more to YAML."""
    lead = line_start(text, fault.start)
    for start in _starts(text, lead, fault.start):
        end = _end_of_value(text, start)
        value = text[start:end]
        if end > fault.start and not value.startswith(('"', "'", "{", "[")):
            sign = next((c for c in text[fault.start] + value[0] if c in SPECIAL), "")
            named = "a backtick" if sign == "`" else f"`{sign}`"
            why = f"YAML reads {named} as a sign of its own" if sign else "it is no plain text"
            message = f"`{short(value)}` has to stand in quotes: {why}"
            yield Cure(message, "Put it in quotes", ((start, end, _quoted(value)),))


def _starts(text: str, lead: int, fault: int) -> list[int]:
    """Where on the line the value may begin that holds the fault, the nearest place first."""
    found = [match.end() for match in BEFORE_VALUE.finditer(text, lead, fault)]
    return [place for place in reversed(found) if place <= fault][:MOST]


def _end_of_value(text: str, start: int) -> int:
    """Where the value that begins at `start` ends: at the bracket around it, or with its line."""
    end = line_end(text, start)
    inside = _inside_brackets(text, start)
    depth = 0
    for place in range(start, end):
        depth += BRACKETS.get(text[place], 0)
        if inside and (depth < 0 or (depth == 0 and text[place] == ",")):
            return start + len(text[start:place].rstrip())
    return start + len(COMMENT_BEHIND.sub("", text[start:end]).rstrip())


def _quoted(value: str) -> str:
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _stray(text: str, fault: Fault) -> Iterator[Cure]:
    """Nothing for a bracket that closes nothing, or a comma that parts nothing."""
    sign = text[fault.start]
    if sign in "}],":
        what = "is one too many" if sign == "," else "closes nothing"
        change = (fault.start, fault.start + 1, "")
        yield Cure(f"`{sign}` {what}; remove it", f"Remove `{sign}`", (change,))
