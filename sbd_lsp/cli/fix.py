"""Cures what has exactly one cure, if that is safe."""

from __future__ import annotations

from typing import NamedTuple

from sbd_lsp.checks.rule import Fix, Severity
from sbd_lsp.ide.analysis import Analysis

ROUNDS = 10  # cures for each finding at most: a cure may lay another finding bare


class Fixed(NamedTuple):
    """The text after the cures, and how many were applied."""

    text: str
    cures: int


def fixed(text: str) -> Fixed:
    """`text` after its cures. None is kept that leaves more errors than there were before it.

    One after the other and each on what the last one left, since a cure may make that of another
    finding needless or wrong: of two edges that exclude each other only one has to go.
    """
    analysis = Analysis.of(text)
    seen, refused, count = {text}, set[tuple[str, str]](), 0
    for _ in range(ROUNDS * len(analysis.findings)):
        finding = next((f for f in analysis.findings if f.cure and f.key not in refused), None)
        if finding is None or finding.cure is None:
            break
        after = _cured(analysis, finding.cure)
        if after.document.text in seen or _errors(after) > _errors(analysis):
            refused.add(finding.key)
            continue
        seen.add(after.document.text)
        analysis, count = after, count + 1
    return Fixed(analysis.document.text, count)


def _cured(analysis: Analysis, cure: Fix) -> Analysis:
    edits = [(analysis.span(change.place), change.text) for change in cure.changes]
    for span, text in sorted(edits, reverse=True):
        analysis = analysis.edit(span.start, span.end, text)
    return analysis


def _errors(analysis: Analysis) -> int:
    return sum(found.rule.severity == Severity.ERROR for found in analysis.findings)
