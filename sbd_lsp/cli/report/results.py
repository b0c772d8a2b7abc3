"""What a check found, with places as lines and columns."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sbd_lsp.checks.rule import Finding, Severity
from sbd_lsp.cli.files import STDIN_NAME, Source
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.text.lines import line_end, line_starts
from sbd_lsp.text.span import Span

FAILING = (Severity.ERROR, Severity.WARNING)


class LineColumn(NamedTuple):
    """A place in a text: its line and the characters before it in that line, both from 0."""

    line: int
    column: int


class Row(NamedTuple):
    """A finding and where it is."""

    finding: Finding
    span: Span
    start: LineColumn
    end: LineColumn

    @property
    def severity(self) -> str:
        """`error`, `warning`, `information` or `hint`."""
        return self.finding.rule.severity.name.lower()

    @property
    def code(self) -> str:
        """The slug of the rule."""
        return self.finding.rule.slug


class Checked:
    """A design that was checked."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.text = source.text
        self.analysis = Analysis.of(source.text)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All findings, in the order of the text."""
        return self.rows_of(self.analysis.findings)

    def rows_of(self, findings: Iterable[Finding]) -> tuple[Row, ...]:
        """Rows for `findings`, some of this design's."""
        return tuple(self._row(finding) for finding in findings)

    def _row(self, finding: Finding) -> Row:
        span = self.analysis.span(finding.place)
        return Row(finding, span, self.position(span.start), self.position(span.end))

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def position(self, offset: int) -> LineColumn:
        """The position of `offset`."""
        line = bisect_right(self._starts, offset) - 1
        return LineColumn(line, offset - self._starts[line])

    def line(self, number: int) -> str:
        """Line `number`, counted from 0, without its break."""
        start = self._starts[number]
        return self.text[start : line_end(self.text, start)]

    def utf16(self, place: LineColumn) -> int:
        """The UTF-16 code units before `place` in its line, as LSP counts."""
        before = self.line(place.line)[: place.column]
        return len(before.encode("utf-16-le", "surrogatepass")) // 2

    @property
    def fails(self) -> bool:
        """Whether it has an error or a warning."""
        return any(finding.rule.severity in FAILING for finding in self.analysis.findings)


class Failure(NamedTuple):
    """A file that could not be checked, and why."""

    name: str
    reason: str


class Outcome(NamedTuple):
    """What `sbd check` found out. `fixed` counts findings that were cured in the files."""

    checked: tuple[Checked, ...]
    failures: tuple[Failure, ...] = ()
    fixed: int = 0


def repository_path(name: str) -> str:
    """The path of the file `name` as hosts of repositories want it: with slashes, from the root of
    the checkout if the environment says where that is (GITHUB_WORKSPACE)."""
    if name == STDIN_NAME:
        return "stdin"
    path = Path(name)
    root = os.environ.get("GITHUB_WORKSPACE")
    if root:
        try:
            path = Path(os.path.realpath(path)).relative_to(os.path.realpath(root))
        except ValueError:
            path = Path(name)
    return path.as_posix()


def repository_uri(name: str) -> str:
    """As `repository_path`, as a URI reference."""
    path = repository_path(name)
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(path.encode("utf-8", "surrogateescape"))
