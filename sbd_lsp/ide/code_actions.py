"""The cures for what is wrong where the cursor is."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Fix, cure
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.text.span import Span


def quick_fixes(analysis: Analysis, span: Span) -> Iterator[tuple[Finding, Fix, bool]]:
    """The fixes of findings on which `span`, a cursor or a selection, touches; with each, whether
    it can be taken without asking."""
    for finding in analysis.findings:
        place = analysis.span(finding.place)
        if place.start <= span.end and span.start <= place.end:
            fixes = finding.fixes(analysis.model)
            for fix in fixes:
                yield finding, fix, fix is cure(fixes)
