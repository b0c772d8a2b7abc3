"""The tables of speed: what was measured stands beside its budget, and nothing is made up."""

from __future__ import annotations

from benchmarks.commands import Commands
from benchmarks.measure import Figures, Memory
from benchmarks.servers import EMPTY, OURS, YAML
from benchmarks.tables import IN_BRACES, SCALE, Results, written


def figures(seconds: float, cpu: float = 0.001) -> Figures:
    """Figures of a server that takes so long for everything."""
    answers = [seconds] * 20
    return Figures(6386, seconds, answers, cpu, answers, answers, answers, seconds, cpu, 0.0, 70)


def results(yaml: bool = True) -> Results:
    """A machine twice as slow as that of the scale; braces take longer than blocks."""
    found = Results(commands=Commands(0.02, 0.27, 1.5, 2830, 491), memory=Memory(60, 60, 61, 99))
    for name, seconds in ((OURS.name, 0.003), (IN_BRACES, 0.012), (EMPTY.name, 0.004)):
        found.figures[name] = {size: figures(seconds) for size in (100, 1000)}
        found.starts[name] = [0.5, 0.4]
    if yaml:
        found.figures[YAML.name] = {1000: figures(1.0, 2 * SCALE)}
        found.starts[YAML.name] = [1.0, 1.2]
    return found


def cells(page: str, what: str) -> list[str]:
    """What stands beside `what` in the last row that begins with it."""
    row = [line for line in page.splitlines() if line.startswith(f"| {what}")][-1]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def test_what_is_beyond_its_budget_stands_out() -> None:
    """The slower layout counts, and is compared at both speeds."""
    page = written(results())
    assert cells(page, "keystroke p95, 100 nodes") == ["5.0 ms", "**12.0 ms**", "**6.0 ms**"]
    assert cells(page, "completion p95, 1,000 nodes") == ["10.0 ms", "**12.0 ms**", "6.0 ms"]
    assert cells(page, "opening, 1,000 nodes") == ["250 ms", "12.0 ms", "6.0 ms"]
    assert cells(page, "`sbd check` beyond") == ["150 ms", "**250 ms**", "125 ms"]
    assert cells(page, "`sbd generate`, 491") == ["2,000 ms", "1,500 ms", "750 ms"]
    assert cells(page, "peak memory, 1,000") == ["120 MB", "70 MB", "70 MB"]
    assert cells(page, "start ÷") == ["1.15 ×", "1.00 ×", "1.00 ×"]
    assert "| budget | here | ÷ 2.00 |" in page
    assert "10,000 nodes" not in page, "it was not measured"


def test_without_the_other_server_only_this_machine_is_told() -> None:
    """There is nothing then to compare the machine with."""
    page = written(results(yaml=False))
    assert cells(page, "opening, 1,000 nodes") == ["250 ms", "12.0 ms", "–"]
    assert cells(page, "sbd-lsp | 1,000")[1:4] == ["6,386", "3.0 ms", "3.0 ms"]


def test_a_server_that_did_not_answer_has_dashes() -> None:
    """What was not measured is not made up."""
    found = results()
    found.figures[YAML.name][1000] = Figures(6386)
    page = written(found)
    assert cells(page, f"{YAML.name} | 1,000")[1:4] == ["6,386", "> 40 s", "–"]
    assert cells(page, "1,000")[:2] == ["–", "–"]
