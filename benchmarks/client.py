"""An editor without a screen: a small LSP client over stdio that is strict and quick.

It announces what VS Code announces as far as a server could answer differently for it, answers the
server's own requests, and knows the time between a keystroke and what the server says to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.wire import (
    Arrival,
    ProtocolError,
    ServerDied,
    ServerSilent,
    Wire,
    frame,
)

TIMEOUT = 30.0
Json = dict[str, Any]


class Refused(Exception):
    """The server answered with an error of the protocol."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Answer(NamedTuple):
    """What a request brought, and the seconds from writing it to reading the answer."""

    result: Any
    seconds: float


class Findings(NamedTuple):
    """Diagnostics of one version, and the seconds from writing its change to reading them."""

    items: list[Json]
    seconds: float


class Publication(NamedTuple):
    """One `publishDiagnostics` as it came."""

    version: int | None
    items: list[Json]
    at: float


def capabilities(encodings: Sequence[str]) -> Json:
    """What this client announces."""
    return {
        "general": {"positionEncodings": list(encodings)},
        "window": {"workDoneProgress": True},
        "workspace": {
            "configuration": True,
            "workspaceFolders": True,
            "applyEdit": True,
            "didChangeConfiguration": {"dynamicRegistration": True},
            "workspaceEdit": {
                "documentChanges": True,
                "resourceOperations": ["create"],
            },
        },
        "textDocument": {
            "synchronization": {"didSave": True},
            "publishDiagnostics": {
                "versionSupport": True,
                "codeDescriptionSupport": True,
            },
            "diagnostic": {"dynamicRegistration": False},
            "completion": {
                "contextSupport": True,
                "completionItem": {
                    "snippetSupport": True,
                    "documentationFormat": ["markdown", "plaintext"],
                },
                "completionList": {"itemDefaults": ["editRange", "insertTextFormat", "data"]},
            },
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}
            },
        },
    }


