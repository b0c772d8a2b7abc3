"""Measures the server beside yaml-language-server and an empty pygls server, and writes the table.

    python -m benchmarks.run

takes under five minutes and replaces the table in `benchmarks/README.md`. Needs Linux (/proc) and,
for the comparison, Node.js with npm.
"""

from __future__ import annotations

import argparse
import compileall
import platform
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from operator import truediv
from statistics import median

from benchmarks.commands import Commands, measure_commands
from benchmarks.documents import design
from benchmarks.measure import Figures, Memory, measure, memory_over, percentile, start_up
from benchmarks.report import keep, milliseconds, put, ratio, table
from benchmarks.servers import EMPTY, OURS, ROOT, YAML, Server

SIZES = (100, 1000, 10000)
SEED = 1
IN_BRACES = f"{OURS.name}, in braces"


@dataclass
class Results:
    """Everything that one run has measured."""

    figures: dict[str, dict[int, Figures]] = field(default_factory=dict)
    starts: dict[str, list[float]] = field(default_factory=dict)
    commands: Commands | None = None
    memory: Memory | None = None
    paces: dict[str, dict[int, float]] = field(default_factory=dict)


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


def pace() -> float:
    """Seconds that a fixed piece of Python takes here and now: on a machine that others use, too,
    not what it took a minute ago."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        total = 0
        for number in range(1_000_000):
            total += number % 7
        times.append(time.perf_counter() - began)
    return median(times)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="nodes")
    parser.add_argument("--strokes", type=int, default=150, help="keystrokes for each figure")
    parser.add_argument("--starts", type=int, default=7, help="starts of each server")
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
    budget = 15.0 if server is YAML else 60.0
    braces = name == IN_BRACES
    text = design(size, size, SEED, braces)
    before = pace()
    figures = measure(server, text, options.strokes, budget)
    results.figures.setdefault(name, {})[size] = figures
    results.paces.setdefault(name, {})[size] = (before + pace()) / 2


def written(results: Results) -> str:
    """The tables as Markdown."""
    machine = f"Python {platform.python_version()}, {platform.system()}."
    tables = (_latency_table(results), _growth_table(results), _other_table(results))
    return "\n\n".join((*tables, machine))


def _latency_table(results: Results) -> str:
    head = [
        "server",
        "nodes",
        "lines",
        "opening",
        "keystroke p50",
        "p95",
        "CPU",
        "completion p95",
    ]
    head += ["hover p95", "outline p95", "100 keystrokes", "100 empty changes", "peak memory"]
    head += ["pace"]
    rows = []
    for size in sorted({size for each in results.figures.values() for size in each}):
        for name, sizes in results.figures.items():
            beside = milliseconds(results.paces[name][size])
            rows.append([name, f"{size:,}", *_cells(sizes[size]), beside])
    return table(head, rows)


def _cells(figures: Figures) -> list[str]:
    if figures.opening is None:
        return [f"{figures.lines:,}", "> 40 s", *["–"] * 9]
    return [
        f"{figures.lines:,}",
        milliseconds(figures.opening),
        _share(figures.keystrokes, 0.5),
        _share(figures.keystrokes, 0.95),
        milliseconds(figures.keystroke_cpu),
        _share(figures.completions, 0.95),
        _share(figures.hovers, 0.95),
        _share(figures.outlines, 0.95),
        milliseconds(figures.burst),
        milliseconds(figures.messages),
        f"{figures.peak:.0f} MB" if figures.peak else "–",
    ]


def _share(values: list[float], share: float) -> str:
    return milliseconds(percentile(values, share)) if values else "–"


def _growth_table(results: Results) -> str:
    """Ratios, which mean the same on another machine."""
    rows = []
    ours, yaml = results.figures[OURS.name], results.figures.get(YAML.name, {})
    for size, figures in ours.items():
        other = yaml.get(size, Figures())
        rows.append(
            [
                f"{size:,}",
                ratio(_middle(other.keystrokes), _middle(figures.keystrokes)),
                ratio(other.keystroke_cpu, figures.keystroke_cpu),
                ratio(_middle(other.completions), _middle(figures.completions)),
                ratio(_middle(other.hovers), _middle(figures.hovers)),
                ratio(_middle(other.outlines), _middle(figures.outlines)),
                ratio(other.peak, figures.peak),
                ratio(_middle(figures.keystrokes), _middle(ours[min(ours)].keystrokes)),
                ratio(figures.burst_cpu, figures.keystroke_cpu),
                ratio(_without_messages(figures), _middle(figures.keystrokes)),
            ]
        )
    head = [
        "nodes",
        "keystroke: yaml ÷ ours",
        "CPU: yaml ÷ ours",
        "completion: yaml ÷ ours",
    ]
    head += [
        "hover: yaml ÷ ours",
        "outline: yaml ÷ ours",
        "memory: yaml ÷ ours",
        f"ours ÷ ours at {min(ours):,}",
    ]
    head += ["CPU of 100 keystrokes ÷ one", "(100 keystrokes − 100 empty changes) ÷ one"]
    return table(head, rows)


def _without_messages(figures: Figures) -> float | None:
    """Seconds that a hundred keystrokes take beyond what a hundred messages do."""
    if figures.burst is None or figures.messages is None:
        return None
    return figures.burst - figures.messages


def _middle(values: list[float]) -> float | None:
    return median(values) if values else None


def _other_table(results: Results) -> str:
    empty = results.starts[EMPTY.name]
    rows = [
        [
            f"start to first diagnostics, {name}",
            milliseconds(median(times)),
            ratio(median(map(truediv, times, empty)), 1),
        ]
        for name, times in results.starts.items()
    ]
    if results.memory:
        rows += _memory_rows(results.memory)
    if results.commands:
        rows += _command_rows(results.commands)
    return table(["", "figure", "ratio"], rows)


def _memory_rows(found: Memory) -> list[list[str]]:
    after = f"memory after {found.keystrokes:,} keystrokes"
    return [
        ["memory after 1,000 keystrokes at 1,000 nodes", f"{found.early:.1f} MB", "1"],
        [after, f"{found.late:.1f} MB", ratio(found.late, found.early)],
        ["the most memory meanwhile", f"{found.peak:.1f} MB", ratio(found.peak, found.early)],
    ]


def _command_rows(commands: Commands) -> list[list[str]]:
    project = f"{commands.functions} functions, {commands.generate_files:,} files"
    return [
        ["processor time of an empty Python", milliseconds(commands.empty), "1"],
        [
            "processor time of `sbd check` on a small file",
            milliseconds(commands.check),
            f"+ {milliseconds(commands.check - commands.empty)}",
        ],
        [
            f"processor time of `sbd generate`, {project}",
            milliseconds(commands.generate),
            ratio(commands.generate, commands.empty),
        ],
    ]


if __name__ == "__main__":
    raise SystemExit(main())
