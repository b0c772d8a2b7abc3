"""Storms of input over the wire, until so many inputs or seconds are used up.

    python -m benchmarks.fuzz --edits 1000000

Every failure is made as small as it gets and written to `tests/fuzz/corpus`, from where it is
replayed by the tests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import noise, raw, storms
from benchmarks.client import Json, ProtocolError, Refused, ServerDied, ServerSilent
from benchmarks.mirror import changed
from benchmarks.report import keep, put, table
from benchmarks.servers import ROOT, SERVERS, Server
from benchmarks.storms import ENCODINGS, Weather, Wrong, compare

CORPUS = ROOT / "tests" / "fuzz" / "corpus"
MEGABYTE = 1_000_000
# What a server may hold after small documents, in MB, and in addition after one of 100 MB.
SMALL_LIMIT = 250.0
SMALL = 200_000
KINDS = ("wire", "crowd", "monsters", "edits")
BROKEN = (Wrong, ServerDied, ServerSilent, ProtocolError, Refused)


class Season:
    """All storms of one run: how many inputs of each, and what failed."""

    def __init__(self, server: Server, number: int) -> None:
        self.server = server
        self.rng = random.Random(number)
        self.inputs: Counter[str] = Counter()
        self.highest: dict[str, float] = {}
        self.failures: list[Json] = []

    def weather(self, encoding: str) -> Weather:
        """A fresh server for storms in `encoding`."""
        weather = Weather(self.server, encoding, random.Random(self.rng.random()))
        weather.start()
        return weather

    def run(self, name: str, weather: Weather, storm: Callable[[Weather], None]) -> None:
        """One storm; if it fails, that is noted and the next one gets a fresh server."""
        before = weather.inputs
        try:
            storm(weather)
            weather.judge()
        except BROKEN as error:
            self.note(name, error, weather.client.wire.process.poll())
            weather.client.kill()
            weather.start()
        self.inputs[name] += weather.inputs - before
        self.highest[name] = max(self.highest.get(name, 0.0), weather.highest)

    def scenario(self, scenario: raw.Scenario) -> None:
        """One scenario on the wire itself."""
        try:
            self.inputs[scenario.__name__] += scenario(self.server, self.rng)
        except BROKEN as error:
            self.note(scenario.__name__, error, None)

    def note(self, name: str, error: Exception, code: int | None) -> None:
        """Keeps a failure, small."""
        case = error.case if isinstance(error, Wrong) else {}
        if "changes" in case:
            case = smallest(self.server, case)
        failure = {
            "storm": name,
            "why": f"{type(error).__name__}: {error}"[:3000],
            **case,
        }
        if code is not None:
            failure["exit"] = code
        self.failures.append(failure)
        print(f"{name}: {failure['why'][:600]}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the storms; returns 0 if the server came through all of them, 1 if not."""
    options = _parser().parse_args(arguments)
    season = Season(SERVERS[options.server], options.seed)
    began = time.monotonic()
    storm(season, options.edits, options.seconds, int(options.size * MEGABYTE), options.storms)
    text = written(season)
    print(text)
    print(f"{time.monotonic() - began:.0f} s, seed {options.seed}", file=sys.stderr)
    kept = keep("fuzz", {"inputs": season.inputs, "failures": season.failures})
    print(f"every failure: {kept}", file=sys.stderr)
    for failure in season.failures:
        if "changes" in failure and options.keep:
            remember(failure)
    if options.write:
        put("fuzz", text)
    return int(bool(season.failures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--edits", type=int, default=20_000, help="random edits in all")
    parser.add_argument("--seconds", type=float, default=1e9, help="end the edits after this time")
    parser.add_argument("--storms", nargs="+", default=list(KINDS), choices=KINDS)
    parser.add_argument("--size", type=float, default=100, help="largest document in MB")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the time if left out")
    parser.add_argument("--server", default="sbd-lsp", choices=SERVERS)
    parser.add_argument("--keep", action="store_true", help="write failures into the corpus")
    parser.add_argument("--write", action="store_true", help="write the counts into README.md")
    return parser


def storm(season: Season, count: int, seconds: float, size: int, kinds: Sequence[str]) -> None:
    """The kinds of storms that are wanted, `count` edits in three encodings at the end."""
    if "wire" in kinds:
        for scenario in raw.SCENARIOS:
            season.scenario(scenario)
    weathers = [season.weather(encoding) for encoding in ENCODINGS]
    try:
        if "crowd" in kinds:
            season.run("crowd", weathers[1], partial(storms.crowd, count=300))
        if "monsters" in kinds:
            _monsters(season, weathers[1], size)
        if "edits" in kinds:
            _edit(season, weathers, count, time.monotonic() + seconds)
    finally:
        for weather in weathers:
            weather.client.kill()


def _monsters(season: Season, weather: Weather, size: int) -> None:
    """Each monster by itself, small and then as large as `size` bytes."""
    for large in sorted({min(SMALL, size), size}):
        limit = limit_after(large)
        name = "monsters" if large <= SMALL else "huge documents"
        for monster in noise.MONSTERS:
            run = partial(storms.monster, make=monster, size=large, limit=limit)
            season.run(name, weather, run)


def limit_after(size: int) -> float:
    """MB that a server may hold after a document of `size` bytes has been closed."""
    return SMALL_LIMIT + (12 * size / MEGABYTE if size > SMALL else 0)


def _edit(season: Season, weathers: Sequence[Weather], count: int, deadline: float) -> None:
    """Edits, cancelled questions and disorder in turn, until `count` edits or `deadline`."""
    while season.inputs["edits"] < count and time.monotonic() < deadline:
        for weather in weathers:
            part = min(1000, count)
            season.run("edits", weather, partial(storms.edits, count=part))
            season.run(
                "cancelled questions",
                weather,
                partial(storms.cancels, count=50),
            )
            season.run("disorder", weather, partial(storms.disorder, count=50))
        _bounded(season, [weathers[0], weathers[2]])
        if len(season.failures) > 50:
            break


def _bounded(season: Season, weathers: Sequence[Weather]) -> None:
    """Notes servers that hold more than small documents explain."""
    for weather in weathers:
        if weather.highest > SMALL_LIMIT:
            season.note("memory", Wrong(f"held {weather.highest:.0f} MB", {}), None)


def fails(server: Server, case: Json) -> bool:
    """Whether a fresh server fails at `case`: an opened text and changes of it."""
    client = server.start((case["encoding"],))
    uri, text = server.uri("case"), case["text"]
    try:
        client.open(uri, text, server.language)
        for changes in case["changes"]:
            for change in changes:
                text = changed(text, change, client.encoding)
            client.change(uri, changes)
        compare(client, uri, text, server.language, case)
    except BROKEN:
        return True
    finally:
        client.kill()
    return False


def smallest(server: Server, case: Json, seconds: float = 30.0) -> Json:
    """`case` without the changes that it does not need, as far as `seconds` suffice."""
    small = {name: case[name] for name in ("encoding", "text", "changes")}
    deadline = time.monotonic() + seconds
    if not fails(server, small):
        return {**case, "note": "does not fail again from its beginning"}
    step = max(len(small["changes"]) // 2, 1)
    while time.monotonic() < deadline:
        at = 0
        while at < len(small["changes"]) and time.monotonic() < deadline:
            rest = small["changes"][:at] + small["changes"][at + step :]
            if fails(server, {**small, "changes": rest}):
                small["changes"] = rest
            else:
                at += step
        if step == 1:
            break
        step //= 2
    return small


def remember(failure: Json) -> Path:
    """Writes a failure into the corpus; returns its file."""
    case: dict[str, Any] = {
        name: failure[name] for name in ("why", "encoding", "text", "changes") if name in failure
    }
    text = json.dumps(case, indent=1) + "\n"
    CORPUS.mkdir(parents=True, exist_ok=True)
    path = CORPUS / f"edits-{hashlib.sha256(text.encode()).hexdigest()[:10]}.json"
    path.write_text(text, "utf-8")
    return path


def written(season: Season) -> str:
    """How many inputs of each storm there were, and how many failures, as Markdown."""
    failed = Counter(failure["storm"] for failure in season.failures)
    rows = [
        [name, f"{count:,}", _megabytes(season.highest.get(name)), str(failed[name])]
        for name, count in season.inputs.items()
    ]
    whole = sum(season.inputs.values())
    rows.append(["**all**", f"{whole:,}", "", str(len(season.failures))])
    return table(["storm", "inputs", "most memory", "failures"], rows)


def _megabytes(value: float | None) -> str:
    return f"{value:.0f} MB" if value else "–"


if __name__ == "__main__":
    raise SystemExit(main())
