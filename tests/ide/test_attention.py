"""What is said while a person types, and what waits."""

from __future__ import annotations

import json

from sbd_lsp.checks.rule import Severity
from sbd_lsp.server.session import OpenDocument
from tests.fixtures import SHOP


class Editor:
    """A document in which a person types."""

    def __init__(self, text: str) -> None:
        self.document = OpenDocument("file:///a.sbd.yaml", 1, text, "utf-16")

    def type(self, offset: int, text: str) -> None:
        """Types letter by letter."""
        for index, letter in enumerate(text):
            self.document.change(offset + index, offset + index, letter)

    def slugs(self) -> list[tuple[int, str, int]]:
        """The line, the rule and the severity of each finding that is shown."""
        found = json.loads(self.document.diagnostics())["diagnostics"]
        return [(d["range"]["start"]["line"], d["code"], d["severity"]) for d in found]


def test_a_new_fault_elsewhere_waits_until_the_line_is_left() -> None:
    """Changing a node's type makes an edge wrong; that is said when the line is left."""
    editor = Editor(SHOP + "edges:\n  - {from: Uploads, to: Resize}\n")
    assert editor.slugs() == []
    start = editor.document.analysis.document.text.index("bucket")
    editor.document.change(start, start + 6, "")
    editor.type(start, "analyticsStream")
    assert 10 not in [line for line, _, _ in editor.slugs()]
    editor.document.change(0, 0, "# a note\n")
    editor.document.change(0, 0, "#")
    assert [row for row in editor.slugs() if row[0] == 11] == [(11, "edge-not-allowed", 1)]


def test_a_new_fault_elsewhere_is_said_after_a_pause() -> None:
    """What waits for the line to be left is said, too, when typing pauses."""
    editor = Editor(SHOP + "edges:\n  - {from: Uploads, to: Resize, kind: trigger}\n")
    start = editor.document.analysis.document.text.index("bucket")
    editor.document.change(start, start + 6, "")
    editor.type(start, "api")
    before = editor.slugs()
    editor.document.settle()
    assert (10, "unknown-kind", 1) not in before
    assert (10, "unknown-kind", 1) in editor.slugs()


def test_a_wrong_edge_is_said_at_once() -> None:
    """An edge that AWS does not allow is flagged on the line that is being typed."""
    editor = Editor(SHOP + "edges:\n")
    editor.type(len(SHOP) + 7, "  - {from: Uploads, to: Index}")
    assert (10, "edge-not-allowed", Severity.ERROR) in editor.slugs()


def test_what_is_not_there_yet_is_a_hint() -> None:
    """A node that still has to be joined is a hint, and an error once the file is saved."""
    editor = Editor(SHOP)
    text = "  Archive:\n    type: deliveryStream\n  Next:\n    type: topic"
    editor.type(len(SHOP), text)
    assert (9, "unmet-requirement", Severity.HINT) in editor.slugs()
    editor.document.settle()
    editor.document.saved = frozenset(f.key for f in editor.document.analysis.findings)
    assert (9, "unmet-requirement", Severity.ERROR) in editor.slugs()


def test_a_pasted_block_is_judged_at_once() -> None:
    """Lines that are pasted are not being typed."""
    editor = Editor("sbd: 1\nname: a\nnodes:\n")
    editor.document.change(22, 22, "  A: {type: bukcet}\n  B: {type: fuction}\n")
    assert editor.slugs() == [(3, "unknown-type", 1), (4, "unknown-type", 1)]


def test_what_is_open_at_the_end_of_a_paste_is_no_fault_yet() -> None:
    """Half an entry is pasted and the rest typed; after a pause it is one. Faults elsewhere in what
    was pasted are said at once."""
    editor = Editor('{\n  "sbd": 1,\n  "name": "x",\n  "nodes": {\n  }\n}\n')
    place = editor.document.analysis.document.text.index("{\n  }") + 1
    text = '\n    "B": {"type": "quue"},\n    "A": {\n      "type": "queue",\n      "fi'
    editor.document.change(place, place, text)
    assert [row[:2] for row in editor.slugs()] == [(4, "unknown-type"), (7, "not-yaml")]
    editor.type(place + len(text), 'fo": true')
    assert (5, "not-yaml", Severity.ERROR) not in editor.slugs()
    editor.document.settle()
    assert (5, "not-yaml", Severity.ERROR) in editor.slugs()


def test_a_bracket_is_no_fault_while_lines_are_typed_in_it() -> None:
    """It is one once the person is elsewhere, and in the text as it is checked."""
    editor = Editor("sbd: 1\nname: x\nnodes:\n  B: {type: queue}\n")
    editor.type(22, "\n")
    editor.type(22, "  A: {\n    type: queue,\n    fifo: true")
    assert (3, "not-yaml", Severity.ERROR) not in editor.slugs()
    editor.document.change(0, 0, "#")
    assert (3, "not-yaml", Severity.ERROR) in editor.slugs()


def test_a_design_in_braces_is_typed_without_a_fault() -> None:
    """As one mapping over many lines, each of its brackets open until the end."""
    text = json.dumps({"sbd": 1, "name": "x", "nodes": {"A": {"type": "queue"}}}, indent=2) + "\n"
    editor = Editor("")
    for index, letter in enumerate(text):
        editor.document.change(index, index, letter)
        line = text.count("\n", 0, index + 1)
        elsewhere = [row for row in editor.slugs() if row[0] != line and row[2] < Severity.HINT]
        assert elsewhere == []
