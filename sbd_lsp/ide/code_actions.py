"""The cures for what is wrong where the cursor is."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Fix
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.text.span import Span


def quick_fixes(analysis: Analysis, span: Span) -> Iterator[tuple[Finding, Fix]]:
    """The fixes of findings on which `span`, a cursor or a selection, touches."""
    for finding in analysis.findings:
        place = analysis.span(finding.place)
        if place.start <= span.end and span.start <= place.end:
            for fix in finding.fixes:
                yield finding, fix
