"""The SAM CLI's own verdict on each case, in this process and without a network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner
from samcli.cli.main import cli

from tests.targets.made import CASES, Case, files_of


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection can be made, and nobody is told what was run."""

    def refuse(*_: object) -> NoReturn:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("SAM_CLI_TELEMETRY", "0")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.mark.parametrize("options", [("--config-env=none",), ("--lint",)], ids=["plain", "lint"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_sam_validates(case: Case, options: tuple[str, ...], tmp_path: Path) -> None:
    """`sam validate` calls the project valid; with `--lint` too, as its samconfig.toml asks."""
    for path, text in files_of(case.design).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    command = ["validate", f"--template-file={tmp_path / 'template.yaml'}", *options]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
