"""Findings as JUnit XML, which CI servers show as tests: a suite for each design.

An error or a warning is a failed test, a file that could not be read a test with an error, a
design without either a test that passed. Hints and information stand in that test's output.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sbd_lsp.cli.console import TRICKY, printable
from sbd_lsp.cli.report.results import FAILING, Checked, Failure, Outcome, Row


def render(outcome: Outcome) -> str:
    """The document; ASCII only, so that it is right whatever encoding it is written in."""
    suites = Element("testsuites", name="sbd check")
    for design in outcome.checked:
        suites.append(_suite(design))
    for failure in outcome.failures:
        suites.append(_unread(failure))
    for name in ("tests", "failures", "errors"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    indent(suites)
    return f'<?xml version="1.0"?>\n{tostring(suites, encoding="us-ascii").decode()}\n'


def _suite(design: Checked) -> Element:
    failed = [row for row in design.rows if row.finding.rule.severity in FAILING]
    others = [row for row in design.rows if row.finding.rule.severity not in FAILING]
    name = _clean(design.name)
    suite = Element("testsuite", name=name, errors="0")
    suite.set("tests", str(max(1, len(failed))))
    suite.set("failures", str(len(failed)))
    for row in failed:
        test = SubElement(suite, "testcase", classname=name, name=f"{row.code} {_place(row)}")
        message = _clean(row.finding.message)
        failure = SubElement(test, "failure", type=row.severity, message=message)
        failure.text = f"{name}:{_place(row)}: {row.severity} {row.code} {message}"
    if not failed:
        test = SubElement(suite, "testcase", classname=name, name="check")
        if others:
            SubElement(test, "system-out").text = "\n".join(
                f"{name}:{_place(row)}: {row.severity} {row.code} {_clean(row.finding.message)}"
                for row in others
            )
    return suite


def _unread(failure: Failure) -> Element:
    name = _clean(failure.name)
    suite = Element("testsuite", name=name, tests="1", failures="0", errors="1")
    test = SubElement(suite, "testcase", classname=name, name="read")
    SubElement(test, "error", type="unreadable", message=_clean(failure.reason))
    return suite


def _place(row: Row) -> str:
    return f"{row.start.line + 1}:{row.start.column + 1}"


def _clean(text: str) -> str:
    """`text` without characters that XML does not have."""
    without = printable(text) if not TRICKY.isdisjoint(map(ord, text)) else text
    return without.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
