"""Reading what a client sends, no faster than it is taken."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest

from sbd_lsp.server import transport
from sbd_lsp.server.transport import Inbox, Source

BODIES = [b"%d" % number for number in range(1000)]


class Client(io.RawIOBase):
    """A client that sends all of BODIES at once."""

    def __init__(self) -> None:
        frames = (b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in BODIES)
        self._data = io.BytesIO(b"".join(frames))

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)


def test_reading_waits_while_much_is_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slowly they are taken, no more than so many messages are held; none is lost."""
    monkeypatch.setattr(transport, "MOST_WAITING", 10)
    arrived = threading.Semaphore(0)
    inbox = Inbox(Source(Client()), arrived.release)
    inbox.start()
    taken: list[Any] = []
    while None not in taken:
        assert arrived.acquire(timeout=10), "what has arrived was not told"
        items = inbox.take()
        assert len(items) <= 11  # the last of them may be the end of the stream
        taken += items
    assert taken == [*BODIES, None]
