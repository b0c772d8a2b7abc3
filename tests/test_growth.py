"""Whatever a document is full of, twice as much of it takes twice the work, not four times.

Work is counted in calls of functions, which are the same on each machine and in each run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from sbd_lsp.server.session import Session
from tests.fixtures import steps

URI = "file:///d/a.sbd.yaml"
LEAST = 60  # entries in the smallest of three documents, each of which is half of the next
STEEP = 2.5  # what the second doubling adds, in times what the first does: linear is 2, square 4
OTHERS = "  A: {type: function}\n  R: {type: api}\n  T: {type: iotRule}\n"


def lines(line: str) -> Callable[[int], str]:
    """So many lines, each with its number."""
    return lambda count: "".join(line.format(n=n, next=(n + 1) % count) for n in range(count))


def nodes(line: str) -> Callable[[int], str]:
    """A design with so many nodes."""
    return lambda count: f"sbd: 1\nname: x\nnodes:\n{lines(line)(count)}"


def edges(node: str, edge: str) -> Callable[[int], str]:
    """A design with so many nodes and edges, and a function `A`, an API `R` and a rule `T`."""
    return lambda count: f"{nodes(node)(count)}{OTHERS}edges:\n{lines(edge)(count)}"


def inside(body: str) -> Callable[[int], str]:
    """A design with one node that holds so many lines."""
    return lambda count: f"sbd: 1\nname: x\nnodes:\n  A:\n    type: function\n{lines(body)(count)}"


def braces(node: str) -> Callable[[int], str]:
    """A design in braces with so many nodes."""
    return lambda count: f'{{\n  "sbd": 1,\n  "nodes": {{\n{lines(node)(count)}  }}\n}}\n'


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "one id": nodes("  A: {{type: function}}\n"),
    "keys of the document": lambda count: "sbd: 1\nname: x\n" + lines("key{n}: 1\n")(count),
    "one section": lambda count: "sbd: 1\n" + lines("nodes:\n  N{n}: {{type: queue}}\n")(count),
    "keys that nothing has": nodes("  N{n}: {{typ: queue, colour: red}}\n"),
    "keys of one node": inside("    key{n}: 1\n"),
    "one key of one node": inside("    memory: 1\n"),
    "environment": inside("    environment: {{K{n}: 1}}\n"),
    "words of a description": lambda count: inside("    description: |\n")(1) + "      a\n" * count,
    "edges from one node": edges("  Q{n}: {{type: queue}}\n", "  - {{from: A, to: Q{n}}}\n"),
    "edges to one node": edges("  Q{n}: {{type: queue}}\n", "  - {{from: Q{n}, to: A}}\n"),
    "edges between two nodes": edges("  B{n}: {{type: queue}}\n", "  - {{from: A, to: B0}}\n"),
    "edges of one id": edges("  T: {{type: iotRule}}\n", "  - {{from: T, to: A, sql: S{n}}}\n"),
    "edges to one id": edges("  A: {{type: iotRule}}\n", "  - {{from: T, to: A, sql: S{n}}}\n"),
    "actions": edges("", "  - {{from: T, to: A, description: x{n}}}\n"),
    "routes without a path": edges("  F{n}: {{type: function}}\n", "  - {{from: R, to: F{n}}}\n"),
    "routes": edges("", "  - {{from: R, to: A, method: GET, path: /p{n}}}\n"),
    "ids that nothing has": edges("", "  - {{from: X{n}, to: Y{n}}}\n"),
    "one circle": edges("  F{n}: {{type: function}}\n", "  - {{from: F{n}, to: F{next}}}\n"),
    "rules in a row": edges("  R{n}: {{type: iotRule}}\n", "  - {{from: R{n}, to: R{next}}}\n"),
    "edges under nodes": nodes("  - {{from: X{n}, to: Y{n}}}\n"),
    "nodes under edges": edges("", "  N{n}: {{type: queue}}\n"),
    "words alone": nodes("  N{n}\n"),
    "signs before keys": inside("|   key{n}: 1\n"),
    "signs before ids": nodes("{{  N{n}:\n    type: queue\n"),
    "signs before sections": lambda count: "sbd: 1\n" + lines("[nodes:\n  A{n}: {{}}\n")(count),
    "keys beside ids": nodes("  N{n}:\n  type: queue\n"),
    "keys beside one id": lambda count: nodes("  N:\n")(1) + lines("  memory: {n}\n")(count),
    "braces left open": nodes("  N{n}: {{type: queue\n"),
    "quotes left open": nodes('  N{n}: "x\n'),
    "tabs": nodes("\tN{n}: {{type: queue}}\n"),
    "nodes at the margin": nodes("N{n}: {{type: queue}}\n"),
    "anchors": nodes("  N{n}: &a{n} {{type: queue}}\n"),
    "aliases": lambda count: nodes("  M: &a {{type: queue}}\n")(1) + lines("  N{n}: *a\n")(count),
    "comments": nodes("  # x\n"),
    "empty lines": nodes("\n"),
    "one flow mapping": lambda count: "{sbd: 1, nodes: {" + lines("N{n}: {{}}, ")(count) + "}}\n",
    "nodes in braces": braces('    "N{n}": {{"type": "queue"}},\n'),
    "commas missing in braces": braces('    "N{n}": {{"type": "queue"}}\n'),
    "keys at the margin in braces": braces("x{n}: 1\n"),
    "brackets at the margin in braces": braces("x: }}\n"),
    "brackets left open in braces": braces('    "N{n}": {{"type": "queue",\n'),
    "brackets too many in braces": braces('    "N{n}": {{"type": "queue"}}}},\n'),
    "quotes left open in braces": braces('    "N{n}": {{"type": "queue}},\n'),
    "sections in brackets": lambda count: "nodes: {\n" + lines("  N{n}: {{}},\n")(count) + "}\n",
    "old line breaks": lambda count: nodes("  N{n}: {{type: queue}}\n")(count).replace("\n", "\r"),
}


def opened(text: str) -> Session:
    """A session with a text open and its findings written."""
    session = Session(lambda make: make())
    session.opened({"textDocument": {"uri": URI, "version": 0, "text": text}})
    session.documents[URI].diagnostics()
    return session


def changed(session: Session, *changes: Any) -> None:
    """Makes changes and writes the findings."""
    document = {"uri": URI, "version": 1}
    session.changed({"textDocument": document, "contentChanges": list(changes)})
    session.documents[URI].diagnostics()


def typed(line: int, character: int, text: str) -> Any:
    """The change that writes `text` somewhere."""
    place = {"line": line, "character": character}
    return {"range": {"start": place, "end": place}, "text": text}


def open_it(text: str) -> Callable[[], object]:
    """Opens the document."""
    return lambda: opened(text)


def type_in_it(text: str) -> Callable[[], object]:
    """Types a letter in the middle."""
    session, middle = opened(text), len(text.splitlines()) // 2
    return lambda: changed(session, typed(middle, 4, "x"))


def comment_it(text: str) -> Callable[[], object]:
    """Puts all lines into comments but the first three, from the last one up."""
    session, count = opened(text), len(text.splitlines())
    return lambda: changed(session, *(typed(line, 0, "# ") for line in range(count - 1, 2, -1)))


def uncover_it(text: str) -> Callable[[], object]:
    """Puts the first lines into comments, so that others lose their section."""
    session, count = opened(text), len(text.splitlines())
    return lambda: changed(session, *(typed(line, 0, "# ") for line in range(count // 2, -1, -1)))


@pytest.mark.parametrize("work", [open_it, type_in_it, comment_it, uncover_it])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_work_grows_with_the_document_and_no_faster(
    name: str, work: Callable[[str], Callable[[], object]]
) -> None:
    """Of three documents, each twice as long as the one before."""
    small, middle, large = (steps(work(DOCUMENTS[name](LEAST * by))) for by in (1, 2, 4))
    assert large - middle <= STEEP * max(middle - small, small)


def calls(count: int) -> str:
    """A design of so many queues, each with its function, over several lines each."""
    pair = "  Q{n}:\n    type: queue\n    description: x\n  F{n}:\n    type: function\n"
    return nodes(pair)(count) + "edges:\n" + lines("  - from: Q{n}\n    to: F{n}\n")(count)


def calls_in_braces(count: int) -> str:
    """The same design in braces."""
    nodes, edges = dict[str, Any](), list[Any]()
    for n in range(count):
        nodes |= {f"Q{n}": {"type": "queue", "description": "x"}, f"F{n}": {"type": "function"}}
        edges.append({"from": f"Q{n}", "to": f"F{n}"})
    return json.dumps({"sbd": 1, "name": "x", "nodes": nodes, "edges": edges}, indent=2)


def calls_closed_by_entries(count: int) -> str:
    """The same, where the last entry of a section closes it, and a key follows the edges."""
    last = '},\n    {\n      "from": "Q50",\n      "to": "F0"\n    } ],\n  "runtime": "x"\n}'
    return calls_in_braces(count).replace("\n  },", " },").replace("}\n  ]\n}", last)


def calls_in_sections(count: int) -> str:
    """The same design with its sections in brackets, the rest in block style."""
    nodes = "  Q{n}: {{\n    type: queue,\n    description: x\n  }},\n  F{n}: {{type: function}},\n"
    edges = lines("  {{from: Q{n}, to: F{n}}},\n")(count)
    return f"sbd: 1\nname: x\nnodes: {{\n{lines(nodes)(count)}}}\nedges: [\n{edges}]\n"


def put(text: str, place: tuple[int, int], end: tuple[int, int]) -> Any:
    """The change that writes `text` in the place of what stands between two places."""
    start, stop = ({"line": line, "character": character} for line, character in (place, end))
    return {"range": {"start": start, "end": stop}, "text": text}


def changes_at(row: int, line: str, others: Sequence[str]) -> dict[str, tuple[Any, Any]]:
    """A letter or two before a line, behind its indentation, in its first word and behind it,
    `others` above it, letters and breaks that go, each with the change that takes it back."""
    indent = len(line) - len(line.lstrip())
    made: dict[str, tuple[Any, Any]] = {}
    for letter in (*"{[}|\"'&:-#x= \n", "  ", "{}"):
        for column in {0, indent, min(indent + 3, len(line))}:
            place, end = (row, column), (row, column + len(letter))
            end = (row + 1, 0) if letter == "\n" else end
            both = put(letter, place, place), put("", place, end)
            made[f"{letter!r} at {column} of {line!r}"] = both
        place, end = (row, len(line)), (row, len(line) + len(letter) + 1)
        end = (row + 1, 0) if letter == "\n" else end
        made[f"{letter!r} behind {line!r}"] = put(f" {letter}", place, place), put("", place, end)
    for other in others:
        both = put(f"{other}\n", (row, 0), (row, 0)), put("", (row, 0), (row + 1, 0))
        made[f"{other!r} above {line!r}"] = both
    for column in dict.fromkeys((indent, min(indent + 2, len(line) - 1), len(line) - 1)):
        place = (row, column)
        for gone, end in (
            (line[column], (row, column + 1)),
            (f"{line[column:]}\n", (row + 1, 0)),
        ):
            both = put("", place, end), put(gone, place, place)
            made[f"{gone!r} gone from {column} of {line!r}"] = both
    return made


MARKER = ("---",)
LINES = (*MARKER, "- ", "- x", "x: {", 'name: "', "deployment:", "nodes:", "edges:", "    to: X")
CLOSING = (*MARKER, "}", "  },", "    }", "{}", "[]")
HEADS = ("sbd: 1", "nodes:", "edges:", "  - from: Q50")
IN_BRACES = (
    *('  "sbd": 1,', '  "name": "x",', '  "nodes": {', '    "Q0": {', '  "edges": ['),
    *("    {", '      "from": "Q0",', '      "from": "Q50",'),
    *('    "Q50": {', '      "type": "queue",', "    },", "  },", "  ]"),
)


def costs(text: str, places: list[int], others: Sequence[str] = MARKER) -> dict[str, int]:
    """How many calls changes in a design take, and taking them back."""
    rows = text.split("\n")
    session = opened(text)
    found: dict[str, int] = {}
    for row in places:
        for name, (change, back) in changes_at(row, rows[row], others).items():
            found[name] = steps(partial(changed, session, change))
            found[f"{name}, back"] = steps(partial(changed, session, back))
    assert session.documents[URI].analysis.document.text == text
    return found


def test_a_change_costs_what_is_changed() -> None:
    """Wherever it stands, whatever it makes of what follows: a design four times as large takes
    little more."""
    small, large = (costs(text, places(text), LINES) for text in map(calls, (100, 400)))
    compare(small, large)


def places(text: str) -> list[int]:
    """Lines of a node, and those of `HEADS`."""
    rows = text.split("\n")
    first = rows.index("  Q50:")
    return [first, first + 1, first + 4, *map(rows.index, HEADS)]


def places_in_braces(text: str) -> list[int]:
    """The lines of `IN_BRACES`, the first of each."""
    return [*map(text.split("\n").index, IN_BRACES)]


def test_a_change_costs_what_is_changed_in_braces_too() -> None:
    """The design is laid out as JSON is. Its first brace and those of its sections, or the comma
    above one, if they go with the break behind them, make something else of all, and so does a
    break in their keys."""
    designs = map(calls_in_braces, (100, 400))
    small, large = (costs(text, places_in_braces(text), CLOSING) for text in designs)
    dear = re.compile(
        r"""gone from 11|gone from (?:4|13) of '  "name|at 5 of '  "(?:nodes|edges)"""
    )
    breaks = (name for name in small if dear.search(name) and "\\n'" in name)
    compare({name: small[name] for name in small.keys() - set(breaks)}, large)