class Client:
    """A running server, initialized, and the documents that are open in it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        settings: Mapping[str, Any] | None = None,
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
        debounce: float = 0.0,
    ) -> None:
        self.started = time.perf_counter()
        self.wire = Wire(command, env, str(folder) if folder else None)
        self.settings = settings or {}
        self.folder = folder
        self.debounce = debounce
        self.strict = True
        self.versioned = False
        self.server: Json = {}
        self.encoding = "utf-16"
        self.published: dict[str, list[Publication]] = {}
        self.changed: dict[str, tuple[int, float]] = {}
        self._next = 0
        self._sent: dict[int, float] = {}
        self._answers: dict[int, tuple[Json, float]] = {}

    @property
    def pulls(self) -> bool:
        """Whether the server wants to be asked for diagnostics."""
        return bool(self.server.get("diagnosticProvider"))

    def initialize(
        self,
        encodings: Sequence[str] = ("utf-16",),
        options: Mapping[str, Any] | None = None,
        timeout: float = TIMEOUT,
    ) -> Json:
        """Says hello; returns the server's capabilities."""
        uri = self.folder.as_uri() if self.folder else None
        result = self.call(
            "initialize",
            {
                "processId": None,
                "clientInfo": {"name": "sbd-benchmark"},
                "rootUri": uri,
                "workspaceFolders": [{"uri": uri, "name": "workspace"}] if uri else None,
                "capabilities": capabilities(encodings),
                **({"initializationOptions": dict(options)} if options else {}),
            },
            timeout,
        )
        self.server = result["capabilities"]
        self.encoding = self.server.get("positionEncoding", "utf-16")
        if self.encoding not in {*encodings, "utf-16"}:
            raise ProtocolError(f"encoding {self.encoding} was not offered")
        self.notify("initialized", {})
        return self.server

    def shutdown(self, timeout: float = TIMEOUT) -> int:
        """Says goodbye; returns the exit code of the process."""
        self.call("shutdown", None, timeout)
        self.notify("exit", None)
        return self.wire.process.wait(timeout)

    def kill(self) -> None:
        """Ends the server, whatever it is doing."""
        self.wire.kill()

    def notify(self, method: str, params: Any) -> float:
        """Sends a notification; returns the time of writing."""
        message: Json = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            message["params"] = params
        return self.wire.write(frame(message))

    def request(self, method: str, params: Any) -> int:
        """Sends a request; returns the number by which `answer` finds what it brought."""
        self._next += 1
        message: Json = {"jsonrpc": "2.0", "id": self._next, "method": method}
        if params is not None:
            message["params"] = params
        data = frame(message)
        self._sent[self._next] = time.perf_counter()
        self.wire.write(data)
        return self._next

    def expect(self, number: int) -> None:
        """Says that a request with this number is sent by other means."""
        self._sent[number] = time.perf_counter()

    def answer(self, number: int, timeout: float = TIMEOUT) -> Answer:
        """The answer to request `number`; raises `Refused`, `ServerSilent` or `ServerDied`."""
        self._until(lambda: number in self._answers, timeout)
        message, at = self._answers.pop(number)
        seconds = at - self._sent.pop(number)
        if "error" in message:
            raise Refused(message["error"]["code"], message["error"]["message"])
        return Answer(message["result"], seconds)

    def call(self, method: str, params: Any, timeout: float = TIMEOUT) -> Any:
        """What the server answers to a request."""
        return self.answer(self.request(method, params), timeout).result

    def cancel(self, number: int) -> None:
        """Takes request `number` back; the server still has to answer it."""
        self.notify("$/cancelRequest", {"id": number})

    def open(self, uri: str, text: str, language: str = "sbd", version: int = 1) -> float:
        """Opens a document; returns the time of writing."""
        self.published[uri] = []
        document = {
            "uri": uri,
            "languageId": language,
            "version": version,
            "text": text,
        }
        at = self.notify("textDocument/didOpen", {"textDocument": document})
        self.changed[uri] = (version, at)
        return at

    def change(self, uri: str, changes: Sequence[Mapping[str, Any]]) -> int:
        """Sends `changes` as the next version of a document, and returns that version."""
        version = self.changed[uri][0] + 1
        identity = {"uri": uri, "version": version}
        at = self.notify(
            "textDocument/didChange",
            {"textDocument": identity, "contentChanges": list(changes)},
        )
        self.changed[uri] = (version, at)
        return version

    def save(self, uri: str) -> None:
        """Says that a document was saved; what the server then publishes counts."""
        sync = self.server.get("textDocumentSync")
        if isinstance(sync, dict) and sync.get("save"):
            at = self.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
            self.changed[uri] = (self.changed[uri][0], at)

    def close(self, uri: str) -> None:
        """Closes a document."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        del self.changed[uri]

    def findings(self, uri: str, timeout: float = TIMEOUT) -> Findings:
        """Diagnostics of the version that was sent last, pushed or pulled as the server likes.

        A server that leaves the version out is believed when it publishes after that version was
        sent, and after the time that it waits on purpose. Raises `ServerSilent` if they do not come
        within `timeout` seconds.
        """
        if self.pulls:
            return self._pulled(uri, timeout)
        found: list[Publication] = []

        def there() -> bool:
            found[:] = [each for each in self.published[uri] if self._fits(uri, each)][-1:]
            return bool(found)

        self._until(there, timeout)
        self.published[uri] = found[:]
        return Findings(found[0].items, found[0].at - self.changed[uri][1])

    def drain(self, seconds: float = 0.0) -> None:
        """Takes in what the server sends for `seconds`."""
        deadline = time.perf_counter() + seconds
        while True:
            try:
                self._take(self.wire.read(max(deadline - time.perf_counter(), 0.0005)))
            except ServerSilent:
                return

    def call_through(self, timeout: float = TIMEOUT) -> None:
        """Waits until the server has come to what was sent last, by a question it must answer."""
        try:
            self.call("textDocument/hover", None, timeout)
        except Refused:
            return

    def _fits(self, uri: str, each: Publication) -> bool:
        version, at = self.changed[uri]
        if self.versioned or each.version is not None:
            return each.version == version and each.at > at
        return each.at > at + 0.95 * self.debounce

    def _pulled(self, uri: str, timeout: float) -> Findings:
        answer = self.answer(
            self.request("textDocument/diagnostic", {"textDocument": {"uri": uri}}),
            timeout,
        )
        return Findings(answer.result["items"], time.perf_counter() - self.changed[uri][1])

    def _until(self, done: Callable[[], bool], timeout: float) -> None:
        deadline = time.perf_counter() + timeout
        while not done():
            self._take(self.wire.read(max(deadline - time.perf_counter(), 0)))

    def _take(self, arrival: Arrival) -> None:
        message = arrival.message
        if "method" not in message:
            self._take_answer(message, arrival.at)
        elif "id" in message:
            self._reply(message)
        elif message["method"] == "textDocument/publishDiagnostics":
            self._take_publication(message["params"], arrival.at)

    def _take_answer(self, message: Json, at: float) -> None:
        if ("result" in message) == ("error" in message):
            raise ProtocolError(f"neither result nor error, or both: {str(message)[:200]}")
        number = message.get("id")
        if number is None and "error" in message:
            return
        if number in self._sent and number not in self._answers:
            self._answers[number] = (message, at)
        elif self.strict:
            raise ProtocolError(f"an answer to no request: {str(message)[:200]}")

    def _take_publication(self, params: Json, at: float) -> None:
        uri, version = params["uri"], params.get("version")
        self.versioned = self.versioned or version is not None
        earlier = self.published.setdefault(uri, [])
        if self.strict and uri in self.changed and version is not None:
            if version > self.changed[uri][0]:
                raise ProtocolError(f"diagnostics for version {version}, which was not sent")
            if earlier and (earlier[-1].version or 0) > version:
                raise ProtocolError(f"diagnostics for version {version} after a later one")
        earlier.append(Publication(version, params["diagnostics"], at))

    def _reply(self, message: Json) -> None:
        """Answers a request of the server."""
        result: Any = None
        if message["method"] == "workspace/configuration":
            result = [
                self.settings.get(item.get("section", ""), None)
                for item in message["params"]["items"]
            ]
        elif message["method"] == "workspace/workspaceFolders":
            result = []
        elif message["method"] == "workspace/applyEdit":
            result = {"applied": True}
        self.wire.write(frame({"jsonrpc": "2.0", "id": message["id"], "result": result}))


__all__ = [
    "Answer",
    "Client",
    "Findings",
    "ProtocolError",
    "Refused",
    "ServerDied",
    "ServerSilent",
]
