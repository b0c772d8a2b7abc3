"""Messages in and out over a pair of streams, with `Content-Length` headers before each.

A thread reads; the event loop takes what has arrived in one go. So a request that was cancelled
while it waited is never begun, and findings are published when no message waits any longer.
pygls reads one message at a time, which allows neither.
"""

from __future__ import annotations

import asyncio
import json
import select
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from io import RawIOBase
from typing import Any

LONGEST_LINE = 8192
CHUNK = 1 << 16  # as much as a pipe holds; to make room for more takes longer than to read
LARGEST_BODY = 512 * 1024 * 1024
MOST_WAITING = 1000
DECODE = json.JSONDecoder().decode


class Malformed(Exception):
    """What arrived is no message."""


class Source:
    """A raw stream with a buffer of its own. (A thread that waits in one of Python's buffered
    streams holds its lock, which makes the interpreter abort when it ends.)"""

    def __init__(self, raw: RawIOBase) -> None:
        self._raw = raw
        self._buffer = bytearray()
        self._can_be_asked = _can_be_asked(raw)
        self._waits = False
        # called whenever what has arrived is used up, before waiting for more
        self.waiting: Callable[[], object] = lambda: None

    @property
    def has_more(self) -> bool:
        """Whether something has arrived that is not used up, or the end, as far as that is known.
        `waiting` is called when it is used up."""
        if not self._can_be_asked:
            return False
        # asked before and after: what is no longer in the stream may not be used up yet
        return not self._waits or _is_ready(self._raw, 0) or not self._waits

    def readline(self, most: int) -> bytes:
        """Up to the next line break or `most` bytes; empty at the end."""
        while (end := self._buffer.find(b"\n", 0, most)) < 0 and len(self._buffer) < most:
            if not self._fill():
                break
        return self._taken(end + 1 if end >= 0 else min(most, len(self._buffer)))

    def read(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end."""
        while len(self._buffer) < size and self._fill():
            pass
        return self._taken(min(size, len(self._buffer)))

    def _fill(self) -> bool:
        self._waits = True  # before that is told, or nobody would be told that nothing comes
        self.waiting()
        if self._can_be_asked:
            _is_ready(self._raw)  # what has arrived can be seen until it is taken
        self._waits = False
        chunk = self._raw.read(CHUNK)
        self._buffer += chunk or b""
        return bool(chunk)

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


def _is_ready(raw: RawIOBase, seconds: float | None = None) -> bool:
    """Whether there is something to read, or the end, within so many seconds. Raises OSError,
    ValueError or TypeError where that cannot be asked, as for files on Windows."""
    ready, _, _ = select.select([raw], [], [], seconds)
    return bool(ready)


def _can_be_asked(raw: RawIOBase) -> bool:
    try:
        _is_ready(raw, 0)
    except (OSError, ValueError, TypeError):
        return False
    return True


def read_body(stream: Source) -> bytes | None:
    """The body of the next message, None at the end of the stream.

    What stands before a header on its line is passed over: it is left of a message whose length was
    wrong, and the header begins the next one. Raises Malformed if there is no usable length.
    """
    length = -1
    while True:
        line = stream.readline(LONGEST_LINE)
        if not line:
            return None
        if not line.strip():
            break
        _, found, value = line.lower().rpartition(b"content-length:")
        if found:
            length = _length(value)
    if length < 0:
        raise Malformed("a message without Content-Length")
    if length > LARGEST_BODY:
        _skip(stream, length)
        raise Malformed(f"a message of {length} bytes; the most is {LARGEST_BODY}")
    body = stream.read(length)
    return body if len(body) == length else None


def _length(value: bytes) -> int:
    digits = value.strip()
    return int(digits) if digits.isdigit() and len(digits) < 16 else -1


def _skip(stream: Source, length: int) -> None:
    while length > 0:
        chunk = stream.read(min(length, CHUNK))
        if not chunk:
            return
        length -= len(chunk)


class Inbox:
    """Bodies that have arrived and wait to be handled, at most so many; `arrived` is called when
    all that came together are there. True while there are some or more of them come."""

    def __init__(self, stream: Source, arrived: Callable[[], object]) -> None:
        self._stream = stream
        self._stream.waiting = self._tell
        self._arrived = arrived
        self._waiting: deque[bytes | Malformed | None] = deque()
        self._room = threading.Event()

    def start(self) -> None:
        """Begins to read, in a thread of its own."""
        threading.Thread(target=self._read, name="reader", daemon=True).start()

    def _read(self) -> None:
        ended = False
        while not ended:
            item: bytes | Malformed | None
            try:
                item = read_body(self._stream)
            except Malformed as error:
                item = error
            except (OSError, ValueError):
                item = None
            ended = item is None
            self._waiting.append(item)
            if ended:
                self._tell()
            elif len(self._waiting) >= MOST_WAITING:
                self._room.clear()
                self._tell()
                self._room.wait()

    def _tell(self) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._arrived()

    def take(self) -> list[bytes | Malformed | None]:
        """All that has arrived; None stands for the end of the stream."""
        items = []
        while self._waiting:
            items.append(self._waiting.popleft())
        self._room.set()
        return items

    def __bool__(self) -> bool:
        # in this order: what the stream no longer has is here by the time that is known
        return self._stream.has_more or bool(self._waiting)


class Wire:
    """Runs a protocol on a pair of streams until the client says `exit` or goes away."""

    def __init__(self, protocol: Any, stream: Source) -> None:
        self._protocol = protocol
        self._stream = stream

    async def run(self) -> None:
        """Handles messages until the stream ends. Raises OSError if the client cannot be told."""
        loop = asyncio.get_running_loop()
        ended = loop.create_future()

        def turn() -> None:
            if ended.done():
                return
            try:
                if not self._handle(inbox.take()):
                    ended.set_result(None)
                elif not inbox:
                    self._protocol.rested()
            except OSError as error:
                ended.set_exception(error)

        inbox = Inbox(self._stream, lambda: loop.call_soon_threadsafe(turn))
        inbox.start()
        await ended

    def _handle(self, items: list[bytes | Malformed | None]) -> bool:
        """Handles what has arrived; False at the end of the stream."""
        messages = [self._parsed(item) for item in items if item is not None]
        for message in self._protocol.without_cancelled(messages):
            self._protocol.handle(message)
        return None not in items

    def _parsed(self, item: bytes | Malformed) -> Any:
        if isinstance(item, Malformed):
            return item
        try:
            return DECODE(item.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            return Malformed(f"not JSON: {error}")
