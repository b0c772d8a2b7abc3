"""Where the entries of a document begin, judged by indentation alone; `braces.py` does it for
designs in braces.

A line either begins a block or belongs to the one before it. The decision rests on the line and
on a small state, so that after a change cutting can stop where the state is as it was before.
Whatever is inside an entry, a fault in it spoils that entry only.
"""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from sbd_lsp.syntax.scanner import BETWEEN_QUOTES, CLOSING, DOUBLE, SINGLE
from sbd_lsp.text.nearest import Words, nearest

# kinds of blocks
HEAD = "head"  # what stands before the content: comments, `---`
TOP = "top"  # a key of the document, with its value unless its entries are blocks
NODE = "node"  # an entry under `nodes`
EDGE = "edge"  # an item under `edges`
END = "end"  # the bracket that closes a section, or all, of a design in braces
WHOLE = "whole"  # a document that cannot be cut: braces that are not laid out, an anchor, a tag
CONFLICT = "conflict"  # a marker that a merge left
REST = "rest"  # a second document

DESIGN, SECTION, PIECE = 1, 2, 3  # what stands in brackets that other blocks close, or not

FULL = sys.maxsize
SECTIONS = {"nodes": NODE, "edges": EDGE}
SECTION_WORDS = Words.of(SECTIONS)
OPENING = {NODE: "{", EDGE: "["}  # behind the keys of the sections
# keys of a design, as the catalogue has them
KEYS = frozenset((*SECTIONS, "sbd", "name", "description", "runtime", "deployment", "<<"))
SHARED = frozenset(("description", "runtime"))  # those that nodes have, too

# (no group is repeated letter by letter: each time takes memory while it matches)
HEADER = re.compile(
    rf"""(?:"({BETWEEN_QUOTES})"|'([^']*(?:''[^']*)*)'"""
    r"""|((?![\s"'#{}\[\],&*!|>%@`])(?:[^#]*?[^\s#]|\S+?)))\s*:(?:\s+(.*))?$"""
)
# (a node may have an anchor, or be an alias)
NODE_SHAPE = re.compile(r"""["']?[A-Za-z][\w .-]*["']?:\s*(?:[&*]\S+\s*)?(?:\{.*|#.*)?$""")
SURELY_NODE = re.compile(
    r"""["']?[A-Z]\w*["']?:\s*(?:[&*]\S+\s*)?(?:#.*)?$"""
    r"""|["']?[A-Za-z]\w*["']?:\s*(?:&\S+\s+)?\{.*\btype["']?\s*:"""
)
EDGE_SHAPE = re.compile(r"""-\s+(?:\{\s*)?["']?(?:from|to)["']?\s*:""")
# keys of nodes, with values that no node can have
BESIDE = re.compile(r"""["']?[a-z]\w*["']?:\s+[^\s#{\[]""")
BRACES = re.compile(r":\s*\{")
LEFT_OPEN = re.compile(r"[{\[][ \t]*(?:#.*)?\Z")
# a brace alone on its line, or with a letter before it or keys behind it
BRACE = re.compile(
    r"""[^\s#]?\{(?:[ \t]*(?:"\w+"[ \t]*:|\w+[ \t]*:[ \t])[ \t]*(?:"[^"\\]*"|[\w.-]+)[ \t]*,)*"""
    r"""(?:[ \t]+#.*)?\Z"""
)
TYPE = re.compile(r"""\btype["']?\s*:""")
TEXT_BELOW = re.compile(r":\s+(?:[!&]\S*\s+)*[|>][-+\d]*(?:\s+#.*)?$")
DASHES = re.compile(r"(?:-\s+)+")
CLOSED = re.compile(r"[}\]](?:\s+#.*)?$")
QUOTED = {'"': DOUBLE, "'": SINGLE}
CONFLICT_MARKER = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")


class State(NamedTuple):
    """What is known before a line.

    `section` is `start`, `begun` (after `---`), `scalar` (in a key whose value is on its line),
    `other` (in a key whose value may go on), `node`, `edge`, `whole`, `rest` or `closed` (behind
    the brace that closes all); `strange` after a key alone that is none of a design's and stands
    between the entries of a section, `cut` where its value began: what looks like an entry then
    goes on with the section. `base` and `indent` are the columns of the document's keys and of the
    section's entries, -1 if not known. `bare` says that a list may stand in the same column: as the
    value of the last entry if that is a node and a key alone, or as that of the last key of an edge
    if that is alone. `inner` is the column of what stands in that entry, -1 if not known, `FULL` if
    it ended with its line (`braces.py` says what it is there); `sure` that more than one entry of
    the section stood in the column `indent`, and in a design in braces that an entry closed its
    section, with a comma, so that a key follows. `flow` is `DESIGN` in a design in braces,
    `SECTION` in a section in brackets, `PIECE` in one that is not cut.
    """

    section: str
    base: int = -1
    indent: int = -1
    bare: bool = False
    inner: int = -1
    sure: bool = False
    flow: int = 0


START = State("start")


