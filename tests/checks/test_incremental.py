"""What is found after edits is what is found in the text as it then stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.checks.rule import Finding
from sbd_lsp.checks.run import Report
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.document import Document
from sbd_lsp.text.lines import split_lines
from sbd_lsp.text.nearest import Answer, Words
from tests.checks.designs import ALBUM, CHAIN, CHANGES, DESIGNS, SHOP

LINES = (
    "  Uploads: {type: bucket}\n",
    "  Resize: {type: function}\n",
    "  Extra: {type: queue}\n",
    "    type: topic\n",
    "    timeout: 90\n",
    "    fifo: false\n",
    "  type: bucket\n",
    "  expire: 3\n",
    "  Bare:\n",
    "    environment: {AT: !Ref Index, ROLE: !GetAtt ResizeRole.Arn, ON: !Sub '${Uplods}'}\n",
    "    properties: {Tags: {door: !Ref DoorLogs, up: !Ref ResizeUp, zone: !Ref 'AWS::Regoin'}}\n",
    "  - {from: Uploads, to: Index}\n",
    "  - {from: Resize, to: Uploads, kind: write}\n",
    "  - {from: Door, to: Five}\n",
    "  - {from: Uploads, to: Check}\n",
    "edges:\n",
    "nodes:\n",
    "name: other\n",
    "\n",
    "# a comment\n",
    "<<<<<<< HEAD\n",
    "---\n",
    '  "open: \n',
    "    key: [a, b\n",
    "{  Sign:\n",
    "|    type: topic\n",
    " nodes:\n",
    "x  - {from: Uploads, to: Index}\n",
)
PIECES = (
    *"abZ 1{}[]:,-#\"'\n\t&*",
    "  ",
    ": ",
    "type",
    "function",
    "bucket",
    "Uploads",
    "from",
    "😀",
)

Edit = tuple[int, int, str]


class Session:
    """A document that is edited, with the report that grows along."""

    def __init__(self, text: str) -> None:
        self.document = Document.of(text)
        self.model = Model.of(self.document)
        self.report = Report.of(self.model)

    def edit(self, start: int, end: int, text: str) -> None:
        """Puts `text` in the place of what stands from `start` up to `end`."""
        document = self.document.edit(start, end, text)
        before, after = set(self.document.blocks), set(document.blocks)
        removed, added = before - after, after - before
        model = self.model.after(document, list(removed), list(added))
        self.report = self.report.after(self.model, model, removed, added)
        self.document, self.model = document, model

    def check(self) -> None:
        """Compares with a report on the same text that nobody edited."""
        fresh = Model.of(Document.of(self.document.text))
        expected = Counter(described(found, fresh) for found in Report.of(fresh))
        assert expected == Counter(described(found, self.model) for found in self.report)


def described(found: Finding, model: Model) -> Any:
    """All that a finding says, its places as offsets in the text."""

    def at(place: Place) -> tuple[int, int]:
        start = model.document.offset_of(place.block)
        return start + place.start, start + place.end

    return (
        found.rule.slug,
        at(found.place),
        found.message,
        found.unfinished,
        tuple((at(related.place), related.message) for related in found.related),
        tuple(
            (fix.title, tuple((at(p), text) for p, text in fix.changes))
            for fix in found.fixes(model)
        ),
    )


def line_edit(data: st.DataObject, text: str) -> Edit:
    """An edit of whole lines: delete, repeat, insert, swap or replace some."""
    lines = split_lines(text) or [""]
    first = data.draw(st.integers(0, len(lines) - 1))
    last = data.draw(st.integers(first, min(len(lines), first + 4)))
    start = sum(map(len, lines[:first]))
    end = start + sum(map(len, lines[first:last]))
    chosen = lines[first:last]
    new = data.draw(
        st.sampled_from(
            (
                "",
                "".join(chosen * 2),
                "".join(reversed(chosen)),
                *("".join((*chosen, line)) for line in LINES),
                *LINES,
            )
        )
    )
    return start, end, new


def letter_edit(data: st.DataObject, text: str) -> Edit:
    """An edit of a few characters."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    return start, end, data.draw(st.sampled_from(("", *PIECES)))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_report_after_edits_is_the_report_on_the_text(data: st.DataObject) -> None:
    """After each of some edits the report that grew is the one made anew."""
    session = Session(data.draw(st.sampled_from(DESIGNS)))
    for _ in range(data.draw(st.integers(1, 6))):
        kind = data.draw(st.sampled_from((line_edit, line_edit, letter_edit)))
        session.edit(*kind(data, session.document.text))
        session.check()


