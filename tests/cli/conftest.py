"""Designs and the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from sbd_lsp.cli.main import main

GOOD = """\
sbd: 1
name: good
nodes:
  Uploads: {type: bucket}
  Resize: {type: function}
edges:
  - {from: Uploads, to: Resize}
"""
BAD = GOOD.replace("type: bucket", "type: s3")


class Ended(NamedTuple):
    """How a command ended: its status, what it wrote as data and what it said."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `sbd` with arguments."""

    def call(*arguments: object) -> Ended:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        return Ended(status, *capsys.readouterr())

    return call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one, outside of any continuous integration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return tmp_path
