"""Reading what a client sends, no faster than it is taken."""

from __future__ import annotations

import asyncio
import io
import os
import threading
from typing import Any

import pytest

from sbd_lsp.server import transport
from sbd_lsp.server.transport import Inbox, Source, Wire

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


def _framed(number: int) -> bytes:
    return b"Content-Length: 1\r\n\r\n%d" % number


class Protocol:
    """Takes numbers. `meanwhile` is what the client sends while the first of them is handled, `end`
    what it sends when the server has nothing to do."""

    def __init__(self, meanwhile: bytes, end: bytes) -> None:
        read, self._write = os.pipe()
        self._meanwhile, self._end = meanwhile, end
        self.said: list[Any] = []
        with io.FileIO(read) as stream:
            os.write(self._write, _framed(0))
            asyncio.run(asyncio.wait_for(Wire(self, Source(stream)).run(), 30))

    def without_cancelled(self, messages: list[Any]) -> list[Any]:
        return messages

    def handle(self, message: Any) -> None:
        self.said.append(message)
        if message == 0:
            os.write(self._write, self._meanwhile)

    def rested(self) -> None:
        self.said.append("rested")
        if self.said.count("rested") == 1:
            os.write(self._write, self._end)
            os.close(self._write)


def test_nothing_is_published_while_more_comes() -> None:
    """What a burst brings is all taken in before anything is said to it."""
    burst = b"".join(map(_framed, range(1, 9)))
    assert Protocol(burst, b"").said == [*range(9), "rested"]


@pytest.mark.parametrize("length", range(1, len(_framed(1))))
def test_half_a_message_holds_nothing_up(length: int) -> None:
    """What came before it is answered, and the message when it is whole."""
    message = _framed(1)
    said = Protocol(message[:length], message[length:]).said
    assert said[:3] == [0, "rested", 1]


def test_a_client_that_is_gone_ends_the_reading() -> None:
    """Whoever runs the server is told, and decides."""

    class Gone(Protocol):
        def rested(self) -> None:
            os.close(self._write)
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        Gone(b"", b"")


def test_nothing_is_published_behind_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader may have told of the end twice by the time that it is taken."""
    said: list[str] = []

    class Ended:
        def without_cancelled(self, messages: list[Any]) -> list[Any]:
            return messages

        def rested(self) -> None:
            said.append("rested")

    def start(inbox: Inbox) -> None:
        inbox._waiting.append(None)
        inbox._tell()
        inbox._tell()

    monkeypatch.setattr(Inbox, "start", start)
    asyncio.run(Wire(Ended(), Source(Client())).run())
    assert said == []


def test_a_stream_that_cannot_be_asked_has_nothing_more() -> None:
    """As far as that is known."""
    assert not Source(Client()).has_more


def test_what_is_taken_from_the_stream_while_it_is_asked_is_not_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The thread that reads may go on at any moment."""
    read, write = os.pipe()
    with io.FileIO(read) as stream:
        source = Source(stream)
        source._waits = True
        assert not source.has_more

        def took_it_just_now(raw: io.RawIOBase, seconds: float) -> bool:
            source._waits = False
            return False

        monkeypatch.setattr(transport, "_is_ready", took_it_just_now)
        assert source.has_more
    os.close(write)


def test_what_arrives_while_the_stream_is_asked_is_not_missed() -> None:
    """The same for a message that has become whole meanwhile."""

    class Stream(Source):
        @property
        def has_more(self) -> bool:
            inbox._waiting.append(b"1")
            return False

    inbox = Inbox(Stream(Client()), lambda: None)
    assert inbox
    assert inbox.take() == [b"1"]
