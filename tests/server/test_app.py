"""The server as a whole: what happens when something in it fails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sbd_lsp.server.app import create_server
from sbd_lsp.server.generate import _asked


def test_a_rule_that_raises_is_reported_and_the_server_goes_on(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is published for that text; the next one has its findings."""
    sent: list[Any] = []
    server = create_server()
    monkeypatch.setattr(server.protocol, "notify_written", lambda _, params: sent.append(params))

    def fail() -> Any:
        raise KeyError("a rule that fails")

    server._publish(fail)
    assert "a rule that fails" in caplog.text
    server._publish(lambda: "{}")
    assert sent == ["{}"]


class Written:
    """Takes in what a server writes."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    def write(self, data: bytes) -> None:
        """One message with its headers."""
        self.messages.append(json.loads(data.partition(b"\r\n\r\n")[2]))


def test_a_notification_with_an_id_is_refused() -> None:
    """Whoever waits for an answer gets one, and the document is not changed."""
    server, out = create_server(), Written()
    server.protocol.set_writer(out)
    server.protocol.initialized = True
    document = {"uri": "file:///d/a.sbd.yaml", "languageId": "sbd", "version": 1, "text": "sbd: 1"}
    opening = {"jsonrpc": "2.0", "method": "textDocument/didOpen"}
    server.protocol.handle({**opening, "id": 7, "params": {"textDocument": document}})
    (answer,) = out.messages
    assert answer["id"] == 7
    assert "notification" in answer["error"]["message"]
    assert server.session.documents == {}
    server.protocol.handle({**opening, "params": {"textDocument": document}})
    assert set(server.session.documents) == {document["uri"]}


@pytest.mark.parametrize("params", [None, [], {}, {"textDocument": None}, {"textDocument": {}}])
def test_a_notification_that_says_nothing_is_reported(
    params: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Without an answer, since it has none; and without an end to the server."""
    server, out = create_server(), Written()
    server.protocol.set_writer(out)
    server.protocol.initialized = True
    server.protocol.handle({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
    assert caplog.records
    assert out.messages == []


@pytest.mark.parametrize("told", [None, {}, {"yaml": {}}, {"sbd": {"check": {"pause": 2}}}])
def test_settings_of_the_beginning_stay_until_others_are_told(told: Any) -> None:
    """An editor tells of a change of settings that are none of ours, too."""
    server = create_server()
    server.protocol.set_writer(Written())
    options = {"sbd": {"generate": {"outputDirectory": "build"}}}
    hello = {"processId": None, "rootUri": None, "capabilities": {}}
    hello["initializationOptions"] = options
    start = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    server.protocol.handle(start)
    change = {"jsonrpc": "2.0", "method": "workspace/didChangeConfiguration"}
    server.protocol.handle({**change, "params": {"settings": told}})
    assert server.settings.output_directory == "build"
    other = {"generate": {"outputDirectory": "other"}}
    server.protocol.handle({**change, "params": {"settings": {"sbd": other}}})
    assert server.settings.output_directory == "other"


def test_what_another_thread_reads_is_made_before() -> None:
    """A project is generated beside the loop, which must not make the same findings meanwhile."""
    server = create_server()
    uri = "file:///d/a.sbd.yaml"
    item = {"uri": uri, "version": 1, "text": "sbd: 1\nname: x\nnodes:\n  A: {type: queue}\n"}
    server.session.opened({"textDocument": item})
    change = {"range": None, "text": item["text"] + "  B: {type: queue}\n"}
    server.session.changed({"textDocument": item, "contentChanges": [change]})
    asked = _asked(server, uri, "sam")
    assert "findings" in asked.analysis.__dict__


def test_a_handler_that_fails_is_answered_and_the_server_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who asked is told, so is the log; a notification has no answer, whatever becomes of it."""
    server, out = create_server(), Written()
    server.protocol.set_writer(out)
    server.protocol.initialized = True
    hover = {"jsonrpc": "2.0", "method": "textDocument/hover"}
    place = {"line": 0, "character": 0}
    asked = {"textDocument": {"uri": "file:///d/a.sbd.yaml"}, "position": place}
    server.protocol.handle({**hover, "params": asked})
    assert caplog.text == ""
    server.protocol.handle({**hover, "params": {}})
    assert out.messages == []
    assert "KeyError" in caplog.text
    server.protocol.handle({**hover, "id": 1, "params": {}})
    server.protocol.handle({**hover, "id": "two", "params": [1]})
    server.protocol.handle({**hover, "id": 3, "params": asked})
    internal, invalid, answer = out.messages
    assert (internal["id"], internal["error"]["code"]) == (1, -32603)
    assert "textDocument" in internal["error"]["message"]
    assert (invalid["id"], invalid["error"]["code"]) == ("two", -32602)
    assert answer == {"jsonrpc": "2.0", "id": 3, "result": None}


@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_editor_asks_anew_within_quotes(quote: str) -> None:
    """The list that it has is of words without them."""
    server, written = create_server(), Written()
    server.protocol.set_writer(written)
    hello = {"processId": None, "rootUri": None, "capabilities": {}}
    server.protocol.handle({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
    (answer,) = written.messages
    triggers = answer["result"]["capabilities"]["completionProvider"]["triggerCharacters"]
    assert quote in triggers
