"""An analysis after edits is the one that its text would have if opened."""

from __future__ import annotations

import gc
import weakref

import pytest

from sbd_lsp.checks import RULES
from sbd_lsp.ide.analysis import Analysis
from tests.checks.support import blocks, noted
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


@pytest.mark.parametrize("slug", [rule.RULE.slug for rule in RULES])
def test_findings_keep_no_earlier_version_alive(slug: str) -> None:
    """Findings that stand, and the fixes that they promise, hold on to no model that is past."""
    for text in blocks(slug, "Example"):
        text, _ = noted(text)
        analysis = Analysis.of(text)
        assert analysis.findings
        first = weakref.ref(analysis.model)
        analysis = analysis.edit(len(text), len(text), "# a comment\n")
        assert analysis.findings
        gc.collect()
        assert first() is None