def column_of(line: str) -> int:
    """The column at which the content of a line begins."""
    return len(line) - len(line.lstrip())


def holds_option(content: str) -> bool:
    """Whether a line has a mapping in braces that is no node: no `type` follows."""
    braces = list(BRACES.finditer(content))
    return bool(braces) and not TYPE.search(content, braces[-1].end())


def step(state: State, line: str) -> tuple[str | None, State]:
    """The kind of block that `line` begins, None if it goes on with the last; the state after."""
    content = line.strip()
    if not content or content[0] == "#" or state.section in ("whole", "rest"):
        return None, state
    found = apart(state, line, content)
    if found is not None:
        return found
    column = column_of(line)
    dash = content[0] == "-" and (len(content) == 1 or content[1] in " \t")
    if state.section in ("start", "begun"):
        return _first(state, line, content, column, dash)
    if dash and _lost_its_section(state, column, content):
        return _begun(EDGE, state.base, column, column, content)
    if column <= state.base:
        return _at_base(state, content, column, dash)
    if state.section in ("node", "edge"):
        return _entry(state, content, column, dash)
    if _is_loose(state, column, content) and _stray(content, dash):
        return _begun(EDGE if dash else NODE, state.base, column, column, content)
    if state.section == "strange":
        shape = EDGE_SHAPE if dash else SURELY_NODE
        if state.indent < 0 and shape.match(content):
            return _begun(EDGE if dash else NODE, state.base, column, column, content)
        if column > state.indent or content.startswith("type:"):
            return None, state._replace(section="cut", inner=column)
        return None, State("other", state.base)
    return None, state


def apart(state: State, line: str, content: str) -> tuple[str | None, State] | None:
    """As `step`, for a marker of a document or of a conflict; None for any other line."""
    if line[0] in "<=>|" and CONFLICT_MARKER.match(line):
        return CONFLICT, state
    if line.startswith(("---", "...")) and (len(content) == 3 or line[3] in " \t"):
        return _marker(state, content)
    return None


def _marker(state: State, content: str) -> tuple[str | None, State]:
    if state.section == "start" and content == "---":
        return None, State("begun")
    if state.section == "start" and content[:3] == "---":
        return WHOLE, State("whole")
    return REST, State("rest")


def _first(
    state: State, line: str, content: str, column: int, dash: bool
) -> tuple[str | None, State]:
    if line[0] == "%" and state.section == "start":
        return None, state
    if line[0] == "\ufeff":
        content, column = content.lstrip("\ufeff"), len(line) - len(line.lstrip("\ufeff \t")) - 1
        if content[:1] in ("", "#"):
            return None, state
    if BRACE.match(content):
        return TOP, State("other", flow=DESIGN)
    if dash or content[0] in "{[!&*?|>":
        return WHOLE, State("whole")
    return TOP, in_key(State("start", column), content)


def _at_base(state: State, content: str, column: int, dash: bool) -> tuple[str | None, State]:
    if dash and column == state.base:
        if state.section in ("node", "edge"):
            return next_entry(state, EDGE, column, content)
        item = content[1:].strip()
        if state.section == "strange" and (item[:1] in ("", "?") or HEADER.match(item)):
            return None, State("other", state.base)  # keys of the item may follow
        return None, state
    if column < state.base:  # those above it stand too deep
        key, _ = key_and_value(content)
        inside = state.section in ("node", "edge")
        if key in KEYS and not (inside and key in SHARED):
            state = state._replace(base=column)
    return TOP, in_key(state, content)


def _entry(state: State, content: str, column: int, dash: bool) -> tuple[str | None, State]:
    """A line below `nodes` or `edges`: an entry of it, or part of one."""
    if state.indent >= 0 and column > state.indent:
        # no list can stand in the column of keys, except below one that is alone
        beside = dash and state.section == EDGE and column == state.inner and not state.bare
        shape = EDGE_SHAPE if dash else SURELY_NODE
        if (column < state.inner or beside) and shape.match(content):
            kind = EDGE if dash else NODE
            if state.sure:
                return next_entry(state, kind, column, content)
            return _begun(kind, state.base, column, column, content)
        bare = state.section == EDGE and _goes_on(content)
        if state.inner < 0 or state.bare != bare:
            state = state._replace(bare=bare, inner=column if state.inner < 0 else state.inner)
        return None, state
    if column == state.indent and _stands_below(state, content, column, dash):
        return None, state if dash else state._replace(bare=False, inner=column)
    if state.indent < 0:
        return _begun(state.section, state.base, column, column, content)
    kind = EDGE if dash else NODE if NODE_SHAPE.match(content) else state.section
    if not state.sure and column != state.indent and (dash or SURELY_NODE.match(content)):
        return _begun(kind, state.base, column, column, content)
    return next_entry(state, kind, column, content)


