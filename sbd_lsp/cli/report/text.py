"""Findings for a person at a terminal: a line each, the line of the design and a mark below it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from sbd_lsp.cli.console import Paint, painter, printable, width
from sbd_lsp.cli.report.results import Checked, Outcome, Row

WIDEST = 120  # columns of a line that are shown
ROOM = 20  # of them before what is marked, if the line is longer
FIXES = 3  # that are named under a finding
NAMES = {"information": ("information", "information"), "hint": ("hint", "hints")}
NAMES |= {"error": ("error", "errors"), "warning": ("warning", "warnings")}


def render(outcome: Outcome) -> str:
    """The findings and a count, coloured if standard output is a terminal."""
    paint = painter(sys.stdout)
    lines: list[str] = []
    for design in outcome.checked:
        for row in design.rows:
            lines += [*finding_lines(design, row, paint), ""]
    lines.append(count(outcome))
    return "\n".join(lines) + "\n"


def finding_lines(design: Checked, row: Row, paint: Paint) -> Iterator[str]:
    """`file:line:column: severity slug message`, line and column from 1, and what it is about."""
    start, colour = row.start, row.severity
    place = f"{printable(design.name)}:{start.line + 1}:{start.column + 1}:"
    what = f"{paint(colour, row.severity)} {paint('dim', row.code)}"
    yield f"{paint('bold', place)} {what} {printable(row.finding.message)}"
    number = f"{start.line + 1}"
    shown, mark = _marked(design, row)
    if shown.strip():
        yield f"{paint('dim', f'{number} |')} {shown}"
        yield f"{' ' * len(number)} {paint('dim', '|')} {mark[0]}{paint(colour, mark[1])}"
    margin = f"{' ' * len(number)} {paint('dim', '=')}"
    for related in row.finding.related:
        line = design.position(design.analysis.span(related.place).start).line
        yield f"{margin} line {line + 1}: {printable(related.message)}"
    for fix in row.finding.fixes(design.analysis.model)[:FIXES]:
        yield f"{margin} fix: {printable(fix.title)}"


def _marked(design: Checked, row: Row) -> tuple[str, tuple[str, str]]:
    """The line where `row` begins, and below it blanks and carets."""
    line = design.line(row.start.line)
    end = row.end.column if row.end.line == row.start.line else len(line)
    first = max(0, row.start.column - ROOM) if len(line) > WIDEST else 0
    last = min(len(line), first + WIDEST)
    before = _shown(line[first : row.start.column])
    inside = _shown(line[row.start.column : min(max(end, row.start.column), last)])
    after = _shown(line[min(max(end, row.start.column), last) : last])
    left, right = "…" if first else "", "…" if last < len(line) else ""
    marks = "^" * max(1, width(inside))
    return f"{left}{before}{inside}{after}{right}", (" " * width(left + before), marks)


def _shown(text: str) -> str:
    return printable(text.replace("\t", "    "))


def count(outcome: Outcome) -> str:
    """How many findings of which severity there are, in how many files."""
    files = len(outcome.checked)
    total = Counter(row.severity for design in outcome.checked for row in design.rows)
    found = [f"{total[name]} {words[total[name] > 1]}" for name, words in _ordered() if total[name]]
    several = f"{files} files" if files != 1 else "1 file"
    with_any = sum(1 for design in outcome.checked if design.rows)
    where = f" in {with_any} of {several}" if files > 1 else ""
    text = f"{', '.join(found)}{where}" if found else f"Nothing found in {several}"
    fixed = f"{outcome.fixed} finding{'s' if outcome.fixed > 1 else ''} fixed"
    return f"{text}; {fixed}" if outcome.fixed else text


def _ordered() -> Iterator[tuple[str, tuple[str, str]]]:
    for name in ("error", "warning", "information", "hint"):
        yield name, NAMES[name]
