"""Processor time of commands that run and end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.documents import design
from benchmarks.servers import ROOT

GENERATIONS = 3
SMALL = "sbd: 1\nname: small\nnodes:\n  Uploads: {type: bucket}\n  Resize: {type: function}\n"
SMALL += "edges:\n  - {from: Uploads, to: Resize}\n"


@dataclass
class Commands:
    """Seconds of processor time, the middle of several runs."""

    empty: float
    check: float
    generate: float
    generate_files: int
    functions: int


def measure_commands(runs: int) -> Commands:
    """What checking a small file and generating a large project take, beside an empty Python."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "small.sbd.yaml", folder / "large.sbd.yaml"
        small.write_text(SMALL, "utf-8")
        text = design(1000, 1000, 1)
        large.write_text(text, "utf-8")
        check = [sys.executable, "-m", "sbd_lsp", "check", str(small)]
        empty = [sys.executable, "-c", "pass"]
        pairs = [(processor_time(empty), processor_time(check)) for _ in range(runs)]
        projects = [folder / f"project{number}" for number in range(GENERATIONS)]
        generate = [sys.executable, "-m", "sbd_lsp", "generate", str(large), "--output"]
        return Commands(
            empty=median(pair[0] for pair in pairs),
            check=median(pair[1] for pair in pairs),
            generate=median(processor_time([*generate, str(each)]) for each in projects),
            generate_files=sum(1 for path in projects[0].rglob("*") if path.is_file()),
            functions=text.count("type: function"),
        )


def processor_time(command: Sequence[str]) -> float:
    """Seconds of processor time that `command` takes; raises if it does not end with 0."""
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime
