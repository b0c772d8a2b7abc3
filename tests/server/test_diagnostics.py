"""What is kept of the last diagnostics is what would be written anew."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.ide.attention import shown
from sbd_lsp.server.diagnostics import MOST, Diagnostics
from sbd_lsp.server.session import OpenDocument
from tests.checks.designs import DESIGNS
from tests.checks.test_incremental import letter_edit, line_edit

URI = "file:///d/a.sbd.yaml"


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_what_is_kept_is_what_would_be_written(data: st.DataObject, encoding: str) -> None:
    """After each of some edits, here and there, with the cursor on a line or none."""
    document = OpenDocument(URI, 1, data.draw(st.sampled_from(DESIGNS)), encoding)
    for version in range(2, data.draw(st.integers(3, 8))):
        text = document.analysis.document.text
        document.change(*data.draw(st.sampled_from((line_edit, letter_edit)))(data, text))
        if data.draw(st.booleans()):
            document.settle()
        document.version = version
        found = shown(document.analysis, document.attention)
        anew = Diagnostics(URI, encoding).params(version, document.analysis.document, found)
        assert document.diagnostics() == anew
        assert json.loads(anew)["version"] == version


def test_no_more_are_published_than_a_person_can_read() -> None:
    """The rest is counted."""
    nodes = "".join(f"  N{number}: {{type: nothing}}\n" for number in range(MOST + 50))
    document = OpenDocument(URI, 1, f"sbd: 1\nname: a\nnodes:\n{nodes}", "utf-16")
    found = json.loads(document.diagnostics())["diagnostics"]
    total = len(document.analysis.findings)
    assert total > MOST
    assert [row["code"] for row in found[MOST:]] == ["more-findings"]
    assert f"{MOST:,} of {total:,}" in found[MOST]["message"]
