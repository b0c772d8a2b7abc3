"""Findings as JSON, for programs: a list of `{file, range, severity, code, message}`.

`range` is `{start: {line, character}, end: {line, character}}`, with lines and characters counted
from 0. Characters are UTF-16 code units, as the Language Server Protocol counts them, so that the
numbers are the same as in an editor; a byte order mark is not counted. `severity` is `error`,
`warning`, `information` or `hint`.
"""

from __future__ import annotations

import json
from typing import Any

from sbd_lsp.cli.report.results import Checked, LineColumn, Outcome, Row


def render(outcome: Outcome) -> str:
    """The list, in the order of the files and of their text; ASCII only."""
    rows = [_row(design, row) for design in outcome.checked for row in design.rows]
    return json.dumps(rows, indent=2) + "\n"


def _row(design: Checked, row: Row) -> dict[str, Any]:
    return {
        "file": design.name,
        "range": {"start": _place(design, row.start), "end": _place(design, row.end)},
        "severity": row.severity,
        "code": row.code,
        "message": row.finding.message,
    }


def _place(design: Checked, place: LineColumn) -> dict[str, int]:
    return {"line": place.line, "character": design.utf16(place)}
