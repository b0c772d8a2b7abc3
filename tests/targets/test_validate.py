"""The SAM CLI's own verdict, without a network: slow, so on a few projects that hold everything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.targets.made import files_of
from tests.targets.shapes import RUNTIMES, SHAPES, everything, varied

PROJECTS: dict[str, dict[str, Any]] = {
    "everything": varied(everything(), RUNTIMES, "Linear10PercentEvery1Minute"),
    "api": SHAPES["flow/two-functions-one-api"],
    "round-trip": varied(SHAPES["flow/bucket-round-trip"], RUNTIMES, None),
}
SAM = Path(sys.executable).with_name("sam")
QUIET = {"SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("options", [(), ("--lint",)], ids=["transform", "lint"])
def test_sam_validates(project: str, options: tuple[str, ...], tmp_path: Path) -> None:
    """`sam validate`, with and without `--lint`, calls the project valid."""
    for path, text in files_of(PROJECTS[project]).items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path != "samconfig.toml" or options:
            target.write_text(text, "utf-8")
    done = subprocess.run(
        [str(SAM), "validate", *options],
        cwd=tmp_path, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
