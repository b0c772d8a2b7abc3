"""The Makefile: what it lists, and in which Python npm's scripts run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WITHOUT_PIP = "#!/bin/sh\necho 'No module named pip' >&2\nexit 1\n"
NPM = '#!/bin/sh\necho "$*: $(command -v python3)"\npython3 -m pip --version\n'


def make(*words: str, **environment: str) -> str:
    """What make writes; raises CalledProcessError if it fails."""
    done = subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_help_lists_what_can_be_made() -> None:
    """Each rule with a description is in the help, and each other is there for the sake of one."""
    rules = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    listed = {line.split("\t")[0] for line in make("help").splitlines()}
    assert rules - listed == {"test-python", "test-vscode"}


@pytest.mark.parametrize("target", ["test-vscode", "vscode", "vscode-e2e"])
def test_scripts_of_npm_run_in_the_virtual_environment(tmp_path: Path, target: str) -> None:
    """The extension is bundled with the environment's pip, whatever `python3` the system has."""
    for name, script in {"python3": WITHOUT_PIP, "python": WITHOUT_PIP, "npm": NPM}.items():
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    venv = Path(sys.prefix)
    there = (f"--old-file={venv}/.installed", "--old-file=editors/vscode/node_modules")
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    out = make("--silent", *there, f"VENV={venv}", target, PATH=path)
    called = re.findall(r"^((?:run|test).*): (.*)\npip ", out, re.MULTILINE)
    assert ("run package", f"{venv}/bin/python3") in called
    assert {python for _, python in called} == {f"{venv}/bin/python3"}
    assert len(called) == out.count("python3\n")


def test_what_runs_by_itself_exists() -> None:
    """Each command of a workflow is a script of the repository, and each of those calls rules of
    the Makefile alone."""
    workflows = [*(ROOT / ".github" / "workflows").iterdir()]
    text = "".join(path.read_text() for path in workflows)
    commands = set(re.findall(r"\brun: (.*)", text))
    assert commands == {".ci/run", ".ci/nightly"}
    rules = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in commands:
        assert os.access(ROOT / command, os.X_OK)
        lines = (ROOT / command).read_text().splitlines()
        called = [
            line.split() for line in lines if line and not line.startswith(("#", "set", "cd"))
        ]
        assert called
        assert all(words[0] == "make" and set(words[1:]) <= rules for words in called)
