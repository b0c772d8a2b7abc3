"""What one server takes for one document: opening, keystrokes, answers, a burst."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median
from typing import Any

from benchmarks.client import Client, Refused, ServerSilent
from benchmarks.processes import cpu_seconds, memory, peak_memory
from benchmarks.servers import Server

TIMEOUT = 40.0
BURSTS = 30
FEWEST = 1  # times that what takes very long is measured
OPENINGS = 3  # of which the middle one counts, each in a fresh server
BRIEF = 1.0  # seconds; what takes longer is opened once
LONGEST = 1.0  # seconds for all of them, but for the last
QUIET = 0.15  # seconds without any work, after which a server is through with its start
SLUGGISH = 5.0  # seconds for a keystroke, from which on nobody types a hundred


@dataclass
class Figures:
    """Times in seconds, memory in MB; empty lists and None where there was no time or no answer."""

    lines: int = 0
    opening: float | None = None
    keystrokes: list[float] = field(default_factory=list)
    keystroke_cpu: float | None = None
    completions: list[float] = field(default_factory=list)
    hovers: list[float] = field(default_factory=list)
    outlines: list[float] = field(default_factory=list)
    burst: float | None = None
    burst_cpu: float | None = None
    messages: float | None = None
    peak: float | None = None


@dataclass(frozen=True)
class Keystroke:
    """A change of one character, and where the cursor is after it."""

    change: dict[str, Any]
    line: int
    character: int


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of `values` do not exceed."""
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def keystrokes(text: str) -> Iterator[Keystroke]:
    """Endless typing in the middle of `text`: an option and an edge, each deleted at its end."""
    lines = text.splitlines()
    node = hover_place(text)[0]
    edge = _middle(lines, r'  - \{from: .*\}$|    \{"from": .*\},$', node, len(lines))
    source, target, *_ = re.findall(r'(?:from|to)"?: "?(\w+)', lines[edge])
    phrases = (
        (node, "    description: Checks it first"),
        (edge, f"  - {{from: {source}, to: {target}}}"),
    )
    if text.startswith("{"):
        phrases = (
            (node, '      "description": "Checks it first",'),
            (edge, f'    {{"from": "{source}", "to": "{target}"}},'),
        )
    for after, phrase in cycle(phrases):
        yield _stroke(after, len(lines[after]), after, len(lines[after]), "\n", after + 1, 0)
        for at, letter in enumerate(phrase):
            yield _stroke(after + 1, at, after + 1, at, letter, after + 1, at + 1)
        end = len(lines[after])
        yield _stroke(after, end, after + 1, len(phrase), "", after, end)


def hover_place(text: str) -> tuple[int, int]:
    """Line and character of a service type in the middle of `text`, above where is typed."""
    lines = text.splitlines()
    line = _middle(lines, r'    type: |      "type": .*,$', 0, len(lines))
    return line, 17 if text.startswith("{") else 12


