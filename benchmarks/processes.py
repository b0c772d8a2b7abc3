"""What a running process costs, as Linux tells it under /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Processor time that process `pid` has used, its own and the system's for it, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def memory(pid: int) -> float:
    """Memory that process `pid` holds now (resident set), in MB of 1,000,000 bytes."""
    return _status(pid, "VmRSS")


def peak_memory(pid: int) -> float:
    """The most memory that process `pid` has held (resident set), in MB."""
    return _status(pid, "VmHWM")


def _status(pid: int, field: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ProcessLookupError(pid)
