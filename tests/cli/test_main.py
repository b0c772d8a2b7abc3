"""The command `sbd` as a whole: help, commands, and how it ends when something is in the way."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from sbd_lsp import __version__
from sbd_lsp.catalogue.json_schema import schema_text
from sbd_lsp.cli import check, console
from sbd_lsp.cli.main import COMMANDS
from tests.cli.conftest import GOOD, Run


def test_help_names_every_command(run: Run) -> None:
    """The help has each command with its sentence."""
    ended = run("--help")
    assert ended.status == 0
    for name, summary in COMMANDS.items():
        assert f"    {name} " in ended.out
        assert summary in " ".join(ended.out.split())


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_has_help(run: Run, command: str) -> None:
    """Each command says what it does and takes."""
    ended = run(command, "--help")
    assert ended.status == 0
    assert ended.out.startswith(f"usage: sbd {command} ")
    summary = COMMANDS[command]  # with names in it as they are written, JSON among them
    assert f" {summary[0].upper()}{summary[1:]}. " in " ".join(ended.out.split())


def test_version(run: Run) -> None:
    """The version is that of the package."""
    assert run("--version") == (0, f"sbd {__version__}\n", "")


def test_no_command_shows_the_help(run: Run) -> None:
    """Without a command the help is on standard error, and the status is 2."""
    ended = run()
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("usage: sbd ")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("chek", "did you mean `check`?"), ("frobnicate", f"there is {', '.join(COMMANDS)}")],
)
def test_an_unknown_command(run: Run, word: str, hint: str) -> None:
    """A word that is no command is answered with the nearest that is."""
    assert run(word) == (2, "", f"sbd: there is no command `{word}`; {hint}\n")


def test_an_unknown_option(run: Run) -> None:
    """An option that a command does not have is status 2."""
    ended = run("check", "--fixx-it")
    assert ended.status == 2
    assert "unrecognized arguments: --fixx-it" in ended.err


@pytest.mark.parametrize(
    ("words", "usage", "fault"),
    [
        (("schema", "more"), "usage: sbd schema [-h]", "sbd schema: error: {}: more"),
        (("doctor", "--x", "y"), "usage: sbd doctor [-h]", "sbd doctor: error: {}: --x y"),
        (("explain", "a", "b"), "usage: sbd explain [-h] [NAME]", "sbd explain: error: {}: b"),
        (("--x", "schema"), "usage: sbd [-h] [--version] COMMAND", "sbd: error: {}: --x"),
    ],
)
def test_too_many_words(run: Run, words: tuple[str, ...], usage: str, fault: str) -> None:
    """What a command does not take is answered with what it takes, not with what `sbd` does."""
    ended = run(*words)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(usage)
    assert ended.err.endswith(f"{fault.format('unrecognized arguments')}\n")


@pytest.mark.parametrize(
    "words",
    [("check", ""), ("check", "a", ""), ("generate", ""), ("generate", "a.sbd.yaml", "-o", "")],
)
def test_an_empty_name(run: Run, here: Path, words: tuple[str, ...]) -> None:
    """An empty argument, such as that of an unset variable, does not mean the current folder."""
    (here / "a.sbd.yaml").write_text(GOOD)
    ended = run(*words)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.endswith(": an empty name is no file\n")
    assert [path.name for path in here.iterdir()] == ["a.sbd.yaml"]


def test_an_unusable_port(run: Run) -> None:
    """A port is a number up to 65535."""
    for port in ("x", "65536", "-1"):
        ended = run("lsp", f"--tcp={port}")
        assert ended.status == 2
        assert f"`{port}` is no port" in ended.err


def test_the_schema(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """`sbd schema` prints the schema, byte for byte."""
    assert run("schema") == (0, schema_text(), "")


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(32, "Broken pipe"), 141, ""),
        (OSError(28, "No space left on device"), 2, "sbd: No space left on device\n"),
    ],
)
def test_what_is_in_the_way(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, said: str
) -> None:
    """An interruption and a closed pipe are quiet, a full disk is a line."""

    def fail(arguments: object) -> int:
        raise error

    monkeypatch.setattr(check, "run", fail)
    ended = run("check")
    assert (ended.status, ended.err) == (status, said)


def test_an_error_of_our_own_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in sbd is a line with its place; with SBD_TRACEBACK it is the whole traceback."""
    monkeypatch.delenv("SBD_TRACEBACK", raising=False)
    try:
        raise LookupError("no such thing")
    except LookupError as error:
        kind, trace = type(error), error.__traceback__
        with pytest.raises(SystemExit):
            console._own_fault(kind, error, trace)
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(
            "sbd: error in sbd itself (LookupError: no such thing at test_main.py:"
        )
        assert line.endswith("); please report it with the output of `sbd doctor`")
        monkeypatch.setenv("SBD_TRACEBACK", "1")
        with pytest.raises(SystemExit):
            console._own_fault(kind, error, trace)
        assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_an_encoding_that_lacks_characters(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """On a terminal without the characters they are escaped; data stays UTF-8."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert run("explain", "bucket->function").status == 0
    stream.flush()
    assert b"`bucket` \\u2192 `function`" in stream.buffer.getvalue()
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stream)
    assert run("schema").status == 0
    assert stream.buffer.getvalue() == schema_text().encode()
