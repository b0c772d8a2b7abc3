"""Findings as SARIF 2.1.0, which code scanning services read.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any

from sbd_lsp import __version__
from sbd_lsp.checks import RULES
from sbd_lsp.checks.rule import Related, Rule, Severity
from sbd_lsp.cli.report.results import Checked, Failure, LineColumn, Outcome, Row, repository_uri

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME = "https://github.com/sbd-lsp/sbd-lsp"
LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}
Json = dict[str, Any]


def render(outcome: Outcome) -> str:
    """One run, with all rules and the findings as its results; ASCII only."""
    rules: list[Rule] = [module.RULE for module in RULES]
    index = {rule.slug: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "sbd",
                "version": __version__,
                "informationUri": HOME,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(outcome.failures)],
        "results": [
            _result(design, row, index) for design in outcome.checked for row in design.rows
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.slug,
        "shortDescription": {"text": rule.summary},
        "helpUri": rule.page,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _invocation(failures: tuple[Failure, ...]) -> Json:
    notes = [
        {
            "level": "error",
            "message": {"text": f"{failure.name}: {failure.reason}"},
            "locations": [{"physicalLocation": _file(failure.name)}],
        }
        for failure in failures
    ]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": notes}


def _result(design: Checked, row: Row, index: dict[str, int]) -> Json:
    result: Json = {
        "ruleId": row.code,
        "ruleIndex": index[row.code],
        "level": LEVELS[row.finding.rule.severity],
        "message": {"text": row.finding.message},
        "locations": [_location(design, row.start, row.end)],
    }
    if row.finding.related:
        result["relatedLocations"] = [_related(design, item) for item in row.finding.related]
    return result


def _related(design: Checked, related: Related) -> Json:
    span = design.analysis.span(related.place)
    place = _location(design, design.position(span.start), design.position(span.end))
    return {**place, "message": {"text": related.message}}


def _location(design: Checked, start: LineColumn, end: LineColumn) -> Json:
    region = {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }
    return {"physicalLocation": {**_file(design.name), "region": region}}


def _file(name: str) -> Json:
    return {"artifactLocation": {"uri": repository_uri(name)}}
