"""An editor as the server sees it: it types, asks, and applies the edits that it is sent."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

Json = dict[str, Any]
PATIENCE = 20.0  # seconds for an answer
CAPABILITIES: Json = {
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]},
    },
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "publishDiagnostics": {"versionSupport": True},
    },
}


class Trouble(Exception):
    """The server does not do its part; the message says what it does instead."""


class Editor:
    """A server in a process of its own, and one document that is open in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.uri = path.resolve().as_uri()
        self.text = ""
        self.version = 0
        self.findings: list[Json] = []
        self.delays: list[float] = []
        self.written: list[Path] = []
        self.messages: list[str] = []
        self._published: int | None = None
        self._number = 0
        self._answers: dict[int, Json] = {}
        self._come: queue.Queue[Json | None] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sbd_lsp", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    # -- the protocol ------------------------------------------------------------------------------

    def _listen(self) -> None:
        """Puts each message of the server into the queue, and None when there are no more."""
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._come.put(json.loads(stream.read(length)))
        self._come.put(None)

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def notify(self, method: str, params: Json) -> None:
        """Tells the server something."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Json | None) -> Any:
        """The server's answer. Raises Trouble if it is an error."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while number not in self._answers:
            self._handle(self._next())
        answer = self._answers.pop(number)
        if "error" in answer:
            raise Trouble(f"{method}: {answer['error']['message']}")
        return answer.get("result")

    def _next(self, seconds: float = PATIENCE) -> Json:
        try:
            message = self._come.get(timeout=seconds)
        except queue.Empty:
            raise Trouble(f"the server has said nothing for {seconds:.0f} seconds") from None
        if message is None:
            raise Trouble("the server has ended")
        return message

    def _handle(self, message: Json) -> None:
        method = message.get("method")
        if method is None:
            self._answers[message["id"]] = message
        elif method == "textDocument/publishDiagnostics":
            self.findings = message["params"]["diagnostics"]
            self._published = message["params"].get("version")
        elif method == "workspace/applyEdit":
            self._apply_changes(message["params"]["edit"]["documentChanges"])
            self._send({"id": message["id"], "result": {"applied": True}})
        elif method == "window/showMessage":
            self.messages.append(message["params"]["message"])
        elif "id" in message:
            self._send({"id": message["id"], "result": None})

    # -- what a person does ------------------------------------------------------------------------

    def open(self, folder: Path) -> Json:
        """Starts the conversation in `folder` with an empty document; what the server says of
        itself."""
        params = {
            "processId": None,
            "rootUri": folder.resolve().as_uri(),
            "capabilities": CAPABILITIES,
        }
        answer: Json = self.ask("initialize", params)
        self.notify("initialized", {})
        document = {"uri": self.uri, "languageId": "sbd", "version": 0, "text": ""}
        self.notify("textDocument/didOpen", {"textDocument": document})
        self._until_published(0)
        return answer["serverInfo"]

    def type(self, text: str) -> None:
        """Types `text` at the end, a character at a time; the findings are then those on it."""
        for letter in text:
            end = self.place(len(self.text))
            self.change({"start": end, "end": end}, letter)

    def erase(self, count: int) -> None:
        """Takes the last `count` characters away, one at a time."""
        for _ in range(count):
            last = len(self.text) - 1
            self.change({"start": self.place(last), "end": self.place(last + 1)}, "")

    def change(self, range: Json, text: str) -> None:
        """One change, and the findings that follow it."""
        start, end = self.offset(range["start"]), self.offset(range["end"])
        self.text = self.text[:start] + text + self.text[end:]
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        begun = time.perf_counter()
        changes = [{"range": range, "text": text}]
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        self._until_published(self.version)
        self.delays.append(time.perf_counter() - begun)

    def _until_published(self, version: int) -> None:
        self._published = None
        while self._published != version:
            self._handle(self._next())

    def pause(self) -> None:
        """Stops typing until the server has noticed and said what it held back."""
        self._published = None
        while self._published is None:
            self._handle(self._next())

    def save(self) -> None:
        """Writes the document to its file."""
        self.path.write_text(self.text, "utf-8", newline="\n")
        self.notify("textDocument/didSave", {"textDocument": {"uri": self.uri}})

    def at(self, offset: int) -> Json:
        """The parameters of a question about `offset`."""
        return {"textDocument": {"uri": self.uri}, "position": self.place(offset)}

    def actions(self, range: Json, only: list[str] | None = None) -> list[Json]:
        """The code actions for `range`."""
        context: Json = {"diagnostics": self.findings} | ({"only": only} if only else {})
        params = {"textDocument": {"uri": self.uri}, "range": range, "context": context}
        found: list[Json] = self.ask("textDocument/codeAction", params)
        return found

    def apply(self, action: Json) -> None:
        """Applies the edits of a quick fix to the document."""
        edits = action["edit"]["changes"][self.uri]
        for edit in sorted(edits, key=lambda e: self.offset(e["range"]["start"]), reverse=True):
            self.change(edit["range"], edit["newText"])

    def _apply_changes(self, changes: list[Json]) -> None:
        """Writes the files of a workspace edit, as far as they are new."""
        for change in changes:
            if change.get("kind") == "create":
                continue
            path = Path(url2pathname(unquote(urlsplit(change["textDocument"]["uri"]).path)))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change["edits"][0]["newText"], "utf-8", newline="\n")
            self.written.append(path)

    def close(self) -> int:
        """Ends the server in good order; its exit status."""
        self.ask("shutdown", None)
        self._send({"method": "exit"})
        return self.process.wait(PATIENCE)

    # -- places: the example is ASCII, so a character is a code unit -------------------------------

    def place(self, offset: int) -> Json:
        """The position of an offset."""
        before = self.text[:offset]
        return {"line": before.count("\n"), "character": offset - (before.rfind("\n") + 1)}

    def offset(self, place: Json) -> int:
        """The offset of a position."""
        lines = self.text.split("\n")
        before = sum(len(line) + 1 for line in lines[: place["line"]])
        return min(before + int(place["character"]), len(self.text))


def fresh(folder: Path) -> Path:
    """`folder`, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
