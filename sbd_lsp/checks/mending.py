"""What was meant where the text is no YAML: cures of faults, each tried before it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from sbd_lsp.checks.rule import listed
from sbd_lsp.model.options import names, texts
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.scanner import DOUBLE, HIDDEN_DASH, SINGLE, short
from sbd_lsp.syntax.signs import SIGN
from sbd_lsp.syntax.slips import value_beside
from sbd_lsp.syntax.tree import Fault
from sbd_lsp.text.lines import break_of, line_end, line_start

INDENT_WITH_TAB = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
CONTENT = re.compile(r"^( *)((?:- +)*)[^\s#]", re.MULTILINE)
COMMENT_BEHIND = re.compile(r"\s+#.*$")
# the first key of a line, the keys behind it with what parts them, the last key before a place
LEAD = re.compile(r"( *(?:- +)*)([^\s:#\"'{\[]+)[ \t]*:([ \t]+)")
KEY_BEHIND = re.compile(r"(?:[ \t]*,)?[ \t]+(\w+)[ \t]*:(?=\s|\Z)")
KEY_BEFORE = re.compile(r"(\w+)[\"']?[ \t]*:[ \t]")
FREE = frozenset(("description", "sql"))  # keys whose text may have the words of keys in it
BEFORE_VALUE = re.compile(r"(?:[:,\-] +|[\[{] *)")
BARE_QUOTE = re.compile(r'(?<!\\)"')
SPECIAL = "?*&!@`%|>{[:"  # what means something to YAML at the start of a value, or within one
STEP = "  "  # for each tab of an indentation
MOST = 4  # places at which a value may begin that are tried, and keys that are moved at once
LONGEST = 5_000  # a block that is longer is not read again for each cure
BEHIND_VALUE = re.compile(r"[ \t]*(?:[,}\]]|#|\r?$)", re.MULTILINE)
BRACKETS = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}


class Cure(NamedTuple):
    """Texts that are put in the place of others, from back to front, and what they mend; `safe` as
    a fix is."""

    message: str
    title: str
    changes: tuple[tuple[int, int, str], ...]
    safe: bool = True

    def applied(self, text: str) -> str:
        """`text` after it."""
        for start, end, new in self.changes:
            text = text[:start] + new + text[end:]
        return text


@lru_cache(maxsize=1000)  # a faulty block is looked at again while a person types elsewhere
def cures_of(text: str, fault: Fault, opening: str = "") -> tuple[Cure, ...]:
    """The first cure of `fault` after which `text`, of a block behind the bracket `opening`, reads
    further; if that is not safe, the first of each other kind too."""
    found: dict[str, Cure] = {}
    if len(text) > LONGEST or fault.start >= len(text):
        return ()
    if value_beside(text) == (fault.start, fault.end):
        return (_beside(text, fault),)
    for cure in (
        *_letters(text, fault),
        *_tabs(text, fault),
        *_indentation(text, fault),
        *_comment(text, fault),
        *_inner_quote(text, fault),
        *_comma(text, fault),
        *_line(text, fault),
        *_quotes(text, fault),
        *_stray(text, fault),
    ):
        after = read(cure.applied(text), opening).faults
        grown = sum(len(new) - (end - at) for at, end, new in cure.changes if at <= fault.end)
        if not after or min(left.start for left in after) > fault.end + grown:
            found.setdefault(cure.title, cure)
            if cure.safe and len(found) == 1:
                break
    return tuple(found.values())


def _beside(text: str, fault: Fault) -> Cure:
    """Nothing for what stands behind the key of a section, the entries of which stand below."""
    word, start = text[fault.start : fault.end], text.rindex(":", 0, fault.start) + 1
    signs = not any(letter.isalnum() for letter in word)
    return Cure(fault.message, f"Remove `{word}`", ((start, fault.end, ""),), signs)


def _letters(text: str, fault: Fault) -> Iterator[Cure]:
    """Nothing for letters before a dash, and for signs before a key."""
    letters = HIDDEN_DASH.match(text, fault.start)
    dashed = letters is not None and letters.end(1) == fault.end
    sign = SIGN.match(text, line_start(text, fault.start))
    if dashed or (sign is not None and sign.span(1) == (fault.start, fault.end)):
        change = (fault.start, fault.end, "")
        yield Cure(fault.message, f"Remove `{text[fault.start : fault.end]}`", (change,))


def _tabs(text: str, fault: Fault) -> Iterator[Cure]:
    """Spaces for the tabs of all indentations in the block."""
    found = list(INDENT_WITH_TAB.finditer(text))
    if found and "\t" in text[line_start(text, fault.start) : fault.end]:
        changes = ((m.start(), m.end(), m[0].replace("\t", STEP)) for m in reversed(found))
        message = "a tab indents this line; YAML takes spaces only"
        yield Cure(message, "Indent with spaces", tuple(changes))


def _indentation(text: str, fault: Fault) -> Iterator[Cure]:
    """The indentation of the line below or of what stands above, behind dashes or not, deeper below
    a key alone, for a line that has none like it."""
    start = line_start(text, fault.start)
    if text[start : fault.start].strip(" ") or text[fault.start : fault.end] in ("}", "]"):
        return
    below = CONTENT.search(text, line_end(text, fault.start))
    *_, above = (None, *CONTENT.finditer(text, 0, start))
    indents = [below[1]] if below else []
    if above and text[:start].rstrip().endswith(":"):
        indents.append(above[1] + " " * len(above[2]) + STEP)
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


def _inner_quote(text: str, fault: Fault) -> Iterator[Cure]:
    """`''` or `\\"` for quotes within a text that has the same around it."""
    start = _quoted_before(text, fault.start)
    if start is None:
        return
    quote, end = text[start], line_end(text, fault.start)
    for place in range(fault.start, end):
        if text[place] == quote and BEHIND_VALUE.match(text, place + 1):
            inner = text[start + 1 : place]
            if _has_key(text[fault.start : place]):
                return
            if quote == "'":
                instead, inner = "''", inner.replace("''", "'").replace("'", "''")
            else:
                instead, inner = '\\"', BARE_QUOTE.sub(r"\\\g<0>", inner)
            message = f"`{quote}` ends the text here; within it `{quote}` is written `{instead}`"
            yield Cure(message, f"Write `{instead}`", ((start + 1, place, inner),))


def _quoted_before(text: str, end: int) -> int | None:
    """Where the quoted value begins that ends right at `end`; None if none does."""
    for found in BEFORE_VALUE.finditer(text, line_start(text, end), end):
        for pattern in (SINGLE, DOUBLE):
            value = pattern.match(text, found.end())
            if value is not None and value[2] and value.end() == end:
                return found.end()
    return None


def _comma(text: str, fault: Fault) -> Iterator[Cure]:
    """The comma between two entries."""
    if "`,`" in fault.message and text[fault.start] not in SPECIAL + "}]":
        end = fault.end if not text[fault.start : fault.end].strip() else fault.start
        start = len(text[: fault.start].rstrip())
        message = "a comma is missing between two entries"
        safe = _key_before(text, line_start(text, start), start) not in FREE
        yield Cure(message, "Write `,`", ((start, end, ", "),), safe)


def _key_before(text: str, start: int, end: int) -> str:
    """The last key between two places, with something behind it; nothing if there is none."""
    *_, key = ("", *(found[1] for found in KEY_BEFORE.finditer(text, start, end)))
    return key


def _line(text: str, fault: Fault) -> Iterator[Cure]:
    """Lines of their own for keys of the language that stand behind another key in block style:
    below it if they are its value, else beside it."""
    start = line_start(text, fault.start)
    lead = LEAD.match(text, start)
    if lead is None or _inside_brackets(text, start):
        return
    known = (key for key in _keys_behind(text, lead) if key[1] in names())
    found = list(islice(known, MOST))
    if not found:
        return
    column, owned = lead.end(1) - start, found[0].start() == lead.start(3)
    if owned:
        below = CONTENT.search(text, line_end(text, start))
        column = len(below[1]) if below and len(below[1]) > column else column + len(STEP)
    ends = break_of(text) + " " * column
    changes = tuple((key.start(), key.start(1), ends) for key in reversed(found))
    before = [lead[2], *(key[1] for key in found)]
    safe = not FREE.intersection(before[:-1]) and len({*before}) == len(before)
    safe = safe and not (owned and lead[2] in names())
    yield _of_lines(before[1:], changes, safe)


def _of_lines(keys: list[str], changes: tuple[tuple[int, int, str], ...], safe: bool) -> Cure:
    named = listed(keys, "and")
    if len(keys) == 1:
        message = f"{named} stands behind another key; write it on a line of its own"
        return Cure(message, f"Put {named} on its own line", changes, safe)
    message = f"{named} stand behind another key; write each on a line of its own"
    return Cure(message, f"Put {named} on their own lines", changes, safe)


def _keys_behind(text: str, lead: re.Match[str]) -> Iterator[re.Match[str]]:
    """What may be keys behind the first one of a line: outside of quotes, brackets and comments."""
    for key in KEY_BEHIND.finditer(text, lead.start(3), _end_of_value(text, lead.end())):
        quotes = text.count('"', lead.start(), key.start())
        if quotes % 2 == 0 and not _inside_brackets(text, key.start()):
            yield key


def _inside_brackets(text: str, end: int) -> bool:
    return sum(BRACKETS.get(c, 0) for c in text[:end] if c in "{}[]") > 0


def _quotes(text: str, fault: Fault) -> Iterator[Cure]:
    """Quotes around the value in which, or at whose beginning, something means more to YAML."""
    lead = line_start(text, fault.start)
    for start in _starts(text, lead, fault.start):
        end = _end_of_value(text, start)
        value = text[start:end]
        key = KEY_BEHIND.match(f" {value}")
        if key is not None and key[1] in names() and _key_before(text, lead, start) not in texts():
            continue
        if end > fault.start and not value.startswith(('"', "'", "{", "[")):
            sign = next((c for c in text[fault.start] + value[0] if c in SPECIAL), "")
            named = "a backtick" if sign == "`" else f"`{sign}`"
            why = f"YAML reads {named} as a sign of its own" if sign else "it is no plain text"
            message = f"`{short(value)}` has to stand in quotes: {why}"
            safe = _is_prose(text, lead, start, value)
            yield Cure(message, "Put it in quotes", ((start, end, _quoted(value)),), safe)


def _is_prose(text: str, lead: int, start: int, value: str) -> bool:
    """Whether a value can be nothing but text: it has no key of the language in it, and its own key
    does not take a word of the language."""
    own = _key_before(text, lead, start)
    return not _has_key(value) and (own not in names() or own in texts())


def _has_key(value: str) -> bool:
    return any(key[1] in names() for key in KEY_BEHIND.finditer(f" {value}"))


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
