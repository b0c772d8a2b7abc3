"""Lines that do not stand where they were meant to, known by the line that follows them.

One has lost its indentation, one has a letter or a sign before it. By itself it would begin
something else, and take all that follows with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple, Union

from sbd_lsp.syntax.brackets import is_open
from sbd_lsp.syntax.cut import (
    DASHES,
    DESIGN,
    EDGE,
    EDGE_SHAPE,
    FULL,
    HEADER,
    KEYS,
    NODE,
    NODE_SHAPE,
    REST,
    SECTIONS,
    SHARED,
    SURELY_NODE,
    TOP,
    State,
    column_of,
    ends_here,
    holds_option,
    in_key,
    key_and_value,
    next_entry,
    section_like,
)
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.scanner import HIDDEN_DASH
from sbd_lsp.syntax.tree import Fault, Reading
from sbd_lsp.text.lines import split_lines
from sbd_lsp.text.span import Span

# what no entry begins with; a quote may begin one, with a key
SIGNS = re.compile(r"""(?:[{\[}\],|>&*!%@`?]|["'](?![\w.-]+["'][ \t]*:))+(?:[ \t]+|\Z)?""")
# the brace of a design with signs behind it, with which no key begins that goes on over lines
SPOILT_BRACE = re.compile(r"""\{[ \t]*[\[{}\]"'|>&*,:%@`-]{1,2}[ \t]*\Z""")
WORD = re.compile(r"\w[\w .-]*")
# a value below which all is text, whatever it looks like; one that holds nothing
BLOCK_TEXT = re.compile(r"(?:[!&]\S*[ \t]+)*[|>]")
EMPTY = re.compile(r"(?:\{[ \t]*\}|\[[ \t]*\])[ \t]*(?:#.*)?\Z")

FindNext = Callable[[], str]
FindLines = Callable[[], Iterator[str]]
Placed = Union[tuple[Union[str, None], State], None]


def meant(state: State, line: str, find_next: FindNext, ahead: FindLines) -> Placed:
    """As `step`, for a line that could begin something, by what it was meant to be; None if that is
    what it is. `find_next` gives the next line that has content, `ahead` those of the lines below
    that have some."""
    content, column = line.strip(), column_of(line)
    if state.section in ("start", "begun"):
        return _first_key(line, content, find_next())
    if _is_moved(state, column, content, find_next, ahead):
        kind = EDGE if content[0] == "-" else NODE
        return next_entry(state._replace(indent=column), kind, column, content)
    if content[0] == "-":
        return None
    others = _column_of_others(state, column, ahead) if column > state.base else -1
    if others >= 0 and _is_headless(state.section, column, content, find_next):
        return next_entry(state._replace(indent=others), state.section, column, content)
    found = None
    if state.section != NODE or column != state.indent:
        found = _behind_signs(state, column, content, find_next, ahead)
        found = found or _section(state, column, content, find_next)
        found = found or _hidden_edge(state, column, content, find_next)
    if found is None and state.section == "other":
        slipped = _slipped_below(state, content, find_next, ahead)
    else:
        slipped = found is None and _slipped(state, column, content, find_next)
    return (None, state) if slipped else found


def _is_moved(
    state: State, column: int, content: str, find_next: FindNext, ahead: FindLines
) -> bool:
    """Whether an entry that stands in another column than those before it is the first of several,
    by the next one: there are more where those were moved."""
    least = state.base + (state.section == NODE)
    if state.section not in SECTIONS.values() or not least <= column != state.indent >= 0:
        return False
    first = _Line.of(" " * column + content)
    found = _surely(first, _Line.of(find_next()))
    return found == state.section and _entry_below(state.base, ahead) == (found, column)


def _column_of_others(state: State, column: int, ahead: FindLines) -> int:
    """Where the entries of a section stand if the first line below its key stands deeper, in
    `column`; else -1."""
    if state.section not in SECTIONS.values() or state.indent >= 0:
        return -1
    least = state.base + (state.section == NODE)  # a list may stand in the column of its key
    shape = EDGE_SHAPE if state.section == EDGE else NODE_SHAPE
    other = next((line for line in map(_Line.of, ahead()) if line.column < column), _Line.of(""))
    return other.column if other.column >= least and shape.match(other.content) else -1


def _is_headless(section: str, column: int, content: str, find_next: FindNext) -> bool:
    """Whether a line is a key of an entry the line with whose id, or dash, is missing; or an id
    with the keys of its node in its own column, `column`."""
    key, value = key_and_value(content)
    if section == EDGE or (value and not SURELY_NODE.match(content)):
        return key != ""
    return not value and column_of(find_next()) == column


def behind(state: State, kind: str, after: State, line: str, ahead: FindLines) -> State:
    """The state after a line that begins a block of a kind. It is `after`, unless the line would
    take in entries that are surely meant for a section: those below `nodes` or `edges` with
    something behind it, or those that follow another line between the entries of one. `ahead` gives
    the lines below that have content."""
    key, value = key_and_value(line.strip()) if kind == TOP else ("", "")
    if key in SECTIONS:
        section = SECTIONS[key]
        if _is_beside(value) and _begin_below(section, after.base, ahead):
            after = State(section, after.base)
        elif section != state.section and not value:
            found, column = _entry_below(after.base, ahead)
            if found == state.section and state.indent in (-1, column):
                return _going_on(state, column)
        twice = state.section == section == after.section and state.base == after.base
        return _again(state, after, _two_of(ahead())[0]) if twice else after
    swallows = after.section in ("other", "strange", "rest") or (
        kind == EDGE and state.section != EDGE
    )
    if not swallows or after.flow or after == state:
        return after
    if BLOCK_TEXT.match(value):
        inside = state.section in SECTIONS.values() and state.indent >= 0
        text = inside and column_of(next(ahead(), "")) > state.indent
        return State("cut", after.base, state.indent, inner=state.indent + 1) if text else after
    if kind == REST:
        return state if _is_one_design(state, ahead) else after
    section, column = _entry_below(after.base, ahead)
    if section == state.section:
        return _going_on(state, column) if state.indent in (-1, column) else after
    unknown = kind == TOP and key not in KEYS  # whatever it is, it was meant for that of a section
    return State(section, after.base, column) if unknown and section else after


def _again(state: State, after: State, below: _Line) -> State:
    """The state `after` the key of a section that there is already. Its entries stand where those
    above do, unless the line below begins one that stands further to the left."""
    begins = below.column > after.base or DASHES.match(below.content) is not None
    if begins and below.column < state.indent:
        return after
    return after._replace(indent=state.indent, sure=state.sure)


def _going_on(state: State, column: int) -> State:
    """The state of a section the next entry of which stands in a column."""
    return state._replace(indent=column, bare=False, inner=-1)


def _begin_below(section: str, base: int, ahead: FindLines) -> bool:
    """Whether the first entries of a section stand below its key."""
    first, second = _two_of(ahead())
    if section == EDGE:
        return DASHES.match(first.content) is not None
    if first.column <= base or not NODE_SHAPE.match(first.content):
        return False
    if not first.value:
        return second.column > first.column and second.key != ""
    beside = NODE_SHAPE.match(second.content) is not None
    last = not second.content or (second.column <= base and second.key in KEYS)
    return ends_here(first.value) and (last or (beside and second.content[-1] != ","))


def _entry_below(base: int, ahead: FindLines) -> tuple[str, int]:
    """The section and the column of the next line that is surely an entry, whatever stands before
    it; nothing if a key of the document does."""
    lines = [*map(_Line.of, ahead()), _Line.of("")]
    # the column of a key, or a dash, alone or with block text, of which what is deeper is the value
    outer = FULL
    for line, below in pairwise(lines):
        outer = outer if line.column > outer else FULL
        section = _surely(line, below) if outer == FULL else ""
        if section == EDGE:
            return EDGE, line.column
        if line.column <= base and line.key in KEYS - SHARED:
            break
        if section == NODE and line.column > base:
            return NODE, line.column
        alone = line.content == "-" or (line.key and not line.value)
        if (alone or BLOCK_TEXT.match(line.value)) and line.column > base:
            outer = min(outer, line.column)
    return "", -1


def _surely(line: _Line, below: _Line) -> str:
    """The section of which a line is surely an entry, as the line below it tells; else nothing."""
    if EDGE_SHAPE.match(line.content):
        return EDGE
    alone = not line.value and below.column > line.column and below.key == "type"
    shape = NODE_SHAPE if alone else SURELY_NODE
    return NODE if (alone or line.content[-1:] == "}") and shape.match(line.content) else ""


def _is_one_design(state: State, ahead: FindLines) -> bool:
    """Whether what follows the marker of a document goes on with the design above it: with an entry
    of its section, or a key that it does not have yet."""
    inside = state.section in SECTIONS.values()
    section, _ = _entry_below(state.base, ahead)
    if section:
        return section == state.section
    keys = (line.key for line in map(_Line.of, ahead()) if line.column <= state.base)
    key = next((key for key in keys if key in KEYS - SHARED), "sbd")
    again = state.section in (SECTIONS.get(key), EDGE) or (inside and key == "name")
    return key != "sbd" and not again


def _two_of(lines: Iterator[str]) -> tuple[_Line, _Line]:
    """The first two of some lines, or what is there of them."""
    return _Line.of(next(lines, "")), _Line.of(next(lines, ""))


def _is_beside(value: str) -> bool:
    """Whether a value behind the key of a section can hold no entries, or is not finished. (A tag
    of YAML's may stand there.)"""
    held = value[:1] in ("{", "[") and not is_open(value) and not EMPTY.match(value)
    return value != "" and not value.startswith("!!") and not held


def value_beside(text: str) -> Span | None:
    """Where in the text of a block, the key of a section whose entries are blocks of their own,
    there is such a value; None if there is none."""
    line = split_lines(text)[0]
    key, value = key_and_value(line.strip())
    if key not in SECTIONS or not _is_beside(value):
        return None
    start = line.find(value, line.find(":") + 1)
    return Span(start, start + len(value.partition(" #")[0].rstrip()))


def read_section(text: str) -> Reading:
    """What such a block says: its key, and that nothing can stand behind it."""
    beside = value_beside(text)
    if beside is None:
        return read(text)
    blank = " " * (beside.end - beside.start)
    tree, faults = read(text[: beside.start] + blank + text[beside.end :])
    word = text[beside.start : beside.end]
    return Reading(tree, (*faults, Fault(*beside, f"its entries stand below; remove `{word}`")))


class _Line(NamedTuple):
    """A line, as it is looked at from above."""

    content: str
    column: int
    key: str
    value: str

    @classmethod
    def of(cls, line: str) -> _Line:
        """What there is of it."""
        content = line.strip()
        return cls(content, column_of(line), *key_and_value(content))


# -- something stands before it -------------------------------------------------------------------


def _first_key(line: str, content: str, following: str) -> Placed:
    """The first line of a document, known by the key that follows it: a key with a sign or a blank
    before it, a comment or a marker with a sign before it, or what stands deeper; the brace of a
    design with a sign behind it, or the first key below one that is missing."""
    key, value = key_and_value(following.strip())
    column = column_of(following)
    if key in KEYS and value[-1:] in (",", "{", "[") and SPOILT_BRACE.match(content):
        return TOP, State("other", flow=DESIGN)
    if key in KEYS and value.endswith('",') and _lost_its_brace(content):
        return TOP, State("other", column, inner=FULL, flow=DESIGN)
    if key not in KEYS or value.endswith(",") or column > column_of(line):
        return None
    signs = SIGNS.match(content)
    rest = content[signs.end() :] if signs else content
    if key_and_value(rest)[0] in KEYS and (signs or line[0].isspace()):
        return TOP, in_key(State("start", column), rest)
    if signs and (rest[:1] == "#" or rest == "---") and signs[0].rstrip() == signs[0]:
        return TOP, State("scalar", column)
    apart = content[0] == "-" or column_of(line) > column
    return (TOP, State("scalar", column)) if apart and content[0] not in "{[" else None


def _lost_its_brace(content: str) -> bool:
    """Whether the first line of a document, below which one ends as in JSON, does so, too."""
    return content[-1] == "," and key_and_value(content)[0] in KEYS


def _behind_signs(
    state: State, column: int, content: str, find_next: FindNext, ahead: FindLines
) -> Placed:
    """What stands behind signs, in the column that it has without them or with blanks for them."""
    signs = None if HEADER.match(content) else SIGNS.match(content)
    if signs is None:
        return None
    rest = content[signs.end() :]
    key, value = key_and_value(rest)
    if column <= state.base and key in SECTIONS and not value:
        return TOP, State(SECTIONS[key], state.base)
    if state.section not in SECTIONS.values() or column > max(state.indent, state.base):
        return None
    columns = (column + signs.end() - len(signs[0].rstrip()), column + signs.end())
    first = state.indent < 0
    if first:
        others = _column_of_others(state, columns[1], ahead)
        indent = others if others >= 0 else _first_column(state, columns, value, find_next())
        state = state._replace(indent=indent)
    dash = DASHES.match(rest)
    if (first or state.indent in columns) and (dash or NODE_SHAPE.match(rest)):
        return next_entry(state, EDGE if dash else NODE, state.indent, rest)
    return (None, state) if columns[0] > state.indent and HEADER.match(rest) else None


def _section(state: State, column: int, content: str, find_next: FindNext) -> Placed:
    """`nodes:` or `edges:` with a blank before it, known by the entries that follow."""
    key, value = key_and_value(content)
    if key not in SECTIONS or value or column <= state.base:
        return None
    if state.section in SECTIONS.values() and column >= state.indent:
        return None
    following = find_next()
    shape = EDGE_SHAPE if SECTIONS[key] == EDGE else NODE_SHAPE
    below = column_of(following) > column and shape.match(following.strip())
    return (TOP, State(SECTIONS[key], state.base)) if below else None


def _hidden_edge(state: State, column: int, content: str, find_next: FindNext) -> Placed:
    """An edge before whose dash there are letters, known by its brace or by what it has below,
    which nothing else could have."""
    letters = HIDDEN_DASH.match(content) if state.section == EDGE else None
    if letters is None:
        return None
    following, value = find_next(), content[letters.end() :].strip()
    below = column_of(following) > column and HEADER.match(following.strip())
    if not letters[3] and (not below or not value or not ends_here(value)):
        return None
    columns = (column + letters.end(2) - len(letters[1]), column + letters.end(2))
    return next_entry(state, EDGE, _one_of(columns, following), content[letters.end(2) :])


def _first_column(state: State, columns: tuple[int, int], value: str, following: str) -> int:
    """In which of two columns the first entry of a section stands, which has a `value` on its line
    or more below; in another one if it lost its indentation."""
    below = column_of(following)
    if value:
        like = EDGE_SHAPE if state.section == EDGE else NODE_SHAPE
        return below if like.match(following.strip()) else _one_of(columns, following)
    middle = (state.base + below) // 2
    inside = [column for column in columns if state.base + 1 < column < below]
    return middle if middle in columns or not inside else inside[0]


def _one_of(columns: tuple[int, int], following: str) -> int:
    """In which of two columns entries stand, by the line that follows the first of them."""
    column = column_of(following)
    return column if column in columns else columns[0]


# -- it lost its indentation ----------------------------------------------------------------------


def _slipped(state: State, column: int, content: str, find_next: FindNext) -> bool:
    """Whether a line can only be a part of the entry above: since the next line stands in an entry,
    or since a key stands where only items of a list can."""
    if state.section not in SECTIONS.values() or column > state.indent:
        return False
    in_list = state.section == EDGE and 0 <= state.inner < FULL and column > state.base
    if in_list and HEADER.match(content) and not SURELY_NODE.match(content):
        return True  # there are no keys between the items of a list
    if column == state.indent and NODE_SHAPE.match(content) and not holds_option(content):
        return False
    following = find_next()
    below = column_of(following)
    if not HEADER.match(following.strip()):
        return False
    key, value = key_and_value(content)
    if column < state.indent == below and state.section == NODE:
        return key == "type" and bool(value) and ends_here(value)  # only nodes have one
    if below <= state.indent:
        return False
    if HEADER.match(content) is None:
        return column < state.indent or WORD.fullmatch(content) is not None
    known = key in (KEYS - SHARED if column <= state.base else SECTIONS)
    # one column further is what text below a key has
    return not known and (ends_here(value) if value else below > state.inner > state.indent + 1)


def _slipped_below(state: State, content: str, find_next: FindNext, ahead: FindLines) -> bool:
    """The same below a key of the document: no value that ends with its line has keys below it. But
    the key of a section that is being written has its entries there."""
    following = find_next()
    if column_of(following) <= state.base or not HEADER.match(following.strip()):
        return False
    if HEADER.match(content) is None:
        section = section_like(content)
        return section is None or _entry_below(state.base, ahead)[0] != section
    key, value = key_and_value(content)
    return bool(value) and ends_here(value) and key not in KEYS
