"""The command as a process of its own: pipes, signals, terminals, what it imports."""

from __future__ import annotations

import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.cli.conftest import BAD, GOOD

SBD = [sys.executable, "-m", "sbd_lsp"]


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_closed_pipe_is_quiet(here: Path, form: str, buffered: str) -> None:
    """`sbd check | head -1` ends without a word on standard error, however Python buffers."""
    nodes = "".join(f"  N{number}: {{type: s3}}\n" for number in range(2000))
    (here / "a.sbd.yaml").write_text(BAD.replace("edges:", f"{nodes}edges:"))
    process = subprocess.Popen(
        [*SBD, "check", "--format", form],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": buffered},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() != b""
    process.stdout.close()
    said = process.stderr.read()
    assert (process.wait(30), said) == (141, b"")
    process.stderr.close()


def test_a_device_that_takes_no_more_is_one_line(here: Path) -> None:
    """When standard output cannot be written the status is 2 and the reason a line."""
    (here / "a.sbd.yaml").write_text(BAD)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*SBD, "check"], stdout=full, stderr=subprocess.PIPE, timeout=30)
    assert (done.returncode, done.stderr) == (2, b"sbd: No space left on device\n")


@pytest.mark.parametrize(
    ("words", "status", "out", "said"),
    [
        ("check a.sbd.yaml <&-", 0, "Nothing found in 1 file\n", ""),
        ("check - <&-", 2, "", "sbd: -: Bad file descriptor\n"),
        ("generate - <&-", 2, "", "sbd: -: Bad file descriptor\n"),
        ("lsp <&-", 0, "", ""),
        ("check a.sbd.yaml >&-", 2, "", "sbd: Bad file descriptor\n"),
        ("check a.sbd.yaml --format json >&-", 2, "", "sbd: Bad file descriptor\n"),
        ("explain bucket >&-", 2, "", "sbd: Bad file descriptor\n"),
        ("check a.sbd.yaml 2>&-", 0, "Nothing found in 1 file\n", ""),
        ("check none.sbd.yaml 2>&-", 2, "", ""),
        ("lsp --tcp x 2>&-", 2, "", ""),
        ("check a.sbd.yaml <&- >&- 2>&-", 2, "", ""),
    ],
)
def test_closed_streams(here: Path, words: str, status: int, out: str, said: str) -> None:
    """A stream that the caller closed fails where it is used, as in other programs, and what is
    said on a closed standard error does not turn up among the data."""
    (here / "a.sbd.yaml").write_text(GOOD)
    done = subprocess.run(
        f"{shlex.join(SBD)} {words}",
        shell=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stdout == out
    assert [line for line in done.stderr.splitlines(True) if line.startswith("sbd")] == [
        *said.splitlines(True)
    ]
    assert done.returncode == status


def test_help_that_cannot_be_written(here: Path) -> None:
    """A command that ends early says that nothing took its output."""
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*SBD, "--help"], stdout=full, stderr=subprocess.PIPE, env=environment, timeout=30
        )
    assert (done.returncode, done.stderr) == (2, b"sbd: No space left on device\n")


@pytest.mark.parametrize(("traceback", "lines"), [("", 1), ("1", 5)])
def test_an_error_in_sbd_is_no_finding(here: Path, traceback: str, lines: int) -> None:
    """A fault in sbd ends with 2, since 1 would say that there are findings."""
    code = (
        "import sys; from sbd_lsp.cli import check, main; check.run = lambda _: 1 // 0; "
        "sys.argv = ['sbd', 'check']; sys.exit(main.main())"
    )
    environment = {**os.environ, "SBD_TRACEBACK": traceback}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "ZeroDivisionError: " in done.stderr
    assert len(done.stderr.splitlines()) >= lines
    assert ("Traceback" in done.stderr) is bool(traceback)


def test_an_interruption_is_quiet(here: Path) -> None:
    """Ctrl-C while standard input is awaited ends with 130 and without a traceback."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    # tests that run in the background of a shell are started with the signal ignored
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen([*SBD, "check", "-"], **pipes, preexec_fn=heed)
    waiting = Path(f"/proc/{process.pid}/wchan")
    for _ in range(200):
        time.sleep(0.05)
        if "pipe" in waiting.read_text():
            break
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert (process.returncode, out, said) == (130, b"", b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_encoding_of_the_terminal(here: Path, encoding: str) -> None:
    """Text that the encoding lacks is escaped, in designs, messages and names of files."""
    (here / "größe→.sbd.yaml").write_text(BAD.replace("s3", "日本📷"), "utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*SBD, "check"], env=environment, capture_output=True, timeout=30)
    assert (done.returncode, done.stderr) == (1, b"")
    assert ("日本📷".encode() in done.stdout) is (encoding == "utf-8")


def test_names_that_are_no_text(here: Path) -> None:
    """A file whose name is not UTF-8 is checked all the same, in each format."""
    with open(b"\xff.sbd.yaml", "w") as file:
        file.write(BAD)
    for form in ("text", "json", "sarif", "github", "junit"):
        done = subprocess.run([*SBD, "check", "--format", form], capture_output=True, timeout=30)
        assert (done.returncode, done.stderr) == (1, b""), form
        assert b"unknown-type" in done.stdout


def on_a_terminal(*arguments: str) -> tuple[int, bytes]:
    """The status and the screen of `sbd` on a terminal."""
    main, side = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    process = subprocess.Popen([*SBD, *arguments], stdout=side, stderr=side, env=environment)
    os.close(side)
    parts = []
    while True:
        try:
            parts.append(os.read(main, 4096))
        except OSError:  # how Linux says that the other side is closed
            break
        if not parts[-1]:
            break
    os.close(main)
    return process.wait(30), b"".join(parts)


def test_a_terminal_has_colours(here: Path) -> None:
    """Severities are coloured on a terminal, and no progress is shown for what is quick."""
    (here / "a.sbd.yaml").write_text(BAD)
    status, screen = on_a_terminal("check")
    assert status == 1
    assert b"\x1b[31merror\x1b[0m" in screen
    assert b"checking" not in screen


def test_check_starts_light(here: Path) -> None:
    """`sbd check` needs neither pygls nor lsprotocol, networkx, Jinja2 or a YAML library."""
    (here / "a.sbd.yaml").write_text(GOOD)
    code = (
        "import sys; from sbd_lsp.cli.main import main; status = main(['check']); "
        "heavy = {'pygls', 'lsprotocol', 'networkx', 'jinja2', 'yaml', 'asyncio'}; "
        "print(status, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout == "Nothing found in 1 file\n0 []\n"


def test_the_server_ends_with_its_input(here: Path) -> None:
    """`sbd lsp` whose client is gone ends without a traceback."""
    done = subprocess.run([*SBD, "lsp"], stdin=subprocess.DEVNULL, capture_output=True, timeout=30)
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(("words", "collecting"), [(["check"], False), (["lsp"], True)])
def test_only_the_server_collects_garbage(here: Path, words: list[str], collecting: bool) -> None:
    """What a command makes stays until it ends; what the server makes for each keystroke does
    not."""
    (here / "a.sbd.yaml").write_text(GOOD)
    code = (
        f"import gc, sys; from sbd_lsp.cli.main import main; sys.argv[1:] = {words}; "
        "status = main(); print(gc.isenabled(), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stderr.splitlines()[-1] == str(collecting)
