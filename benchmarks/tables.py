"""The tables of speed as Markdown: every figure, ratios, commands, and the budgets beside them."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from benchmarks.commands import Commands
from benchmarks.measure import Figures, Memory, percentile
from benchmarks.report import milliseconds, ratio, table
from benchmarks.servers import EMPTY, OURS, YAML

IN_BRACES = f"{OURS.name}, in braces"

SCALE = 0.245
"""Seconds of processor time that yaml-language-server took for a keystroke in 1,000 nodes on an
idle machine elsewhere: the scale that was given with the budgets."""
SCALE_NODES = 1000


@dataclass
class Results:
    """Everything that one run has measured, the figures by server and number of nodes."""

    figures: dict[str, dict[int, Figures]] = field(default_factory=dict)
    starts: dict[str, list[float]] = field(default_factory=dict)
    commands: Commands | None = None
    memory: Memory | None = None


class Budget(NamedTuple):
    """The most seconds that something may take with so many nodes."""

    what: str
    nodes: int
    most: float
    of: Callable[[Figures], float | None]


def _keystroke(figures: Figures) -> float | None:
    return _share(figures.keystrokes, 0.95)


def _completion(figures: Figures) -> float | None:
    return _share(figures.completions, 0.95)


def _hover(figures: Figures) -> float | None:
    return _share(figures.hovers, 0.95)


BUDGETS = (
    Budget("keystroke p95", 100, 0.005, _keystroke),
    Budget("completion p95", 100, 0.002, _completion),
    Budget("hover p95", 100, 0.002, _hover),
    Budget("keystroke p95", 1000, 0.0167, _keystroke),
    Budget("completion p95", 1000, 0.010, _completion),
    Budget("hover p95", 1000, 0.010, _hover),
    Budget("opening", 1000, 0.250, lambda figures: figures.opening),
    Budget("keystroke p95", 10000, 0.050, _keystroke),
    Budget("completion p95", 10000, 0.020, _completion),
    Budget("hover p95", 10000, 0.020, _hover),
)
CHECK_BUDGET = 0.150  # seconds beyond an empty Python
GENERATE_BUDGET = 2.0
START_BUDGET = 1.15  # times an empty server's
MEMORY_BUDGET = 120  # MB, at 1,000 nodes


def written(results: Results) -> str:
    """The tables as Markdown."""
    machine = f"Python {platform.python_version()}, {platform.system()}."
    tables = (_latency_table, _growth_table, _other_table, _budget_table)
    return "\n\n".join((*(each(results) for each in tables), machine))


def _latency_table(results: Results) -> str:
    head = ["server", "nodes", "lines", "opening", "keystroke p50", "p95", "CPU"]
    head += ["completion p95", "hover p95", "outline p95"]
    head += ["100 keystrokes", "100 empty changes", "peak memory"]
    rows = []
    for size in sorted({size for each in results.figures.values() for size in each}):
        for name, sizes in results.figures.items():
            if size in sizes:
                rows.append([name, f"{size:,}", *_cells(sizes[size])])
    return table(head, rows)


def _cells(figures: Figures) -> list[str]:
    if figures.opening is None:
        return [f"{figures.lines:,}", "> 40 s", *["–"] * 9]
    return [
        f"{figures.lines:,}",
        milliseconds(figures.opening),
        milliseconds(_share(figures.keystrokes, 0.5)),
        milliseconds(_keystroke(figures)),
        milliseconds(figures.keystroke_cpu),
        milliseconds(_completion(figures)),
        milliseconds(_hover(figures)),
        milliseconds(_share(figures.outlines, 0.95)),
        milliseconds(figures.burst),
        milliseconds(figures.messages),
        f"{figures.peak:.0f} MB" if figures.peak else "–",
    ]


def _share(values: list[float], share: float) -> float | None:
    return percentile(values, share) if values else None


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
    compared = ("keystroke", "CPU", "completion", "hover", "outline", "memory")
    head = ["nodes", *(f"{what}: yaml ÷ ours" for what in compared)]
    head += [f"ours ÷ ours at {min(ours):,}"]
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
    rows = [
        [
            f"start to first diagnostics, {name}",
            milliseconds(median(times)),
            ratio(_start_ratio(results, name), 1),
        ]
        for name, times in results.starts.items()
    ]
    if results.memory:
        rows += _memory_rows(results.memory)
    if results.commands:
        rows += _command_rows(results.commands)
    return table(["", "figure", "ratio"], rows)


def _start_ratio(results: Results, name: str) -> float:
    """The middle of the ratios of each start and that of the empty server right beside it."""
    pairs = zip(results.starts[name], results.starts[EMPTY.name], strict=True)
    return median(ours / empty for ours, empty in pairs)


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


def _budget_table(results: Results) -> str:
    """Each budget, the larger figure of the two layouts, and this figure by the scale that was
    given with the budgets; what is beyond its budget stands in bold."""
    slower = _slower(results)
    rows = [_time_row(what, most, found, slower) for what, most, found in _times(results)]
    peaks = [figures.peak for figures in _ours(results, SCALE_NODES) if figures.peak]
    if peaks:
        found = _marked(f"{max(peaks):.0f} MB", max(peaks) > MEMORY_BUDGET)
        rows.append([f"peak memory, {SCALE_NODES:,} nodes", f"{MEMORY_BUDGET} MB", found, found])
    start = _start_ratio(results, OURS.name)
    found = _marked(ratio(start, 1), start > START_BUDGET)
    rows.append(["start ÷ the empty server's", ratio(START_BUDGET, 1), found, found])
    return table(["", "budget", "here", f"÷ {slower:.2f}" if slower else "–"], rows)


def _times(results: Results) -> Iterator[tuple[str, float, float]]:
    """What has a budget in seconds, the budget, and what was measured."""
    for budget in BUDGETS:
        found = [budget.of(figures) for figures in _ours(results, budget.nodes)]
        known = [each for each in found if each is not None]
        if known:
            yield f"{budget.what}, {budget.nodes:,} nodes", budget.most, max(known)
    if results.commands:
        beyond = results.commands.check - results.commands.empty
        yield "`sbd check` beyond an empty Python", CHECK_BUDGET, beyond
        functions = results.commands.functions
        yield f"`sbd generate`, {functions} functions", GENERATE_BUDGET, results.commands.generate


def _time_row(what: str, most: float, found: float, slower: float | None) -> list[str]:
    there = found / slower if slower else None
    return [
        what,
        milliseconds(most),
        _marked(milliseconds(found), found > most),
        _marked(milliseconds(there), there is not None and there > most),
    ]


def _marked(figure: str, beyond: bool) -> str:
    return f"**{figure}**" if beyond else figure


def _ours(results: Results, nodes: int) -> list[Figures]:
    """Figures of this server with so many nodes, in both layouts."""
    both = (results.figures.get(name, {}) for name in (OURS.name, IN_BRACES))
    return [sizes[nodes] for sizes in both if nodes in sizes]


def _slower(results: Results) -> float | None:
    """How many times `SCALE` yaml-language-server takes here; None if it was left out."""
    found = results.figures.get(YAML.name, {}).get(SCALE_NODES, Figures()).keystroke_cpu
    return found / SCALE if found else None
