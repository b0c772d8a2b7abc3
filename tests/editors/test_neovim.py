"""The Neovim plugin and the server in real Neovims, headless, driven by the keys a person presses.

Each scenario is a Lua file in `neovim/`. Neovim is fetched into a cache (see tests/debian.py); with
`SBD_NEOVIM=/path/to/nvim` that one is taken instead.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import debian

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parents[1] / "editors/neovim"
SERVER = [sys.executable, "-m", "sbd_lsp", "lsp"]
SUITES = {"0.12": "forky", "0.10": "trixie"}
CANCELLED = -32800  # LSP's RequestCancelled
SESSION_SECONDS = 60
OUTPUT_SETTING = (
    "require('sbd').setup({ settings = { sbd = { generate = { outputDirectory = 'built' } } } })"
)

DESIGN = """\
sbd: 1
name: photo-album
description: "😀 thumbnails"
runtime: python3.13
nodes:
  Uploads: {type: bucket}
  Resize:
    type: function
edges:
  - {from: Uploads, to: Resize, kind: trigger}
"""
FAULTS = re.compile(
    r"E\d+:|Error (detected|executing|in)|stack traceback|Traceback|is deprecated", re.IGNORECASE
)


@dataclass
class Session:
    """What a Neovim that has run a scenario leaves behind."""

    folder: Path
    report: dict[str, Any]
    stderr: str

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def failure(self) -> str | None:
        """Give what ended the scenario early, or None if all of its checks passed."""
        problem = self.report.get("problem")
        return problem and json.dumps(problem, indent=2, ensure_ascii=False)

    def traffic(self) -> list[dict[str, Any]]:
        """Give every message between editor and server, in order."""
        log = self.folder / "traffic.jsonl"
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]

    def faults(self) -> list[Any]:
        """Give what went wrong unseen.

        That is: errors that Neovim printed or notified, error lines in its log, error answers of
        either side, but for that to a request which was cancelled, and a server that did not end by
        itself.
        """
        log = self.folder / "state/nvim/lsp.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        lines = [line for line in lines if line.startswith("[ERROR]")]
        traffic = self.traffic()
        messages = [entry.get("message", {}) for entry in traffic]
        cancelled = [m["params"]["id"] for m in messages if m.get("method") == "$/cancelRequest"]
        return [
            *([self.stderr] if FAULTS.search(self.stderr) else []),
            *(notice for notice in self.report["notices"] if notice["level"] >= 3),
            *(line for line in lines if "stderr" not in line or FAULTS.search(line)),
            *(message for message in messages if _is_fault(message, cancelled)),
            *(entry for entry in traffic if entry.get("exit", 0) != 0),
        ]


def _is_fault(message: dict[str, Any], cancelled: list[Any]) -> bool:
    """Whether a message is an error, and not the answer to a request that was `cancelled`."""
    code = (message.get("error") or {}).get("code")
    return "error" in message and not (code == CANCELLED and message.get("id") in cancelled)


@pytest.fixture(scope="module", params=SUITES)
def nvim(request: pytest.FixtureRequest) -> Path:
    """Neovims to test: of two Debian releases, or the one in `SBD_NEOVIM` in place of both."""
    own = os.environ.get("SBD_NEOVIM")
    if own:
        return Path(own)
    try:
        return debian.fetched(debian.NEOVIM, SUITES[request.param])
    except debian.NotHad as error:
        pytest.fail(
            f"no Neovim {request.param} to test with (SBD_WITHOUT_EDITORS=1 goes without): {error}"
        )


def write_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def install_server(folder: Path) -> None:
    """Put a `sbd-lsp` into `folder/bin` that records what passes between editor and server."""
    recorder = [sys.executable, str(HERE / "traffic.py"), str(folder / "traffic.jsonl")]
    write_program(
        folder / "bin/sbd-lsp",
        f'[ "$1" != --version ] || exec {shlex.join([*SERVER[:-1], "--version"])}\n'
        f'exec {shlex.join([*recorder, *SERVER])} "$@"',
    )


def environment(folder: Path) -> dict[str, str]:
    """Give an environment in which nothing but `folder` belongs to the person, and PATH is bare."""
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "TMPDIR") if name in os.environ}
    state = {
        f"XDG_{name.upper()}_HOME": str(folder / name)
        for name in ("config", "data", "state", "cache")
    }
    return {
        **kept,
        **state,
        "HOME": str(folder),
        "PATH": str(folder / "bin"),
        "LC_ALL": "C.UTF-8",
        "DRIVER_FOLDER": str(HERE / "neovim"),
        "WORKSPACE": str(folder / "workspace"),
        "REPORT": str(folder / "report.json"),
    }


def install(folder: Path) -> Path:
    """Lay a person's home into `folder`: the plugin as a package, a workspace with DESIGN in it.

    Gives the path of the design.
    """
    package = folder / "data/nvim/site/pack/sbd/start"
    package.mkdir(parents=True)
    (package / "sbd").symlink_to(PLUGIN)
    design = folder / "workspace/design.sbd.yaml"
    design.parent.mkdir()
    design.write_text(DESIGN, encoding="utf-8")
    return design


def start(nvim: Path, scenario: str, folder: Path, **more: str) -> Session:
    """Open the design in `folder` with `nvim` and run the scenario to its end.

    `more` are variables of the environment, such as SETUP, a line of Lua for the configuration.
    """
    design = folder / "workspace/design.sbd.yaml"
    done = subprocess.run(
        [nvim, "--headless", "-n", "-i", "NONE", "-u", HERE / "neovim/init.lua", design],
        env={**environment(folder), "SCENARIO": str(HERE / f"neovim/{scenario}.lua"), **more},
        cwd=design.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SESSION_SECONDS,
        check=False,
    )
    report = folder / "report.json"
    assert report.exists(), f"Neovim ended without a report: {done.stdout}"
    return Session(folder, json.loads(report.read_text(encoding="utf-8")), done.stdout)


def sbd(folder: Path, *arguments: str) -> str:
    """Run the command line in `folder` and give what it prints."""
    command = [*SERVER[:-1], *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def files(folder: Path) -> dict[str, str]:
    """Give the text of each file below `folder` by its path there."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in found}


