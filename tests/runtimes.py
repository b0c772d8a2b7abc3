"""The interpreters of the newest Lambda runtimes, fetched into the cache when a test asks for one.

Python comes from Debian's archive, Node.js from npm. `SBD_WITHOUT_EDITORS=1` does without both and
takes what is on this machine.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from tests import debian

PYTHONS = {
    "python3.14": (debian.PYTHON_3_14, "forky"),
    "python3.13": (debian.PYTHON_3_13, "trixie"),
}
NODES = {"nodejs24.x": "24", "nodejs22.x": "22"}


def interpreter(runtime: str) -> Path:
    """The program that runs functions of `runtime`; raises debian.NotHad if it cannot be had."""
    if os.environ.get("SBD_WITHOUT_EDITORS") == "1":
        return Path(sys.executable if runtime in PYTHONS else shutil.which("node") or "node")
    if runtime in PYTHONS:
        return debian.fetched(*PYTHONS[runtime])
    return _node(NODES[runtime])


def _node(major: str) -> Path:
    """Node.js of a major version, as npm's package `node` brings it."""
    home = debian.cache_directory() / "node" / major
    program = home / "node_modules" / "node" / "bin" / "node"
    with debian.locked(home):
        if debian.version(program) is None:
            command = ("npm", "install", "--no-audit", "--no-fund", "--no-save", f"node@{major}")
            debian.run(*command, f"--prefix={home}")
        found = debian.version(program)
    if found is None or not found.startswith(f"v{major}."):
        raise debian.NotHad(f"npm's node@{major} says that it is {found}: {program}")
    return program
