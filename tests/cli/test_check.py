"""`sbd check`: which files it takes, what it ends with, what it makes of bad input."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from sbd_lsp.cli import files
from sbd_lsp.cli.check import FORMATS
from sbd_lsp.cli.main import main
from sbd_lsp.server import session
from tests.cli.conftest import BAD, GOOD, Run


def test_a_clean_design_ends_with_0(run: Run, here: Path) -> None:
    """A design without findings is status 0 and a sentence that says so."""
    (here / "a.sbd.yaml").write_text(GOOD)
    assert run("check", "a.sbd.yaml") == (0, "Nothing found in 1 file\n", "")


def test_an_error_ends_with_1(run: Run, here: Path) -> None:
    """An error is a line with file, line, column, severity and slug, the line and a mark."""
    (here / "a.sbd.yaml").write_text(BAD)
    ended = run("check", "a.sbd.yaml")
    assert ended.status == 1
    assert ended.out.split("\n")[:4] == [
        "a.sbd.yaml:4:19: error unknown-type there is no service type `s3`; an S3 bucket is a "
        "`bucket` here",
        "4 |   Uploads: {type: s3}",
        "  |                   ^^",
        "  = fix: Change to `bucket`",
    ]
    assert ended.out.endswith("\n\n1 error\n")
    assert ended.err == ""


def test_a_warning_ends_with_1(run: Run, here: Path) -> None:
    """A warning alone fails too."""
    (here / "a.sbd.yaml").write_text(GOOD.replace("edges:", "  Lonely: {type: function}\nedges:"))
    ended = run("check", "a.sbd.yaml")
    assert ended.status == 1
    assert "warning unreached-node" in ended.out
    assert ended.out.endswith("\n1 warning\n")


def test_hints_and_information_do_not_fail(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings that are neither errors nor warnings are shown, and the status is 0."""
    from sbd_lsp.checks import unknown_type
    from sbd_lsp.checks.rule import Severity

    for severity in (Severity.HINT, Severity.INFORMATION):
        rule = unknown_type.RULE._replace(severity=severity)
        monkeypatch.setattr(unknown_type, "RULE", rule)
        (here / "a.sbd.yaml").write_text(BAD)
        ended = run("check")
        assert ended.status == 0
        assert f": {severity.name.lower()} unknown-type " in ended.out


def test_help_tells_the_statuses(run: Run) -> None:
    """The help says what each exit status means."""
    ended = run("check", "--help")
    assert ended.status == 0
    words = " ".join(ended.out.split())
    assert "hints and information do not count" in words
    assert "2 if something could not be checked" in words


def test_folders_are_searched(run: Run, here: Path) -> None:
    """A folder stands for the designs below it, hidden folders and node_modules left out."""
    for place in ("a.sbd.yaml", "b/c.sbd.yml", "b/d.yaml", "node_modules/x.sbd.yaml"):
        (here / place).parent.mkdir(exist_ok=True)
        (here / place).write_text(BAD)
    for place in (".git", ".venv"):
        (here / place).mkdir()
        (here / place / "x.sbd.yaml").write_text(BAD)
    rows = json.loads(run("check", "--format", "json").out)
    assert [row["file"] for row in rows] == ["a.sbd.yaml", str(Path("b/c.sbd.yml"))]


def test_links_to_folders_are_not_followed(run: Run, here: Path) -> None:
    """A link that leads back to its own folder does not make the search endless."""
    (here / "a.sbd.yaml").write_text(GOOD)
    (here / "loop").symlink_to(here, target_is_directory=True)
    assert run("check").out == "Nothing found in 1 file\n"


@pytest.mark.parametrize("form", FORMATS)
def test_a_link_to_itself_is_said(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A link that leads nowhere is one failure; the files beside it are checked."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here))
    (here / "a.sbd.yaml").symlink_to("a.sbd.yaml")
    (here / "b.sbd.yaml").write_text(BAD)
    ended = run("check", "--format", form)
    assert (ended.status, ended.err) == (
        2,
        "sbd: a.sbd.yaml: Too many levels of symbolic links\n",
    )
    assert "unknown-type" in ended.out
    assert run("check", "a.sbd.yaml").err == ended.err


def test_a_file_named_twice_is_checked_once(run: Run, here: Path) -> None:
    """A file and the folder that holds it are one design."""
    (here / "a.sbd.yaml").write_text(BAD)
    assert run("check", "a.sbd.yaml", ".", "./a.sbd.yaml").out.count("unknown-type") == 1


def test_any_name_is_checked_if_it_is_given(run: Run, here: Path) -> None:
    """A file that is named outright need not end in .sbd.yaml."""
    (here / "design.txt").write_text(BAD)
    assert run("check", "design.txt").status == 1


def test_an_empty_folder_is_said(run: Run, here: Path) -> None:
    """A folder without designs is status 2 and a sentence: a mistyped path must not look clean."""
    assert run("check") == (2, "", "sbd: .: has no design (*.sbd.yaml or *.sbd.yml)\n")


def test_a_missing_file_does_not_stop_the_others(run: Run, here: Path) -> None:
    """What cannot be read is named, all else is checked, the status is 2."""
    (here / "a.sbd.yaml").write_text(BAD)
    ended = run("check", "missing.sbd.yaml", "a.sbd.yaml")
    assert ended.status == 2
    assert "a.sbd.yaml:4:19: error unknown-type" in ended.out
    assert ended.err == "sbd: missing.sbd.yaml: No such file or directory\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"sbd: 1\nname: caf\xe9\n", "is not UTF-8 text (byte 16 is 0xe9)"),
        (GOOD.encode("utf-16"), "is not UTF-8 text (it is UTF-16)"),
        (b"\x7fELF\x02\x01\x01\x00\xff\xfe", "is not UTF-8 text (byte 8 is 0xff)"),
    ],
)
def test_other_encodings_are_said(run: Run, here: Path, data: bytes, said: str) -> None:
    """A file that is not UTF-8 cannot be checked, and the first wrong byte is named."""
    (here / "a.sbd.yaml").write_bytes(data)
    assert run("check", "a.sbd.yaml") == (2, "", f"sbd: a.sbd.yaml: {said}\n")