def test_typing(nvim: Path, tmp_path: Path) -> None:
    """Findings, completion, hover and quick fixes follow what is typed."""
    install(tmp_path)
    install_server(tmp_path)
    session = start(nvim, "typing", tmp_path, SETUP="require('sbd').setup({ completion = true })")
    assert session.failure() is None, session.failure()
    assert session.faults() == []


def test_generating(nvim: Path, tmp_path: Path) -> None:
    """The editor generates, where the settings say, byte for byte what the command line does."""
    design = install(tmp_path)
    install_server(tmp_path)
    session = start(nvim, "generating", tmp_path, SETUP=OUTPUT_SETTING)
    assert session.failure() is None, session.failure()
    assert session.faults() == []
    sbd(design.parent, "generate", design.name, "--output", "expected")
    assert files(design.parent / "built") == files(design.parent / "expected")


def test_regenerating(nvim: Path, tmp_path: Path) -> None:
    """Generating again follows the design as the command line does, and keeps a person's work."""
    design = install(tmp_path)
    install_server(tmp_path)
    built, expected = design.parent / "built", design.parent / "expected"
    sbd(design.parent, "generate", design.name, "--output", "built")
    (handler,) = built.glob("src/*/handler.py")
    with handler.open("a", encoding="utf-8") as file:
        file.write("# written by a person\n")
    shutil.copytree(built, expected)
    before = handler.read_bytes()
    session = start(nvim, "regenerating", tmp_path, SETUP=OUTPUT_SETTING)
    assert session.failure() is None, session.failure()
    assert session.faults() == []
    sbd(design.parent, "generate", design.name, "--output", "expected")
    assert files(built) == files(expected)
    assert "\n  Jobs:\n" in (built / "template.yaml").read_text(encoding="utf-8")
    assert handler.read_bytes() == before


def test_unsaved(nvim: Path, tmp_path: Path) -> None:
    """What is typed into generated files and not saved is not written over."""
    install(tmp_path)
    install_server(tmp_path)
    session = start(nvim, "unsaved", tmp_path, SETUP=OUTPUT_SETTING)
    assert session.failure() is None, session.failure()


def test_managing(nvim: Path, tmp_path: Path) -> None:
    """The server restarts on demand, and `:checkhealth sbd` and `:SbdLog` tell about it."""
    install(tmp_path)
    install_server(tmp_path)
    session = start(nvim, "managing", tmp_path, SERVER_VERSION=sbd(tmp_path, "--version"))
    assert session.failure() is None, session.failure()
    assert session.faults() == []
    assert [entry["exit"] for entry in session.traffic() if "exit" in entry][:1] == [0]


def test_without_server(nvim: Path, tmp_path: Path) -> None:
    """Without a server the plugin says how to get one."""
    install(tmp_path)
    session = start(nvim, "without_server", tmp_path)
    assert session.failure() is None, session.failure()
    assert not FAULTS.search(session.stderr)


def test_package_only(nvim: Path, tmp_path: Path) -> None:
    """A python3 with the package is enough, and a namesake in the workspace is not run."""
    design = install(tmp_path)
    write_program(tmp_path / "bin/python3", f'exec {shlex.quote(sys.executable)} "$@"')
    namesake = design.parent / "sbd_lsp"
    namesake.mkdir()
    (namesake / "__init__.py").write_text("open('was-run', 'w').close()\n")
    session = start(nvim, "package_only", tmp_path)
    assert session.failure() is None, session.failure()
    assert not FAULTS.search(session.stderr)
