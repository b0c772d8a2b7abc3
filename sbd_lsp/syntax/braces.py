"""Where entries begin in a design in braces, as JSON is, that is laid out over lines.

As in block style the indentation of a line decides, whatever is inside an entry. Brackets may know
better: `brackets.is_torn` says when, and such a design is read as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Union

from sbd_lsp.syntax.brackets import CLOSERS, closers, is_open, level
from sbd_lsp.syntax.cut import (
    EDGE,
    END,
    FULL,
    KEYS,
    NODE,
    OPENING,
    REST,
    SECTION,
    SECTIONS,
    SHARED,
    TOP,
    State,
    apart,
    column_of,
    in_key,
    section_like,
)

KEY_TEXT = (
    r"""(?:"((?:[^"\\]|\\.)*)"[ \t]*:|'((?:[^']|'')*)'[ \t]*:"""
    r"""|([^\s"'{}\[\],#&*!|>%@`?-](?:[^:#,{}\[\]"]*[^\s:#,{}\[\]"])?)[ \t]*:(?=\s|\Z))[ \t]*"""
)
KEY = re.compile(KEY_TEXT)
KEY_BEHIND = re.compile(rf"[}}\]](?:[ \t]*,)?[ \t]*{KEY_TEXT}")  # behind what closes a section
KEY_AT_END = re.compile(rf".*,[ \t]*{KEY_TEXT}(?=[{{\[]\Z)")  # behind other keys, left open
EDGE_SHAPE = re.compile(r"\{(?![ \t]+\{|\}[ \t]*[^\s,#])")
CLOSERS_ALONE = re.compile(r"[}\]\s,]+(?:#.*)?\Z")
HALF = re.compile(r"""["']?\w*["']?[ \t]*\Z""")  # an id that is being typed
END_OF_EDGE = re.compile(r"""["']?(?:from|to)["']?[ \t]*:""")
# what may stand before a key, an edge or a closing bracket by mistake
STRAY = re.compile(
    r"""[}\]]+[ \t]*(?=["'\w]|\{(?!\}))|(?:\{\}|\[\])[ \t]*(?=["'{}\]\w])|[}\]][ \t]{2,}(?=[}\]])"""
    r"""|(?:[^\s\w}\],]{1,2}?|\w)[ \t]*(?=["'{}\]\w])"""
)
# a section as it may be while it is typed or renamed
HEADER = re.compile(
    r"""[^\w\s]?[ \t]*["']?(\w(?:[\w"']*\w)?)["']?[ \t]*(?:[^\w\s{\[#]{1,2}[ \t]*){0,2}"""
    r"""(?:([{\[])[ \t]*)?(?:#.*)?\Z"""
)
QUOTE = re.compile("[\"']")
ENDED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'{\[,]*),[ \t]*(?:#.*)?\Z""")
BEGINS = re.compile(r"[^\s}\]]")  # what no line within brackets has at the left margin
NOTHING = re.compile(r"(?:#.*)?\Z")
EMPTY = re.compile(r"[{\[][ \t]*[}\]][ \t]*(?:#.*)?\Z")  # as editors close a bracket by themselves
LEFT_OPEN = 0
BARE = re.compile(r":[ \t]*(?:#.*)?\Z")

FindNext = Callable[[], str]
FindLines = Callable[[], Iterator[str]]
Step = tuple[Union[str, None], State]


def step(state: State, line: str, find_next: FindNext, ahead: FindLines) -> Step:
    """As `cut.step`, for a line of a design in braces. `find_next` gives the next line that has
    content, `ahead` those of some lines below. `bare` says that a key alone is above, whose value
    follows; `inner` is `FULL` behind a key of the design whose value ended with its line, and
    behind an entry that has ended, `LEFT_OPEN` behind the first line of one that has not."""
    content = line.strip()
    if not content or content[0] == "#":
        return None, state
    if column_of(line) > state.indent >= 0:
        if _is_headless(state, content):
            return state.section, _behind(state._replace(inner=-1), content)
        # a part of the entry above, whatever it is
        return None, _behind(state._replace(inner=-1), content)
    found = apart(state, line, content)
    if found is not None and found[0] == REST and level(state) and not BEGINS.match(find_next()):
        return REST, state  # no document ends within brackets
    if found is not None or state.section == "closed":
        return found or (None, state)
    if content[0] in "}]" and (key := KEY_BEHIND.match(content)) and state.section in OPENING:
        after = _in_key(state, key, content, find_next)
        if after.section in OPENING:
            return END, after
    content, column = _meant(state, content, column_of(line))
    if content[0] in "}]":
        return _closed(state, content, column, find_next)
    if state.section in OPENING:
        kind, after = _in_section(state, content, column, find_next, ahead)
        spoilt = kind in OPENING and content != line.strip()  # whether it has ended, cannot be seen
        return kind, after._replace(inner=-1) if spoilt else after
    if state.base < 0 and KEY.match(content):
        state = state._replace(base=_column_of_keys(column, ahead))
        column = state.base
    begun = _in_design(state, content, column, find_next)
    return begun or (None, _behind(state, content))