def test_binary_text_is_a_finding(run: Run, here: Path) -> None:
    """Zero bytes are UTF-8, and no design."""
    (here / "a.sbd.yaml").write_bytes(b"\x00\x01\x02\x1b[31m")
    ended = run("check", "a.sbd.yaml")
    assert ended.status == 1
    assert "\x1b" not in ended.out
    assert "\x00" not in ended.out


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "# nothing yet\n"])
def test_an_empty_file_lacks_its_keys(run: Run, here: Path, text: str) -> None:
    """A file with nothing in it is read, and found to lack what every design has."""
    (here / "a.sbd.yaml").write_text(text, "utf-8")
    ended = run("check", "a.sbd.yaml", "--format", "json")
    assert ended.status == 1
    assert {row["code"] for row in json.loads(ended.out)} == {"missing-key"}


def test_a_byte_order_mark_and_crlf_change_nothing(run: Run, here: Path) -> None:
    """The same findings stand at the same places with a byte order mark and Windows' breaks."""
    (here / "a.sbd.yaml").write_text(BAD)
    plain = run("check", "--format", "json").out
    (here / "a.sbd.yaml").write_bytes(b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode())
    assert run("check", "--format", "json").out == plain


def test_standard_input_is_read(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash stands for standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BAD.encode())))
    ended = run("check", "-")
    assert ended.status == 1
    assert ended.out.startswith("<stdin>:4:19: error unknown-type")


def test_a_file_that_may_not_be_read_is_said(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing permission is a sentence and status 2."""
    (here / "a.sbd.yaml").write_text(GOOD)

    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied", "a.sbd.yaml")

    monkeypatch.setattr(files, "_read", refuse)
    assert run("check", "a.sbd.yaml") == (2, "", "sbd: a.sbd.yaml: Permission denied\n")


def test_a_folder_that_may_not_be_listed_is_said(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that cannot be searched is a sentence and status 2."""
    (here / "closed").mkdir()

    def refuse(place: object) -> None:
        raise PermissionError(13, "Permission denied", str(place))

    monkeypatch.setattr(os, "scandir", refuse)
    assert run("check", "closed") == (2, "", "sbd: closed: Permission denied\n")


@pytest.mark.parametrize("with_designs", [True, False])
def test_a_folder_within_that_may_not_be_listed_is_said(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, with_designs: bool
) -> None:
    """What the search cannot look into is named and must not look clean; the rest is checked."""
    (here / "designs" / "closed").mkdir(parents=True)
    (here / "zoo").mkdir()
    if with_designs:
        (here / "zoo" / "a.sbd.yaml").write_text(GOOD)
    scandir = os.scandir

    def refuse(place: str) -> object:
        if Path(place).name == "closed":
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refuse)
    out = "Nothing found in 1 file\n" if with_designs else ""
    said = f"sbd: {Path('designs/closed')}: Permission denied\n"
    assert run("check") == (2, out, said)


def test_a_name_that_cannot_be_looked_up_is_said(run: Run, here: Path) -> None:
    """A name that the system refuses to look for is one failure among the others."""
    (here / "a.sbd.yaml").write_text(BAD)
    name = "x" * 300
    ended = run("check", name, "a.sbd.yaml")
    assert (ended.status, ended.err) == (2, f"sbd: {name}: File name too long\n")
    assert "unknown-type" in ended.out


def test_too_large_a_file_is_refused(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is not read whole."""
    monkeypatch.setattr(files, "LARGEST", 1 << 20)
    (here / "a.sbd.yaml").write_bytes(b"#" * ((1 << 20) + 1))
    assert run("check", "a.sbd.yaml") == (2, "", "sbd: a.sbd.yaml: is larger than 1 MB\n")


def test_the_limit_is_that_of_the_server() -> None:
    """Editor and command line give up at the same size."""
    assert files.LARGEST == session.LARGEST


def test_names_of_files_do_not_speak_to_the_terminal(run: Run, here: Path) -> None:
    """Control characters in a name and in a text are shown as escapes."""
    name = "a\x1b[31m.sbd.yaml"
    (here / name).write_text(BAD.replace("s3", '"\\e[31m\u202e"'), "utf-8")
    ended = run("check", name)
    assert ended.status == 1
    assert "\x1b" not in ended.out + ended.err
    assert "\u202e" not in ended.out
    assert "a\\x1b[31m.sbd.yaml:4:19:" in ended.out


def test_an_unknown_format_is_refused(run: Run) -> None:
    """The formats are a closed set."""
    ended = run("check", "--format", "xml")
    assert ended.status == 2
    assert "invalid choice" in ended.err


def test_the_count_names_files_and_severities(run: Run, here: Path) -> None:
    """The last line counts by severity, and how many of the files have findings."""
    (here / "a.sbd.yaml").write_text(GOOD)
    (here / "b.sbd.yaml").write_text(BAD.replace("edges:", "  Lonely: {type: function}\nedges:"))
    assert run("check").out.endswith("\n1 error, 1 warning in 1 of 2 files\n")


def test_main_takes_its_arguments_from_the_process(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without arguments `main` reads those of the process."""
    monkeypatch.setattr(sys, "argv", ["sbd", "check"])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    assert main() == 2
    assert capsys.readouterr().err == "sbd: .: has no design (*.sbd.yaml or *.sbd.yml)\n"
