"""Findings as annotations of GitHub Actions: a workflow command on a line each.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from sbd_lsp.checks.rule import Severity
from sbd_lsp.cli.report.results import Checked, Failure, Outcome, Row, repository_path

COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
    Severity.HINT: "notice",
}


def render(outcome: Outcome) -> str:
    """A command for each finding, and for each file that could not be read."""
    lines = [_finding(design, row) for design in outcome.checked for row in design.rows]
    lines += [_failure(failure) for failure in outcome.failures]
    return "".join(f"{line}\n" for line in lines)


def _finding(design: Checked, row: Row) -> str:
    places = {
        "file": repository_path(design.name),
        "line": f"{row.start.line + 1}",
        "endLine": f"{row.end.line + 1}",
    }
    if row.start.line == row.end.line:  # columns of a range over several lines are not accepted
        places["col"] = f"{row.start.column + 1}"
        places["endColumn"] = f"{row.end.column + 1}"
    command = COMMANDS[row.finding.rule.severity]
    return _command(command, {**places, "title": row.code}, row.finding.message)


def _failure(failure: Failure) -> str:
    return _command("error", {"file": repository_path(failure.name)}, failure.reason)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = message.encode("utf-8", "backslashreplace").decode()  # halves of characters as escapes
    return f"::{name} {shown}::{_data(text)}"


def _data(text: str) -> str:
    """`text` with the characters that would end the message written as GitHub reads them."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
