"""Cures what has exactly one cure, if that is safe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sbd_lsp.checks.rule import Fix, Severity, cure
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
    most = ROUNDS * len(analysis.findings)
    seen, count, before = {text}, 0, -1
    while before < count < most:
        before = count
        for after in _cured_one_by_one(analysis, seen, most - count):
            analysis, count = after, count + 1
    return Fixed(analysis.document.text, count)


def _cured_one_by_one(analysis: Analysis, seen: set[str], most: int) -> Iterator[Analysis]:
    """The design after each cure, at most so many, until each finding that is left had its turn.
    Texts in `seen` are not made again; those that are made are added."""
    left = set[tuple[str, str]]()
    while most > 0:
        finding = next((found for found in analysis.findings if found.key not in left), None)
        if finding is None:
            return
        fix = cure(finding.fixes(analysis.model))
        after = _cured(analysis, fix) if fix is not None else analysis
        if after.document.text in seen or _errors(after) > _errors(analysis):
            left.add(finding.key)
            continue
        seen.add(after.document.text)
        analysis, most = after, most - 1
        yield analysis


def _cured(analysis: Analysis, fix: Fix) -> Analysis:
    edits = [(analysis.span(change.place), change.text) for change in fix.changes]
    for span, text in sorted(edits, reverse=True):
        analysis = analysis.edit(span.start, span.end, text)
    return analysis


def _errors(analysis: Analysis) -> int:
    return sum(found.rule.severity == Severity.ERROR for found in analysis.findings)