def _in_section(
    state: State, content: str, column: int, find_next: FindNext, ahead: FindLines
) -> Step:
    """A line between the entries of a section, or in one."""
    key = KEY.match(content)
    after = _in_key(state, key, content, find_next) if key and column <= state.base + 2 else None
    if after is not None and after.section == EDGE != state.section:
        return TOP, after  # no node begins with a bracket
    if key is not None and column <= state.base and _name(key) in KEYS:
        shared = _name(key) in SHARED and column_of(find_next()) > state.indent
        if not shared:
            return TOP, _in_key(state, key, content, find_next)
    value = state.bare and content[0] == "{" and not _is_edge(state, content, ahead)
    entry = _is_entry(state.section, content) and not value
    if state.indent < 0:
        usual = 2 * state.base
        slipped = usual and (not entry or column <= state.base or abs(column - usual) == 1)
        indent = usual if slipped else _column_of_entries(state, column, ahead)
        return state.section, _begun(state._replace(indent=indent), content)
    typed = state.inner == FULL and column == state.indent and HALF.match(content) is not None
    within = state.inner < FULL and _is_within(state, content, ahead)
    if typed or (entry and column <= state.indent and not within):
        return state.section, _begun(state, content)
    return None, _behind(state._replace(inner=-1), content)


def _begun(state: State, content: str) -> State:
    """The state behind the line with which an entry begins."""
    if is_open(content):
        return _behind(state._replace(inner=LEFT_OPEN), content)
    ended = content.rstrip(",")[-1:] in ("}", "]")
    return _behind(state._replace(inner=FULL if ended else -1), content)


def _is_headless(state: State, content: str) -> bool:
    """Whether a line that stands deeper than entries do begins one, of which the line with its id
    or its bracket is missing: the one above has ended."""
    ended = state.inner == FULL and state.section in OPENING
    return ended and KEY.match(content) is not None


def _is_edge(state: State, content: str, ahead: FindLines) -> bool:
    """Whether a brace, which could be the value of a key alone above it, is surely an edge's."""
    if state.section != EDGE or state.inner != LEFT_OPEN:
        return False
    first = content[1:].strip() or next(ahead(), "").strip()
    return END_OF_EDGE.match(first) is not None


def _is_within(state: State, content: str, ahead: FindLines) -> bool:
    """Whether a line that looks like an entry must be a part of the one above it, which goes on
    below what the line says; so it does if that ends deeper than entries do."""
    below = ahead()
    line = next(below, "")
    if is_open(content):
        inner = column_of(line)
        if inner <= 2 * state.indent - state.base:  # one step deeper
            return False
        line = next((each for each in below if column_of(each) < inner), "")
        return column_of(line) > state.indent and line.strip()[0] in "}]"
    column = column_of(line)
    return column > state.indent or (column == state.indent and line.strip()[:1] in ("}", "]"))


def _column_of_entries(state: State, column: int, ahead: FindLines) -> int:
    """Where the entries of a section stand whose first one begins in `column`: where it ends, or
    the next one begins, if that is further to the left and it is not where it should be."""
    if column == 2 * state.base:
        return column
    other = next((line for line in ahead() if column_of(line) < column), "")
    content = other.strip()
    ends = content[:1] in ("}", "]") or _is_entry(state.section, content)
    return column_of(other) if ends and column_of(other) > state.base else column