def _stands_below(state: State, content: str, column: int, dash: bool) -> bool:
    """Whether a line in the column of the section's entries belongs to a key alone above it: an
    item of its list, or a key of a node beside its id. Edges are meant to be the section's."""
    if dash:
        alone = state.bare and (state.section == NODE or state.inner < 0)
        return alone and not (state.section == EDGE and EDGE_SHAPE.match(content))
    open_ = state.section == NODE and (state.bare or state.inner == column)
    return open_ and BESIDE.match(content) is not None


def next_entry(state: State, kind: str, column: int, content: str) -> tuple[str, State]:
    """As `_begun`, where the others of the section stand, if there are others."""
    if kind != state.section or state.indent < 0:
        return _begun(kind, state.base, column, column, content)
    begun, after = _begun(kind, state.base, state.indent, column, content)
    return begun, after._replace(sure=state.sure or column == state.indent)


def _begun(section: str, base: int, indent: int, column: int, content: str) -> tuple[str, State]:
    """The kind of block that an entry of `section` at `column` begins, and the state after its
    line."""
    dashes = DASHES.match(content) if section == EDGE else None
    inside = content[dashes.end() :] if dashes else content
    key, value = key_and_value(inside) if section == NODE else ("", inside)
    bare = bool(key) and not value
    node = section == NODE and not holds_option(content)
    if value[:1] in CLOSING and ends_here(value) and (node or section == EDGE):
        return section, State(section, base, indent, bare, FULL)
    inner = column + dashes.end() if dashes and inside[:1] not in ("", *CLOSING) else -1
    if not dashes and TEXT_BELOW.search(inside):
        inner = column + 1  # all that stands deeper is text
    bare = bare or (section == EDGE and _goes_on(inside))
    return section, State(section, base, indent, bare, inner)


def _lost_its_section(state: State, column: int, content: str) -> bool:
    """Whether an edge stands in `column` where no list of a known key can stand."""
    loose = state.section in ("scalar", "strange") or (
        state.section == "cut" and (column < state.inner or state.inner < 0)
    )
    return loose and column >= state.base and EDGE_SHAPE.match(content) is not None


def _is_loose(state: State, column: int, content: str) -> bool:
    """Whether entries of a section may begin in `column`, though none is open: no value can go on
    there, or none that means anything."""
    if state.section == "cut" and state.indent < 0:
        most = state.inner if SURELY_NODE.match(content) else state.inner - 1
        return column <= most
    strange = state.section in ("cut", "strange") and column == state.indent
    return strange or state.section == "scalar"


def _stray(content: str, dash: bool) -> bool:
    """Whether an indented line where no value can go on is an entry that lost its section."""
    if dash:
        return ": " in content or content.endswith(":")
    return NODE_SHAPE.match(content) is not None


def in_key(state: State, content: str) -> State:
    """The state after a line that begins a key of the document."""
    key, value = key_and_value(content)
    between = state.section in ("node", "edge") and key not in KEYS
    if value:
        named = section_like(key) if LEFT_OPEN.match(value) else None
        if named and value[0] == OPENING[named]:
            return State(named, state.base, flow=SECTION)
        if key and not ends_here(value):
            return State("other", state.base)
        cut = between and state.indent >= 0
        return State("cut", state.base, state.indent) if cut else State("scalar", state.base)
    word, *entry = key.split(None, 1) or [key]
    if between and word not in SECTIONS and nearest(word, SECTION_WORDS) is None:
        return State("strange", state.base, state.indent)
    section = section_like(word)
    if section is None:
        return State("other", state.base)
    # what follows an entry that has come up to its section is the rest of it
    return State("strange" if entry else section, state.base)


def section_like(word: str) -> str | None:
    """What the entries are of the section that `word` names, misspelt or half erased as it may be;
    None if it names none."""
    meant = word if word in SECTIONS else nearest(word, SECTION_WORDS)
    meant = meant or next((name for name in SECTIONS if _is_some_of(word, name)), None)
    return SECTIONS[meant] if meant else None


def _is_some_of(word: str, name: str) -> bool:
    """Whether `word` is what is left of `name` when some letters are erased."""
    letters = iter(name)
    return bool(word) and all(letter in letters for letter in word)


def key_and_value(content: str) -> tuple[str, str]:
    """The key of a line, none if it has no colon, and what of a value stands on the line."""
    header = HEADER.match(content)
    if header is None:
        return "", content
    value = (header[4] or "").strip()
    return header[1] or header[2] or header[3] or "", "" if value[:1] == "#" else value


def _goes_on(content: str) -> bool:
    """Whether a list may follow a line as its value, in the column of its key."""
    key, value = key_and_value(content)
    return content[:1] == "?" or (bool(key) and (not value or not ends_here(value)))


def ends_here(value: str) -> bool:
    """Whether a value that begins so ends with its line, as far as the line tells."""
    if value[0] in "!&":
        _, _, value = value.partition(" ")
        return bool(value.strip()) and ends_here(value.strip())
    if value[0] in QUOTED:
        quoted = QUOTED[value[0]].match(value)
        return quoted is not None and bool(quoted[2])
    closed = value[0] in CLOSING and CLOSED.search(value)
    return bool(closed) or value[0] not in "|>{["
