"""What may be said while a person is typing.

A line that is being typed is wrong until it is finished, and so may be what depends on it. So new
findings on other lines are held back until the line is left; and findings that say that something
is not there yet are hints until the file is saved, and silent in the entry being typed. So is what
is open there, as a bracket, on whatever line it was opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sbd_lsp.checks.rule import Finding, Severity
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.syntax.block import Block
from sbd_lsp.text.span import Span

Keys = frozenset[tuple[str, str]]
NO_KEYS: Keys = frozenset()


class Attention(NamedTuple):
    """Where a person is typing. `line` is the span of the line, None if nothing is being typed;
    `settled` are the keys of findings that stood when that line was begun, `saved` of those that
    stood when the file was last opened or saved. What was `pasted` is taken for finished, but for
    what is open where it ends, on `line`."""

    line: Span | None = None
    settled: Keys = NO_KEYS
    saved: Keys = NO_KEYS
    pasted: bool = False


def keys(analysis: Analysis) -> Keys:
    """The keys of all findings of a version."""
    return frozenset(found.key for found in analysis.findings)


def shown(analysis: Analysis, attention: Attention) -> Iterator[tuple[Finding, Severity]]:
    """The findings to show, each with how much it matters at this moment."""
    line, block, near = attention.line, None, list[Block]()
    if line is not None:
        blocks = analysis.document.blocks
        index = blocks.index_at(line.start)
        block, near = blocks[index], blocks.between(max(index - 1, 0), index + 2)
    for found in analysis.findings:
        severity = found.rule.severity
        unfinished = found.unfinished and found.key not in attention.saved
        if line is not None:
            on_line = found.place.block in near and _meets(analysis.span(found.place), line)
            if not (on_line or attention.pasted or found.key in attention.settled):
                continue
            above = found.pending and analysis.span(found.place).start < line.start
            quiet = above or (unfinished and not attention.pasted)
            if found.place.block is block and quiet:
                continue
        yield found, Severity.HINT if unfinished else severity


def _meets(span: Span, line: Span) -> bool:
    return span.start <= line.end and line.start <= span.end