def _column_of_keys(column: int, ahead: FindLines) -> int:
    """Where most keys of a design stand, as far as can be seen from its first one in `column`, up
    to the first section and its first entry; where the next one stands if no column has more."""
    columns, below = list[int](), ahead()
    for line in below:
        key = KEY.match(line.strip())
        if key is None or _name(key) not in KEYS or not line[0].isspace():
            break
        columns.append(column_of(line))
        if _name(key) in SECTIONS:
            columns.append(column_of(next(below, "")) // 2)  # of the first entry
            break
    columns.append(column)
    return max(columns, key=columns.count)


def _in_design(state: State, content: str, column: int, find_next: FindNext) -> Step | None:
    """A line between the keys of a design, if it begins one, or a section, or an entry of a section
    that is missing."""
    key = KEY.match(content)
    after = _in_key(state, key, content, find_next) if key and column <= state.base else None
    if after is not None and after.section in OPENING:
        return TOP, after
    section = _section_typed(state, content, column, find_next)
    if section is not None:
        return TOP, state._replace(section=section, indent=-1, bare=False, inner=-1)
    if after is not None:
        return TOP, after
    if state.inner < FULL or column <= state.base:
        return None
    section = next((each for each in OPENING if _is_entry(each, content)), None)
    if section is None:
        return None
    return section, _behind(state._replace(section=section, indent=column, inner=-1), content)


def _section_typed(state: State, content: str, column: int, find_next: FindNext) -> str | None:
    """What the entries are of the section that a line begins which may not be finished, known by
    the entry that follows; None if it begins none."""
    word = HEADER.match(content) if column <= state.base + 2 and not state.bare else None
    section = section_like(QUOTE.sub("", word[1])) if word else None
    if word is None or section is None or word[2] not in (None, OPENING[section]):
        return None
    following = find_next()
    below = column_of(following) > state.base and _is_entry(section, following.strip())
    return section if below else None


def _behind(state: State, content: str) -> State:
    """The state behind a line: whether it ends with a key alone."""
    bare = content[-1] == ":" if "#" not in content else BARE.search(content) is not None
    return state if bare == state.bare else state._replace(bare=bare)


def _meant(state: State, content: str, column: int) -> tuple[str, int]:
    """What stands behind signs that are there by mistake, and its column without them, or with
    blanks for them; `content` itself if there are none."""
    signs = None if state.bare or _begins(state, content, column) else STRAY.match(content)
    rest = content[signs.end() :] if signs else ""
    if signs is None or not (_begins(state, rest, column) or rest[0] in "}]"):
        return content, column
    columns = (column + signs.end() - len(signs[0].rstrip()), column + signs.end())
    wanted = () if rest[0] in "}]" else (state.indent, state.base)
    return rest, next((each for each in columns if each in wanted), columns[0])


def _begins(state: State, content: str, column: int) -> bool:
    """Whether a line may begin a key, or an edge."""
    edges = state.section == EDGE or (state.inner == FULL and column > state.base)
    return KEY.match(content) is not None or (edges and EDGE_SHAPE.match(content) is not None)


def _closed(state: State, content: str, column: int, find_next: FindNext) -> Step:
    """What a line that begins with a closing bracket ends: an entry, a section, the design, or
    nothing."""
    within = state.indent if state.section in OPENING else state.base
    if 0 <= within <= column:
        ends = column == state.indent >= 0 and CLOSERS_ALONE.match(content) is not None
        return None, state._replace(inner=FULL) if ends else state
    following = find_next()
    beyond, closing = column_of(following), following.lstrip()[:1] in ("}", "]")
    # an entry, of which the bracket stands too far to the left
    another = column < beyond or (column >= beyond == state.base and column > 0)
    if state.indent >= 0 and closing and another:
        return None, state
    if not closing and _goes_on(state, following.strip(), beyond, content, column):
        return None, state
    found = CLOSERS.match(content)
    assert found is not None
    comma = content.startswith(",", found.end())
    if state.flow == SECTION:
        goes_on = closing or (comma and beyond > state.base)
        own = content[0] == closers(state) and not goes_on
        return (END, State("scalar", state.base)) if own else (None, state)
    left = level(state) - sum(letter in "}]" for letter in found[0])
    comma = comma and level(state) > 1  # none follows what closes all
    section, inner = "other" if comma or left > 0 else "closed", FULL if comma else -1
    return END, state._replace(section=section, indent=-1, bare=False, inner=inner)


def _goes_on(state: State, following: str, beyond: int, content: str, column: int) -> bool:
    """Whether what the bracket at the beginning of `content`, in `column`, would close goes on with
    the line below, `following` in the column `beyond`."""
    if state.section not in OPENING:
        key = KEY.match(following)
        return key is not None and _name(key) in KEYS
    entry = _is_entry(state.section, following)
    if column == state.base and content[0] == closers(state)[0]:  # as it should be
        inside = KEY.match(following) is not None and not _is_entry(NODE, following)
        return (entry and beyond == state.indent) or (inside and beyond > state.indent >= 0)
    least = state.indent + (not entry)
    return (entry or state.indent >= 0) and beyond >= max(state.base + 1, least)


def _is_entry(section: str, content: str) -> bool:
    """Whether a line looks like the beginning of an entry of `section`."""
    if section == EDGE:
        return EDGE_SHAPE.match(content) is not None
    key = KEY.match(content)
    value = content[key.end() :] if key else ""
    return key is not None and (value[:1] == "{" or NOTHING.match(value) is not None)


def _in_key(state: State, key: re.Match[str], content: str, find_next: FindNext) -> State:
    """The state after a line that begins a key of the design. A section begins with its bracket and
    an entry behind that or nothing, or with anything that is not closed if an entry follows."""
    if state.flow == SECTION:
        return in_key(State("other", state.base), content)
    if content[-1] in "{[":
        key = KEY_AT_END.match(content) or key
    value = content[key.end() :]
    named = section_like(_name(key)) if value else None
    alone = NOTHING.match(value[1:].strip()) is not None
    section = named or "other"
    if named and not _is_left_open(named, value, alone):
        below = find_next() if is_open(value) or EMPTY.match(value) else ""
        entry = column_of(below) > state.base and _is_entry(named, below.strip())
        section = named if entry else "other"
    indent = -1 if alone or section == "other" else 2 * state.base  # of its first entry
    inner = FULL if ENDED.match(content, key.end()) else -1
    return _behind(state._replace(section=section, indent=indent, inner=inner), content)


def _is_left_open(section: str, value: str, alone: bool) -> bool:
    """Whether a value is the bracket of `section`, `alone` or with the beginning of an entry."""
    if value[0] != OPENING[section]:
        return False
    return alone or (value[-1] in "{[" and _is_entry(section, value[1:].strip()))


def _name(key: re.Match[str]) -> str:
    return key[1] or key[2] or key[3] or ""