def _middle(lines: list[str], pattern: str, first: int, last: int) -> int:
    found = [at for at in range(first, last) if re.match(pattern, lines[at])]
    return found[len(found) // 2]


def _stroke(
    line: int, start: int, last: int, end: int, text: str, to: int, character: int
) -> Keystroke:
    place = {
        "start": {"line": line, "character": start},
        "end": {"line": last, "character": end},
    }
    return Keystroke({"range": place, "text": text}, to, character)


@dataclass
class Desk:
    """An open document in a running server, somebody typing in it, and a time to stop."""

    client: Client
    uri: str
    text: str
    strokes: Iterator[Keystroke]
    deadline: float = math.inf

    def press(self) -> Keystroke:
        """One keystroke, not waited for."""
        stroke = next(self.strokes)
        self.client.change(self.uri, [stroke.change])
        return stroke

    def ask(self, method: str, line: int, character: int) -> float:
        """Seconds that the answer to a question about a place takes."""
        place = {
            "textDocument": {"uri": self.uri},
            "position": {"line": line, "character": character},
        }
        return self.client.answer(self.client.request(method, place), TIMEOUT).seconds

    def give(self, seconds: float) -> None:
        """Sets the time after which `late` is true."""
        self.deadline = time.perf_counter() + seconds

    @property
    def late(self) -> bool:
        """Whether the time is used up."""
        return time.perf_counter() > self.deadline


def measure(server: Server, text: str, strokes: int, budget: float) -> Figures:
    """Figures of `server` with `text` open, from `strokes` keystrokes or fewer if `budget` seconds
    are over before. Completion, hover and outline are asked in the moment of a keystroke, as
    editors do, so that their time includes taking the change in."""
    figures = Figures(lines=text.count("\n"))
    with server.running() as client:
        uri = server.uri("document")
        try:
            first = _open(client, server, text)
        except ServerSilent:
            return figures
        more = OPENINGS - 1 if first < BRIEF else 0
        figures.opening = median([first, *(_opening(server, text) for _ in range(more))])
        desk = Desk(client, uri, text, keystrokes(text))
        desk.give(budget / 4)
        _type(desk, figures, strokes)
        desk.give(budget / 4)
        figures.completions = _answers(desk, strokes, "textDocument/completion")
        desk.give(budget / 4)
        figures.hovers = _answers(desk, strokes, "textDocument/hover", hover_place(text))
        desk.give(budget / 4)
        figures.outlines = _answers(desk, strokes, "textDocument/documentSymbol")
        if median(figures.keystrokes) < SLUGGISH:
            _bursts(desk, figures)
        figures.peak = peak_memory(client.wire.pid)
    return figures


def _open(client: Client, server: Server, text: str) -> float:
    """Seconds from sending `text` to its diagnostics. Raises ServerSilent if there are none."""
    _settle(client)
    uri = server.uri("document")
    client.open(uri, text, server.language)
    return client.findings(uri, TIMEOUT).seconds


def _settle(client: Client) -> None:
    """Waits until what the server does once after its start is over: it uses no processor time."""
    before, now = -1.0, 0.0
    while before != now:
        client.drain(QUIET)
        before, now = now, cpu_seconds(client.wire.pid)


def _opening(server: Server, text: str) -> float:
    """The same in a server of its own."""
    with server.running() as client:
        return _open(client, server, text)


def _type(desk: Desk, figures: Figures, strokes: int) -> None:
    before = cpu_seconds(desk.client.wire.pid)
    for _ in range(strokes):
        desk.press()
        figures.keystrokes.append(desk.client.findings(desk.uri, TIMEOUT).seconds)
        if desk.late and len(figures.keystrokes) >= FEWEST:
            break
    used = cpu_seconds(desk.client.wire.pid) - before
    figures.keystroke_cpu = used / len(figures.keystrokes)


def _answers(
    desk: Desk, times: int, method: str, place: tuple[int, int] | None = None
) -> list[float]:
    """Seconds that each of some answers takes, about a place or about where the keystroke was."""
    answers = list[float]()
    while len(answers) < times and not (desk.late and len(answers) >= FEWEST):
        at = desk.press()
        try:
            answers.append(desk.ask(method, *(place or (at.line, at.character))))
        except Refused:
            break
        desk.client.findings(desk.uri, TIMEOUT)
    return answers


def _bursts(desk: Desk, figures: Figures) -> None:
    """A hundred keystrokes at once, and a hundred changes of nothing into nothing: what messages
    take alone. In turn, some times, so that what else the machine does falls on both."""
    nothing = _stroke(0, 0, 0, 0, "", 0, 0).change
    bursts, messages, cpu = list[float](), list[float](), 0.0
    while len(bursts) < BURSTS and sum(bursts) < LONGEST:
        before = cpu_seconds(desk.client.wire.pid)
        bursts.append(_hundred(desk, desk.press))
        cpu += cpu_seconds(desk.client.wire.pid) - before
        messages.append(_hundred(desk, lambda: desk.client.change(desk.uri, [nothing])))
    figures.burst, figures.messages = median(bursts), median(messages)
    figures.burst_cpu = cpu / len(bursts)


def _hundred(desk: Desk, send: Callable[[], object]) -> float:
    """Seconds from the first of a hundred messages to the diagnostics of the last."""
    began = time.perf_counter()
    for _ in range(100):
        send()
    desk.client.findings(desk.uri, TIMEOUT)
    return time.perf_counter() - began


def start_up(server: Server, text: str) -> float:
    """Seconds from starting the process to its first diagnostics."""
    with server.running() as client:
        uri = server.uri("first")
        client.open(uri, text, server.language)
        client.findings(uri, TIMEOUT)
        return time.perf_counter() - client.started


@dataclass(frozen=True)
class Memory:
    """MB held after the first thousand keystrokes, after all of them, and at the most."""

    early: float
    late: float
    peak: float
    keystrokes: int


def memory_over(server: Server, text: str, strokes: int, seconds: float) -> Memory:
    """Memory of `server` over `strokes` keystrokes, or as many as fit into `seconds`.

    They come in groups of twenty, as from somebody who holds a key down.
    """
    with server.running() as client:
        uri = server.uri("long")
        client.open(uri, text, server.language)
        client.findings(uri, TIMEOUT)
        desk = Desk(client, uri, text, keystrokes(text))
        desk.give(seconds)
        early, done = 0.0, 0
        while done < strokes and not (desk.late and done > 1000):
            if done == 1000:
                early = memory(client.wire.pid)
            for _ in range(20):
                desk.press()
            client.findings(uri, TIMEOUT)
            done += 20
        pid = client.wire.pid
        return Memory(early, memory(pid), peak_memory(pid), done)