def replaced(session: Session, old: str, new: str) -> None:
    """Edits the first `old` in the text to `new`, and compares."""
    start = session.document.text.index(old)
    session.edit(start, start + len(old), new)
    session.check()


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        pytest.param(
            CHAIN,
            [("  Door: {type: api}\n", ""), ("nodes:\n", "nodes:\n  Door: {type: api}\n")],
            id="what is far from a way in is no longer reached, and is again",
        ),
        pytest.param(
            CHAIN,
            [("{type: api}", "{type: function}"), ("One: {type: function}", "One: {type: bucket}")],
            id="a node that acts by itself becomes one that is called",
        ),
        pytest.param(
            SHOP,
            [("before: Audit", "before: Work"), ("after: Nobody", "after: Audit")],
            id="another function is the hook",
        ),
        pytest.param(
            SHOP,
            [("Archive: {type", "Archiv: {type"), ("Archiv: {type", "Archive: {type")],
            id="the id that was meant comes and goes",
        ),
        pytest.param(
            SHOP,
            [("{from: Later,", "{fro: Later,"), ("  Later:\n", '  Later:\n  "": {}\n')],
            id="an edge from nowhere does not come from a node without a name",
        ),
        pytest.param(
            ALBUM,
            [
                ("Index}\n", "Index}\n  - {from: Resize, to: Index}\n"),
                ("Writes a thumbnail", "Makes one"),
                ("  - {from: Resize, to: Index}\n  - {from: Resize, to: Index}\n", ""),
            ],
            id="an edge is given twice, its node changes, one goes",
        ),
        pytest.param(
            SHOP,
            [
                ("  Nightly: {type: function}\n", ""),
                ("  Store:", "  Nightly: {type: function}\n  Store:"),
                ("rate(1 day)", "rate(2 days)"),
            ],
            id="the later of two nodes with one id comes to stand before the other",
        ),
        pytest.param(
            SHOP,
            [
                (
                    "  - {from: Archive, to: Store}\n  - {from: Archive, to: Store, prefix: a/}\n",
                    "  - {from: Archive, to: Store, prefix: a/}\n  - {from: Archive, to: Store}\n",
                ),
            ],
            id="two edges change places",
        ),
        pytest.param(
            CHANGES,
            [
                ("to: B, event: REMOVE", "to: C, event: REMOVE"),
                ("to: C, event: REMOVE", "to: B, event: [MODIFY, REMOVE]"),
                ("event: INSERT", "event: [INSERT, MODIFY]"),
                ("type: table", "type: function"),
            ],
            id="two edges come to lead to one function, change, and are of another kind",
        ),
        pytest.param(
            ALBUM,
            [
                ("  Uploads:\n", "  Uplods:\n"),
                ("type: bucket", "type: topic"),
                ("Uplods", "Uploads"),
            ],
            id="what an option of an edge means is not known for a while",
        ),
        pytest.param(
            SHOP,
            [("timeout: 60", "timeout: 10"), ("visibility: 20", "visibility: 5")],
            id="a requirement is met by a change at either end",
        ),
        pytest.param(
            SHOP,
            [
                ("{from: News, to: Work}", "{from: News, to: Work}\n  - {from: News, to: Orders}"),
                ("topic\n    fifo: true", 'topic\n    fifo: "true"'),
                ('fifo: "true"', "fifo: true"),
            ],
            id="a value becomes a text of the same letters, and again what it was",
        ),
        pytest.param(
            SHOP,
            [("  Store: {type: bucket}\n", "  Store: {type: bucket, description: x}\n")],
            id="a place to which a fix points moves",
        ),
    ],
)
def test_findings_follow(text: str, changes: list[tuple[str, str]]) -> None:
    """Findings that depend on something else follow its change."""
    session = Session(text)
    for old, new in changes:
        replaced(session, old, new)


def test_ids_that_are_nearly_right_are_not_all_looked_up_at_each_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While a person types in the id of one node, edges name others that are not there."""
    ids = [f"Queue{number}" for number in range(100)]
    nodes = "".join(f"  {id}x: {{type: queue}}\n" for id in ids)
    edges = "".join(f"  - {{from: A, to: {id}}}\n" for id in ids)
    nodes = f"nodes:\n  A: {{type: function}}\n{nodes}"
    session = Session(f"sbd: 1\nname: x\n{nodes}edges:\n{edges}")
    looked: list[str] = []
    look = Words._look

    def noted(words: Words, word: str) -> Answer:
        looked.append(word)
        return look(words, word)

    monkeypatch.setattr(Words, "_look", noted)
    for old, new in (("Queue50x", "Other"), ("Other", "Others"), ("Others", "Queue50x")):
        start = session.document.text.index(old)
        session.edit(start, start + len(old), new)
    assert looked
    assert len(looked) < len(ids)
    session.check()
