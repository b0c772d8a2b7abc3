"""An analysis after edits is the one that its text would have if opened."""

from __future__ import annotations

import gc
import weakref

import pytest

from sbd_lsp.ide.analysis import Analysis
from tests.fixtures import SHOP

BARE = "nodes:\n  A:\n  type: bucket\n"


@pytest.mark.parametrize("text", [SHOP, BARE, "x"])
@pytest.mark.parametrize("asked", [True, False])
def test_all_text_may_go_and_come_back(text: str, asked: bool) -> None:
    """Whether somebody asks in between or not, nothing is left of what is gone."""
    analysis = Analysis.of(text)
    expected = [found.key for found in analysis.findings]
    empty = [found.key for found in Analysis.of("").findings]
    for _ in range(2):
        analysis = analysis.edit(0, len(text), "")
        if asked:
            assert [found.key for found in analysis.findings] == empty
        analysis = analysis.edit(0, 0, text)
    assert [found.key for found in analysis.findings] == expected


def test_findings_keep_no_earlier_version_alive() -> None:
    """Findings that stand, and the fixes that they promise, hold on to no model that is past."""
    analysis = Analysis.of(SHOP.replace("to: Resize}", "to: Resizer}"))
    assert analysis.findings
    first = weakref.ref(analysis.model)
    analysis = analysis.edit(0, 0, "# a comment\n")
    assert analysis.findings
    gc.collect()
    assert first() is None
