"""The fuzzer's storms on a running server: edits, questions, monsters, crowds.

After each storm the server must say of a good and of a faulty design what a fresh one says.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks import noise
from benchmarks.client import (
    Client,
    Json,
    ProtocolError,
    Refused,
    ServerDied,
    ServerSilent,
)
from benchmarks.documents import design
from benchmarks.mirror import changed
from benchmarks.processes import memory
from benchmarks.servers import Server

ENCODINGS = ("utf-8", "utf-16", "utf-32")
COMMANDS = 0.03  # so often, one of an editor's commands comes before single edits
TIMEOUT = 20.0
PATIENCE = 60.0
MOST_LINES = 20_000
GOOD = design(8, 9, 4)
BAD = (
    "sbd: 1\nname: faulty\nnodes:\n  Gone: {type: lambda}\n  Ümlaut: {type: function}\n"
    "  Q: {type: queue, description: '😀 {', retention: 1}\n  B: {type: bucket\n"
    "edges:\n  - {from: Q, to: Nowhere}\n  - {from: B, to: Q, kind: trigger}\n"
)
QUESTIONS = (
    "completion", "hover", "definition", "references", "documentHighlight", "documentSymbol",
    "codeAction", "rename", "prepareRename", "foldingRange", "semanticTokens/full", "inlayHint",
    "selectionRange", "documentLink", "formatting", "signatureHelp", "nonsense",
)  # fmt: skip
# Errors that the protocol has for a question that cannot be answered.
PROPER = {
    -32700,
    -32600,
    -32601,
    -32602,
    -32603,
    -32002,
    -32800,
    -32801,
    -32802,
    -32803,
}
INTERNAL = -32603


class Wrong(Exception):
    """The server said something that is not so; `case` is what makes it say so."""

    def __init__(self, why: str, case: Json) -> None:
        super().__init__(why)
        self.case = case


@dataclass
class Weather:
    """One storm after another on one server with one encoding, and what came of it."""

    server: Server
    encoding: str
    rng: random.Random
    client: Client = field(init=False)
    inputs: int = 0
    truth: tuple[str, str] = ("", "")
    highest: float = 0.0
    _count: int = 0

    def start(self) -> None:
        """Starts a fresh server and notes what it says of the good and of the faulty design."""
        self.client = self.server.start((self.encoding,))
        self.truth = self._opinion(GOOD), self._opinion(BAD)

    def uri(self) -> str:
        """An address that has not been used."""
        self._count += 1
        return self.server.uri(f"storm-{self.encoding}-{self._count}")

    def judge(self) -> None:
        """Raises `Wrong` if the server no longer says what a fresh one says."""
        for text, truth in zip((GOOD, BAD), self.truth, strict=True):
            said = self._opinion(text)
            if said != truth:
                raise Wrong("not right again after the storm", {"said": said, "truth": truth})
        self.highest = max(self.highest, memory(self.client.wire.pid))

    def _opinion(self, text: str) -> str:
        return opinion(self.client, self.uri(), text, self.server.language)


def opinion(client: Client, uri: str, text: str, language: str) -> str:
    """All that the server says of `text` when it is opened anew."""
    client.open(uri, text, language)
    said = statement(client, uri)
    client.close(uri)
    return said


def statement(client: Client, uri: str, timeout: float = TIMEOUT) -> str:
    """All that the server says of an open document, without its address, to be compared.

    The document is saved first, so that nothing is held back because somebody is typing.
    """
    client.findings(uri, timeout)
    client.save(uri)
    findings = client.findings(uri, timeout).items
    said: dict[str, Any] = {
        "findings": sorted(json.dumps(item, sort_keys=True) for item in findings)
    }
    for provider, method in (
        ("documentSymbolProvider", "textDocument/documentSymbol"),
        ("foldingRangeProvider", "textDocument/foldingRange"),
    ):
        if client.server.get(provider):
            said[method] = client.call(method, {"textDocument": {"uri": uri}}, timeout)
    return json.dumps(said, sort_keys=True).replace(uri, "URI")


def edits(weather: Weather, count: int) -> None:
    """Random edits, some of them many at once, with questions between; compared every now and then
    with what the server says of the same text when it is opened anew."""
    done = 0
    while done < count:
        done += _one_document(weather, min(count - done, weather.rng.choice((20, 100, 400))))


def _one_document(weather: Weather, count: int) -> int:
    rng, client, uri = weather.rng, weather.client, weather.uri()
    text = noise.seed_text(rng)
    case: Json = {"encoding": weather.encoding, "text": text, "changes": []}
    client.open(uri, text, weather.server.language)
    for number in range(1, count + 1):
        changes = []
        if rng.random() < COMMANDS:
            changes = noise.command(text, rng)
            for change in changes:
                text = changed(text, change, weather.encoding)
        for _ in range(rng.choice((1, 1, 1, 2, 5))):
            change = noise.change(text, weather.encoding, rng)
            text = changed(text, change, weather.encoding)
            changes.append(change)
        if len(text) > 6000:
            text = noise.seed_text(rng)
            changes.append({"text": text})
        case["changes"].append(changes)
        client.change(uri, changes)
        weather.inputs += 1
        if rng.random() < 0.1:
            _question(weather, uri, text)
        if number % 40 == 0 or number == count:
            compare(weather.client, uri, text, weather.server.language, case)
    client.close(uri)
    return count


def compare(client: Client, uri: str, text: str, language: str, case: Json) -> None:
    """Raises `Wrong` if the edited document and the same text opened anew differ."""
    fresh = opinion(client, uri + ".anew.sbd.yaml", text, language)
    # The second time is for a server that said something of its own accord just then.
    edited = statement(client, uri)
    if edited != fresh and (edited := statement(client, uri)) != fresh:
        raise Wrong(
            "an edited document is not what the same text is when opened",
            {**case, "edited": edited, "fresh": fresh, "end": text},
        )


def _question(weather: Weather, uri: str, text: str) -> None:
    """A question about a random place, at times taken back at once."""
    rng, client = weather.rng, weather.client
    method = "textDocument/" + rng.choice(QUESTIONS)
    place = noise.some_place(text, weather.encoding, rng)
    params = {
        "textDocument": {"uri": uri if rng.random() < 0.95 else "file:///not/open.sbd.yaml"},
        "position": place,
        "positions": [place],
        "range": {"start": place, "end": noise.some_place(text, weather.encoding, rng)},
        "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
        "newName": rng.choice(noise.PIECES),
        "options": {"tabSize": 2, "insertSpaces": True},
    }
    number = client.request(method, params)
    if rng.random() < 0.3:
        client.cancel(number)
    weather.inputs += 1
    answered(client, number, {"method": method, "params": params, "text": text})


def answered(client: Client, number: int, case: Json) -> None:
    """Waits for an answer; raises `Wrong` if it is an error that means a fault of the server."""
    try:
        client.answer(number, TIMEOUT)
    except Refused as error:
        if error.code not in PROPER or error.code == INTERNAL:
            raise Wrong(f"a question is refused with {error}", case) from error


def cancels(weather: Weather, count: int) -> None:
    """Many questions at once, half of them taken back, some that were never asked taken back."""
    rng, client, uri = weather.rng, weather.client, weather.uri()
    client.open(uri, GOOD, weather.server.language)
    numbers = []
    for _ in range(count):
        place = noise.some_place(GOOD, weather.encoding, rng)
        method = rng.choice(("textDocument/completion", "textDocument/hover"))
        numbers.append(client.request(method, {"textDocument": {"uri": uri}, "position": place}))
        if rng.random() < 0.5:
            client.cancel(rng.choice(numbers))
        if rng.random() < 0.1:
            client.notify("$/cancelRequest", {"id": rng.choice((10**9, "x"))})
        weather.inputs += 2
    rng.shuffle(numbers)
    for number in numbers:
        answered(client, number, {"method": "cancelled"})
    client.close(uri)


def disorder(weather: Weather, count: int) -> None:
    """Messages in an order that no editor sends: changes of what is not open, closing twice."""
    client = weather.client
    uris = [weather.uri() for _ in range(4)]
    client.strict = False
    for _ in range(count):
        client.notify(*_misplaced(weather, weather.rng.choice(uris)))
        weather.inputs += 1
    for uri in uris:
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    client.call_through()
    client.strict = True


def _misplaced(weather: Weather, uri: str) -> tuple[str, Json]:
    """A notification about a document, whether or not it is open."""
    rng = weather.rng
    identity = {"uri": uri, "version": rng.choice((0, 1, 5, -1, 2**31 - 1))}
    change = noise.change(GOOD, weather.encoding, rng)
    document = {**identity, "languageId": rng.choice(("sbd", "yaml", "")), "text": GOOD}
    kind, params = rng.choice(
        (
            ("didOpen", {"textDocument": document}),
            ("didClose", {"textDocument": {"uri": uri}}),
            ("didChange", {"textDocument": identity, "contentChanges": [change]}),
            ("didSave", {"textDocument": {"uri": uri}}),
            ("didChange", {"textDocument": identity, "contentChanges": []}),
        )
    )
    return f"textDocument/{kind}", params


def monster(weather: Weather, make: Callable[[int], str], size: int, limit: float) -> None:
    """A text that is long, deep or explosive: opened, edited, asked about, put into comments line
    by line, closed.

    `limit` is the memory in MB that the server may hold afterwards.
    """
    text, uri, client = make(size), weather.uri(), weather.client
    case: Json = {"monster": make.__name__, "size": size}
    try:
        client.open(uri, text, weather.server.language)
        client.findings(uri, PATIENCE)
        start = {"line": 3, "character": 4}
        client.change(uri, [{"range": {"start": start, "end": start}, "text": "x"}])
        client.findings(uri, PATIENCE)
        place = {"textDocument": {"uri": uri}, "position": {"line": 3, "character": 20}}
        for method in ("textDocument/completion", "textDocument/hover"):
            answered(client, client.request(method, place), case)
        lines = range(noise.HEAD.count("\n"), min(text.count("\n"), MOST_LINES))
        client.change(uri, noise.commented(lines))
        client.findings(uri, PATIENCE)
        client.close(uri)
    except (ServerDied, ServerSilent, ProtocolError) as error:
        raise Wrong(
            f"{make.__name__}, {size:,}: {type(error).__name__}: {str(error)[-1500:]}", case
        ) from error
    weather.inputs += 5
    weather.judge()
    held = memory(client.wire.pid)
    if held > limit:
        raise Wrong(f"{make.__name__}, {size:,}: holds {held:.0f} MB afterwards", case)


def crowd(weather: Weather, count: int) -> None:
    """Hundreds of documents open at once, each right about itself; then all closed."""
    client = weather.client
    uris = [weather.uri() for _ in range(count)]
    for uri in uris:
        client.open(uri, GOOD, weather.server.language)
    for uri in weather.rng.sample(uris, len(uris)):
        client.findings(uri, TIMEOUT)
    for uri in uris:
        client.close(uri)
    weather.inputs += 2 * count
