"""The line that says how far a command is."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from pathlib import Path

import pytest

from sbd_lsp.cli import progress
from sbd_lsp.cli.console import width
from sbd_lsp.cli.main import main
from sbd_lsp.cli.progress import Progress
from sbd_lsp.cli.report import sarif


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_what_takes_long_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the line appears, follows what is being done, and is wiped away at the end."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setattr(progress, "PACE", 0.01)
    with Progress("checking one.sbd.yaml") as shown:
        wait_for(screen, "checking one.sbd.yaml")
        shown.text = "checking 2"
        wait_for(screen, "checking 2 ")
    rows = screen.getvalue().split("\r")
    blanks = " " * len("one.sbd.yaml"[1:])  # wipe what was longer
    assert any(row.endswith(f" checking 2{blanks}") for row in rows)
    assert rows[-2:] == [" " * len("| checking 2"), ""]


@pytest.mark.parametrize("columns", [20, 0])
def test_the_line_fits_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """A line that is longer than the terminal would leave a row behind each time it is shown."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(screen, "fileno", lambda: 2)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 5)))
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PACE", 0.01)
    with Progress(f"checking {'日本' * 50}") as shown:
        wait_for(screen, "日…")
        shown.text = "short"
        wait_for(screen, "short")
    rows = screen.getvalue().split("\r")
    assert max(map(width, rows)) in ((18, 19) if columns else (78, 79))


def test_names_do_not_speak_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control characters in what is being done are shown as escapes."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with Progress("checking a\x1b[31m\n.sbd.yaml"):
        wait_for(screen, "checking a\\x1b[31m\\n.sbd.yaml")
    assert not {"\x1b", "\n"} & set(screen.getvalue())


def test_a_report_that_takes_long_is_shown_to_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Making a large report is among what a person waits for."""
    screen = Terminal()
    design = tmp_path / "a.sbd.yaml"
    design.write_text("sbd: 1\nname: a\nnodes: {}\nedges: []\n", "utf-8")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)

    def render(_: object) -> str:
        wait_for(screen, "writing the report")
        return "{}"

    monkeypatch.setattr(sarif, "render", render)
    monkeypatch.setattr(sys, "stderr", screen)
    assert main(["check", str(design), "--format", "sarif"]) == 0
    assert capsys.readouterr().out.strip() == "{}"


def wait_for(screen: io.StringIO, text: str) -> None:
    """Waits until `text` is on the screen, five seconds at most."""
    end = time.monotonic() + 5
    while text not in screen.getvalue() and time.monotonic() < end:
        time.sleep(0.005)
    assert text in screen.getvalue()


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that takes less than a second leaves the terminal alone."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with Progress("checking"):
        pass
    assert screen.getvalue() == ""


def test_a_pipe_is_shown_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal no line is written, however long it takes."""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with Progress("checking"):
        time.sleep(0.05)
    assert pipe.getvalue() == ""


def test_the_line_goes_when_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception ends the line too."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with contextlib.suppress(KeyboardInterrupt), Progress("checking"):
        wait_for(screen, "checking")
        raise KeyboardInterrupt
    assert screen.getvalue().endswith("\r")