def test_a_change_costs_what_is_changed_where_entries_close_their_sections() -> None:
    """In the last of them and below it, where no bracket comes or goes and nothing is indented."""
    designs = (calls_closed_by_entries(count) for count in (100, 400))
    small, large = (costs(text, last_lines(text)) for text in designs)
    dear = re.compile(r"[\]\[{}]|gone|\?|\\n|^'  '")
    told = {name for name in small if not dear.search(name.split(" at ")[0])}
    assert len(told) > 40
    compare({name: small[name] for name in told}, large)


def last_lines(text: str) -> list[int]:
    """Lines of the last edge, and of the key below that."""
    count = text.count("\n")
    return [count - 4, count - 2, count - 1]


IN_SECTIONS = ("  Q50: {", "    type: queue,", "  },", "  {from: Q50, to: F50},", "sbd: 1")


def test_a_change_costs_what_is_changed_in_sections_in_brackets() -> None:
    """In each entry there, and above them."""
    small, large = (
        costs(text, [*map(text.split("\n").index, IN_SECTIONS)])
        for text in map(calls_in_sections, (100, 400))
    )
    compare(small, large)


def below_a_long_node(count: int) -> str:
    """A node below one of so many lines."""
    above = inside("    environment:\n")(1) + lines("      K{n}: x\n")(count)
    return f"{above}  Q:\n    type: queue\n    description: x\n"


def below_a_long_node_in_braces(count: int) -> str:
    """The same in braces."""
    above = {"type": "function", "environment": {f"K{n}": "x" for n in range(count)}}
    nodes = {"A": above, "Q": {"type": "queue", "description": "x"}}
    return json.dumps({"nodes": nodes}, indent=2)


@pytest.mark.parametrize("design", [below_a_long_node, below_a_long_node_in_braces])
def test_a_letter_costs_little_of_the_entry_above(design: Callable[[int], str]) -> None:
    """In a line on which nothing above depends, each line there is looked at once at most."""

    def work(count: int) -> int:
        text = design(count)
        line = next(n for n, row in enumerate(text.split("\n")) if "description" in row)
        return steps(partial(changed, opened(text), typed(line, 7, "x")))

    assert work(300) - work(30) < 5 * 270


def compare(small: dict[str, int], large: dict[str, int]) -> None:
    """Names the changes that take much more in the larger of two designs."""
    dear = {name: (small[name], large[name]) for name in small if large[name] > 2.5 * small[name]}
    assert dear == {}
