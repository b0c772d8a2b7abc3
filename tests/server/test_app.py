"""The server as a whole: what happens when something in it fails."""

from __future__ import annotations

from typing import Any

import pytest

from sbd_lsp.server.app import create_server


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
