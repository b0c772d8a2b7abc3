"""Signs that stand before a key by mistake, such as a bracket typed at the beginning of its line.

They would make the rest of an entry unreadable, or part of something else. A reading without them
is taken if less is at fault then.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from sbd_lsp.syntax.tree import Fault, Mapping, Reading, Sequence, Tree, moved
from sbd_lsp.text.lines import line_end

Read = Callable[[str], Reading]

LONGEST = 20_000  # a text that is longer is not read twice
QUOTES = "\"'"
OPENING = "{[" + QUOTES
SIGN = re.compile(
    r"""^[ ]*(["'](?![A-Za-z_][\w.-]*["'][ ]*:)|[{\[]|[}\],|>&*!%@`?:]{1,2})[ ]*"""
    r"""(?=(?:-[ ]+)?["']?([A-Za-z_][\w.-]*)["']?[ ]*:(?:\s|\Z))""",
    re.MULTILINE,
)


def without_signs(text: str, reading: Reading, read: Read, opening: str = "") -> Reading:
    """The reading of `text` without such signs, each of them a fault; `reading`, which has faults,
    if there are no signs, or no fewer faults. `read` reads a text as it stands, behind the bracket
    `opening` if there is one."""
    found = SIGN.finditer(text) if len(text) <= LONGEST else ()
    signs = [sign for sign in found if _is_stray(sign, text, reading, opening)]
    tree, faults = _best(text, signs, read)
    entries = _beginnings(tree)
    if not all(sign.end() in entries for sign in signs):  # some stand in a text
        signs = [sign for sign in signs if sign.end() in entries]
        tree, faults = _best(text, signs, read)
    if not signs or (faults and len(faults) + len(signs) >= len(reading.faults)):
        return reading
    return Reading(tree, tuple(sorted((*_told(signs), *faults))))


def _best(text: str, signs: list[re.Match[str]], read: Read) -> Reading:
    """What `text` says without the signs, and what is at fault then. A sign may also have taken the
    place of a blank."""
    if not signs:
        return Reading(None, ())
    removed = _read(text, signs, "", read)
    if not removed.faults:
        return removed
    return min(removed, _read(text, signs, " ", read), key=lambda each: len(each.faults))


def _beginnings(tree: Tree | None) -> set[int]:
    """Where keys begin, and items of lists."""
    found, waiting = set[int](), [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Mapping):
            found.update(pair.key.start for pair in here.pairs)
            waiting += [pair.value for pair in here.pairs]
        elif isinstance(here, Sequence):
            found.update(here.dashes)
            waiting += here.items
    return found


def _read(text: str, signs: list[re.Match[str]], blank: str, read: Read) -> Reading:
    """What `text` says with `blank` for each letter of the signs."""
    parts, at = list[str](), 0
    begins, gone = [0], [0]  # from which offset on how many letters are missing
    for sign in signs:
        parts += [text[at : sign.start(1)], blank * len(sign[1])]
        at = sign.end(1)
        begins.append(sign.start(1) - gone[-1])
        gone.append(gone[-1] + (1 - len(blank)) * len(sign[1]))
    tree, found = read("".join((*parts, text[at:])))

    def place(offset: int) -> int:
        """Where in `text` an offset of what was read is."""
        return offset + gone[bisect_right(begins, offset) - 1]

    faults = (each._replace(start=place(each.start), end=place(each.end)) for each in found)
    return Reading(moved(tree, place), tuple(faults))


def _is_stray(sign: re.Match[str], text: str, reading: Reading, opening: str) -> bool:
    """Whether a sign can be there by mistake alone: brackets and quotes may go on over lines, and
    are all that is at fault then, but for quotes at the beginning of an entry, and brackets where
    a mapping in braces has a key."""
    if sign[1] not in OPENING or len(reading.faults) > 1:
        return True
    before = text[: sign.start(1)].rstrip()[-1:] or opening
    if sign[1] in "{[" and before in (",", "{"):
        return True
    column, first = sign.start(1) - sign.start(), len(text) - len(text.lstrip())
    closed = text.count(sign[1], sign.end(1), line_end(text, sign.end())) % 2 == 1
    return sign[1] in QUOTES and column <= first and not closed


def _told(signs: list[re.Match[str]]) -> Iterator[Fault]:
    for sign in signs:
        yield Fault(*sign.span(1), f"`{sign[1]}` stands before `{sign[2]}`; remove it")
