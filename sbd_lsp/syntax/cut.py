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

HEADER = re.compile(
    r"""(?:"([^"\\]*)"|'([^']*)'|([^\s"'#{}\[\],&*!|>%@`][^:#]*?))\s*:(?:\s+(.*))?$"""
)
NODE_SHAPE = re.compile(r"""["']?[A-Za-z][\w .-]*["']?:\s*(?:\{.*|#.*)?$""")
CONFLICT_MARKER = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)")


class State(NamedTuple):
    """What is known before a line.

    `section` is `start`, `begun` (after `---`), `scalar` (in a key whose value is on its line),
    `other` (in a key whose value may go on), `node`, `edge`, `whole` or `rest`; `base` and
    `indent` are the columns of the document's keys and of the section's entries, -1 if not known;
    `bare` says that the last entry is a key alone, whose value may be a list in the same column.
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
    if state.section == "scalar" and _stray(content, dash):
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
    return TOP, State(_section(content), column)


def _at_base(state: State, content: str, column: int, dash: bool) -> tuple[str | None, State]:
    if dash and column == state.base:
        if state.section in ("node", "edge"):
            return EDGE, State("edge", state.base, column)
        return None, state
    return TOP, State(_section(content), state.base)


def _entry(state: State, content: str, column: int, dash: bool) -> tuple[str | None, State]:
    """A line below `nodes` or `edges`: an entry of it, or part of one."""
    if state.indent >= 0 and column > state.indent:
        return None, state._replace(bare=False) if state.bare else state
    if dash and state.bare and column == state.indent:
        return None, state
    if state.indent < 0:
        return _begun(state.section, state.base, column, content)
    if dash or NODE_SHAPE.match(content):
        return _begun(EDGE if dash else NODE, state.base, column, content)
    return _begun(state.section, state.base, state.indent, content)


def _begun(section: str, base: int, column: int, content: str) -> tuple[str, State]:
    """The kind of block that an entry of `section` begins, and the state after its line."""
    key = HEADER.match(content) if section == NODE else None
    bare = key is not None and (key[4] or "").strip()[:1] in ("", "#")
    return section, State(section, base, column, bare)


def _stray(content: str, dash: bool) -> bool:
    """Whether an indented line below a finished value is an entry whose section key is missing."""
    if dash:
        return ": " in content or content.endswith(":")
    return NODE_SHAPE.match(content) is not None


def _section(content: str) -> str:
    """The section that a line of the document's own keys begins."""
    header = HEADER.match(content)
    if header is None:
        return "scalar"
    value = (header[4] or "").strip()
    if value and value[0] != "#":
        return "other" if value[0] in "|>&!*\"'{[" else "scalar"
    key = header[1] or header[2] or header[3] or ""
    meant = key if key in SECTIONS else nearest(key, SECTIONS)
    return SECTIONS[meant] if meant else "other"
