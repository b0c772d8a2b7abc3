"""Where the entries of a document begin, judged by indentation alone.

A line either begins a block or belongs to the one before it. The decision rests on the line and
on a small state, so that after a change cutting can stop where the state is as it was before.
Whatever is inside an entry, a fault in it spoils that entry only.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sbd_lsp.text.nearest import nearest

# kinds of blocks
HEAD = "head"  # what stands before the content: comments, `---`
TOP = "top"  # a key of the document, with its value unless its entries are blocks
NODE = "node"  # an entry under `nodes`
EDGE = "edge"  # an item under `edges`
WHOLE = "whole"  # a document that cannot be cut: in flow style, or with an anchor or tag of its own
CONFLICT = "conflict"  # a marker that a merge left
REST = "rest"  # a second document

SECTIONS = {"nodes": NODE, "edges": EDGE}
# keys of a design, as the catalogue has them
KEYS = frozenset((*SECTIONS, "sbd", "name", "description", "runtime", "deployment", "<<"))

HEADER = re.compile(
    r"""(?:"([^"\\]*)"|'([^']*)'|([^\s"'#{}\[\],&*!|>%@`][^:#]*?))\s*:(?:\s+(.*))?$"""
)
NODE_SHAPE = re.compile(r"""["']?[A-Za-z][\w .-]*["']?:\s*(?:\{.*|#.*)?$""")
CLOSING = {'"': '"', "'": "'", "{": "}", "[": "]"}
CONFLICT_MARKER = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")


class State(NamedTuple):
    """What is known before a line.

    `section` is `start`, `begun` (after `---`), `scalar` (in a key whose value is on its line),
    `other` (in a key whose value may go on), `node`, `edge`, `whole` or `rest`; `strange` after a
    key alone that is none of a design's and stands between the entries of a section, `cut` where no
    value of such a key can go on, so that an entry goes on with the section. `base` and `indent`
    are the columns of the document's keys and of the section's entries, -1 if not known; `bare`
    says that the last entry is a key alone, whose value may be a list in the same column.
    """

    section: str
    base: int = -1
    indent: int = -1
    bare: bool = False


START = State("start")


def step(state: State, line: str) -> tuple[str | None, State]:
    """The kind of block that `line` begins, None if it goes on with the last; the state after."""
    content = line.strip()
    if not content or content[0] == "#" or state.section in ("whole", "rest"):
        return None, state
    if line[0] in "<=>|" and CONFLICT_MARKER.match(line):
        return CONFLICT, state
    if line.startswith(("---", "...")) and (len(content) == 3 or line[3] in " \t"):
        return _marker(state, content)
    column = len(line) - len(line.lstrip())
    dash = content[0] == "-" and (len(content) == 1 or content[1] in " \t")
    if state.section in ("start", "begun"):
        return _first(state, line, content, column, dash)
    if column <= state.base:
        return _at_base(state, content, column, dash)
    if state.section in ("node", "edge"):
        return _entry(state, content, column, dash)
    if state.section == "strange":
        own = column > state.indent or content.startswith("type:")
        return None, state._replace(section="cut") if own else State("other", state.base)
    loose = state.section == "scalar" or (state.section == "cut" and column == state.indent)
    if loose and _stray(content, dash):
        return _begun(EDGE if dash else NODE, state.base, column, content)
    return None, state


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
    if dash or content[0] in "{[!&*?|>":
        return WHOLE, State("whole")
    return TOP, _in_key(State("start", column), content)


def _at_base(state: State, content: str, column: int, dash: bool) -> tuple[str | None, State]:
    if dash and column == state.base:
        if state.section in ("node", "edge"):
            return EDGE, State("edge", state.base, _kept(state, EDGE, column))
        return None, state
    return TOP, _in_key(state, content)


def _entry(state: State, content: str, column: int, dash: bool) -> tuple[str | None, State]:
    """A line below `nodes` or `edges`: an entry of it, or part of one."""
    if state.indent >= 0 and column > state.indent:
        return None, state._replace(bare=False) if state.bare else state
    if dash and state.bare and column == state.indent:
        return None, state
    if state.indent < 0:
        return _begun(state.section, state.base, column, content)
    kind = EDGE if dash else NODE if NODE_SHAPE.match(content) else state.section
    return _begun(kind, state.base, _kept(state, kind, column), content)


def _kept(state: State, kind: str, column: int) -> int:
    """The column of a section's entries after one of `kind` at `column`: where the others stand."""
    return state.indent if kind == state.section and state.indent >= 0 else column


def _begun(section: str, base: int, column: int, content: str) -> tuple[str, State]:
    """The kind of block that an entry of `section` begins, and the state after its line."""
    key = HEADER.match(content) if section == NODE else None
    bare = key is not None and (key[4] or "").strip()[:1] in ("", "#")
    return section, State(section, base, column, bare)


def _stray(content: str, dash: bool) -> bool:
    """Whether an indented line where no value can go on is an entry that lost its section."""
    if dash:
        return ": " in content or content.endswith(":")
    return NODE_SHAPE.match(content) is not None


def _in_key(state: State, content: str) -> State:
    """The state after a line that begins a key of the document."""
    header = HEADER.match(content)
    key = (header[1] or header[2] or header[3] or "") if header else ""
    value = (header[4] or "").strip() if header else content
    between = state.section in ("node", "edge") and state.indent >= 0 and key not in KEYS
    if value and value[0] != "#":
        closed = len(value) > 1 and value[-1] == CLOSING.get(value[0])
        if header is not None and value[0] in "|>&!*\"'{[" and not closed:
            return State("other", state.base)
        return State("cut", state.base, state.indent) if between else State("scalar", state.base)
    meant = key if key in SECTIONS else nearest(key, SECTIONS)
    if meant:
        return State(SECTIONS[meant], state.base)
    return State("strange", state.base, state.indent) if between else State("other", state.base)
