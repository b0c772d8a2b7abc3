"""Measures the server beside yaml-language-server and an empty pygls server, and writes the table.

    python -m benchmarks.run

takes under five minutes and replaces the table in `benchmarks/README.md`. Needs Linux (/proc) and,
for the comparison, Node.js with npm.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks.commands import measure_commands
from benchmarks.documents import design
from benchmarks.measure import measure, memory_over, start_up
from benchmarks.report import keep, put
from benchmarks.servers import EMPTY, OURS, ROOT, YAML, Server
from benchmarks.tables import IN_BRACES, Results, written

SIZES = (100, 1000, 10000)
SEED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything; returns 0."""
    options = _parser().parse_args(arguments)
    began = time.perf_counter()
    results = Results()
    compileall.compile_dir(ROOT / "sbd_lsp", quiet=1)  # as pip does when it installs
    servers = [OURS, EMPTY]
    if not options.alone:
        if shutil.which("npm") is None:
            print("no npm: yaml-language-server is left out", file=sys.stderr)
        else:
            YAML.prepare()
            servers.append(YAML)
    _say("check and generate")
    results.commands = measure_commands(options.starts)
    _start_ups(results, servers, options.starts)
    for size in options.sizes:
        for server in servers:
            _one(results, server.name, server, size, options)
        _one(results, IN_BRACES, OURS, size, options)
    _say(f"memory over {options.keystrokes:,} keystrokes")
    text = design(1000, 1000, SEED)
    results.memory = memory_over(OURS, text, options.keystrokes, options.seconds)
    _say(f"done in {time.perf_counter() - began:.0f} s")
    text = written(results)
    kept = keep("speed", asdict(results))
    print(text)
    if not options.dry:
        put("speed", text)
    _say(f"every single time: {kept}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="nodes")
    parser.add_argument("--strokes", type=int, default=150, help="keystrokes for each figure")
    parser.add_argument("--starts", type=int, default=5, help="starts of each server")
    parser.add_argument("--keystrokes", type=int, default=100_000, help="for the memory figure")
    parser.add_argument("--seconds", type=float, default=40.0, help="most time for these")
    parser.add_argument("--alone", action="store_true", help="without yaml-language-server")
    parser.add_argument("--dry", action="store_true", help="leave README.md as it is")
    return parser


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _start_ups(results: Results, servers: Sequence[Server], runs: int) -> None:
    """Starts the servers in turn, so that what else the machine does falls on all of them."""
    text = design(5, 5, SEED)
    _say(f"starting each server {runs} times")
    for server in servers:
        start_up(server, text)
        results.starts[server.name] = []
    for _ in range(runs):
        for server in servers:
            results.starts[server.name].append(start_up(server, text))


def _one(
    results: Results, name: str, server: Server, size: int, options: argparse.Namespace
) -> None:
    _say(f"{name}, {size:,} nodes")
    budget = 8.0 if server is YAML else 40.0
    braces = name == IN_BRACES
    text = design(size, size, SEED, braces)
    figures = measure(server, text, options.strokes, budget)
    results.figures.setdefault(name, {})[size] = figures


if __name__ == "__main__":
    raise SystemExit(main())
