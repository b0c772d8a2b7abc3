"""What the blocks of a design in braces say, the brackets of which stand in other blocks.

Such a collection begins before the text of the block, at -1, or ends one character behind it.
"""

from __future__ import annotations

import re

from sbd_lsp.syntax.brackets import (
    CLOSERS,
    closers,
    in_section,
    is_open,
    last_closer,
    level,
    opening,
    surplus,
    without_closers,
)
from sbd_lsp.syntax.cut import DESIGN, END, NODE, OPENING, TOP, State
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.scanner import CLOSING
from sbd_lsp.syntax.tree import Fault, Mapping, Reading, Sequence, moved
from sbd_lsp.text.lines import line_end

COMMA = re.compile(r"\s*(?:#[^\n]*\n\s*)*,")
CLOSING_LINE = re.compile(r"^([ \t]*)[}\]]", re.MULTILINE)
BLANK = re.compile(r"[^\r\n]")
# brackets that close themselves, before others
# the line of an id without its bracket: what there is of it, of its quotes and its colon
HALF_TYPED = re.compile(r"""(["']?)\w*(["']?)[ \t]*(:?)\Z""")
PAIRS = re.compile(r"\s*(?:(?:\{[ \t]*\}|\[[ \t]*\])[ \t]*)+(?=[}\]])")


def read_within(kind: str, text: str, state: State, after: State) -> Reading:
    """What a block of a design in braces says."""
    if kind == END:
        return _end(text, state, after)
    around = opening(kind, state)
    text = without_closers(text, max(level(state) - level(after), 0))
    if kind == TOP and in_section(after):
        place = -1 if is_open(text) else last_closer(text)
        if place >= 0:  # it closes nothing: the entries follow
            text = f"{text[:place]} {text[place + 1 :]}"
        if is_open(text):
            return _left_open(text, around, CLOSING[OPENING[after.section]])
    if lacks_brace(text, state, after):
        return read(text, "{")
    if not around and after.flow == DESIGN:
        return _left_open(text, "", "}")
    reading = read(text, around)
    if reading.faults and kind in OPENING:
        reading = _despite_bracket(text, around, after.indent, reading)
    if reading.faults and kind in OPENING:
        reading = _with_its_bracket(kind, text, after.indent, reading)
    return reading


def _despite_bracket(text: str, around: str, indent: int, reading: Reading) -> Reading:
    """What an entry that begins in the column `indent` says, but for a bracket that stands further
    to the left on a line of its own, where nothing of the entry ends."""
    found = next((m for m in CLOSING_LINE.finditer(text) if len(m[1]) < indent), None)
    if found is None:
        return reading
    place = found.end() - 1
    tree, faults = read(f"{text[:place]} {text[place + 1 :]}", around)
    if len(faults) >= len(reading.faults):
        return reading
    return Reading(tree, (Fault(place, place + 1, f"`{text[place]}` closes nothing"), *faults))


def _with_its_bracket(kind: str, text: str, indent: int, reading: Reading) -> Reading:
    """What an entry that begins in the column `indent` says if the bracket that holds its keys is
    missing: behind its id, which may be half typed, or with that, or at the beginning of an
    edge."""
    first = len(text) - len(text.lstrip())
    end = first + len(text[first:].partition("\n")[0].rstrip())
    half = HALF_TYPED.match(text[first:end]) if kind == NODE else None
    if half is not None:
        quote = "" if half[2] else half[1]
        place, missing = end, f"{quote}{'' if half[3] else ':'} {{"
        fault = Fault(end - 1, end, "`{` is expected behind the id")
        if quote:
            fault = Fault(first, end, f"the quote {quote} is not closed", quote)
    elif first - (text.rfind("\n", 0, first) + 1) > indent:
        place, missing = first, '"": {' if kind == NODE else "{"
        said = "the id of this node and its `{` are" if kind == NODE else "the `{` of this edge is"
        fault = Fault(first, first, f"{said} missing; write the line above")
    else:
        return reading
    if surplus(text[place:]) != -1:
        return reading
    tree, faults = read(text[:place] + missing + text[place:], OPENING[kind])
    if len(faults) >= len(reading.faults):
        return reading

    def there(offset: int) -> int:
        return offset if offset <= place else max(place, offset - len(missing))

    kept = (each._replace(start=there(each.start), end=there(each.end)) for each in faults)
    return Reading(moved(tree, there), tuple(sorted((fault, *kept))))


def lacks_brace(text: str, state: State, after: State) -> bool:
    """Whether a design in braces begins with `text`, but not with its brace."""
    begins = not level(state) and after.flow == DESIGN
    return begins and "{" not in text.partition("\n")[0]


def _left_open(text: str, around: str, closing: str) -> Reading:
    """What a text says behind which the entries of its last collection follow."""
    end = len(text)
    tree, faults = read(f"{text}\n{closing}", around)
    if isinstance(tree, Mapping):
        last = tree.pairs[-1] if tree.pairs else None
        if last and isinstance(last.value, (Mapping, Sequence)) and last.value.end > end:
            last = last._replace(value=last.value._replace(end=end + 1))
            tree = tree._replace(pairs=(*tree.pairs[:-1], last))
        if tree.column < 0:
            tree = tree._replace(end=end + 1)
    own = [fault for fault in faults if fault.start < end]
    bracket = max(text.rfind("}"), text.rfind("]"))
    if faults and not own and bracket >= 0:  # of the bracket put here, which was there already
        own = [Fault(bracket, bracket + 1, f"`{text[bracket]}` closes nothing")]
    every = own or faults
    clamped = (f._replace(start=min(f.start, end), end=min(f.end, end)) for f in every)
    return Reading(tree, tuple(clamped))


def _end(text: str, state: State, after: State) -> Reading:
    """What stands behind brackets that close a section, where keys of the design may follow, or
    the design, where nothing may."""
    wanted = closers(state)
    pairs = PAIRS.match(text)
    found = CLOSERS.search(text, pairs.end() if pairs else 0)
    assert found is not None
    places = [place for place in range(*found.span()) if text[place] in "}]"]
    before = text[: found.start()]
    faults = [
        Fault(before.index(s), len(before), f"`{s}` cannot stand here") for s in before.split()
    ]
    faults += [
        Fault(place, place + 1, _unfit(text[place], wanted[number : number + 1]))
        for number, place in enumerate(places)
        if text[place] != wanted[number : number + 1]
    ]
    comma = COMMA.match(text, found.end())
    start = comma.end() if comma else found.end()
    behind = BLANK.sub(" ", text[:start]) + text[start:]
    if in_section(after):
        tree, others = _left_open(behind, "{", CLOSING[OPENING[after.section]])
    else:
        tree, others = read(behind, "{")
    rest = tree.pairs if isinstance(tree, Mapping) else ()
    if level(after) and isinstance(tree, Mapping):
        tree = tree._replace(start=start - 1 if comma else len(text) + 1)
        if rest and not comma:
            first = rest[0].key.start
            faults.append(Fault(first, first + 1, "`,` is expected here"))
        return Reading(tree, (*faults, *others))
    if rest or others:
        first = start + len(text[start:]) - len(text[start:].lstrip())
        end = line_end(text, first)
        faults.append(Fault(first, end, "does not belong to what stands before it"))
    elif comma:
        faults.append(Fault(start - 1, start, "`,` closes nothing"))
    return Reading(None, tuple(faults))


def _unfit(bracket: str, wanted: str) -> str:
    return f"`{wanted}` is expected here" if wanted else f"`{bracket}` closes nothing"
