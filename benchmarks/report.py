"""Writes what was measured into `benchmarks/README.md`, each table between its own marks."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.servers import CACHE

README = Path(__file__).parent / "README.md"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are aligned to the right."""
    rule = ["---"] + ["--:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def put(name: str, content: str, page: Path = README) -> None:
    """Replaces what stands on `page` between the marks of section `name`."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = page.read_text("utf-8")
    if begin not in text or end not in text:
        raise ValueError(f"{page.name} has no section {name}")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    whole = f"{begin}\n{content.strip()}\n{end}"
    page.write_text(pattern.sub(lambda _: whole, text), "utf-8")


def keep(name: str, data: Any) -> Path:
    """Keeps `data` as JSON for whoever wants more than the table; returns the file."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"{name}.json"
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False), "utf-8")
    return path


def milliseconds(seconds: float | None) -> str:
    """A time as people read it, a dash if there is none."""
    if seconds is None:
        return "–"
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 100 else f"{value:,.0f} ms"


def ratio(value: float | None, base: float | None) -> str:
    """How many times `base` goes into `value`."""
    if value is None or not base:
        return "–"
    times = value / base
    return f"{times:.2f} ×" if times < 10 else f"{times:,.0f} ×"
