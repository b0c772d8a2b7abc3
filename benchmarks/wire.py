"""Bytes to and from a server process: framing, waiting, and the time at which a message came."""

from __future__ import annotations

import json
import os
import select
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

CHUNK = 1 << 20


class ProtocolError(Exception):
    """The server broke the protocol; the text says how."""


class ServerDied(Exception):
    """The server process ended, or closed its output; the text has its last words."""


class ServerSilent(Exception):
    """Nothing that was waited for came in time."""


class Arrival(NamedTuple):
    """A message and the time (`time.perf_counter`) at which its last byte was read."""

    message: dict[str, Any]
    at: float


def frame(message: Mapping[str, Any]) -> bytes:
    """`message` as it goes over the wire: UTF-8, or escapes for text that UTF-8 cannot hold."""
    try:
        body = json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        body = json.dumps(message, separators=(",", ":")).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Wire:
    """A server process and its two pipes, driven from one thread, so that no lock adds a delay.

    Writing never blocks while the server itself is waiting to be read: both go on together.
    """

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `kill`
        self.process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=dict(env) if env is not None else None,
            cwd=cwd,
        )
        assert self.process.stdin
        assert self.process.stdout
        self._in, self._out = self.process.stdin.fileno(), self.process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._unsent = bytearray()
        self._unread = bytearray()
        self._arrived: deque[Arrival] = deque()
        self.received = 0

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self.process.pid

    def write(self, data: bytes) -> float:
        """Sends `data`; returns the time just before the first byte went out."""
        self._unsent += data
        at = time.perf_counter()
        self._push()
        while self._unsent:
            self._turn(None)
        return at

    def read(self, timeout: float) -> Arrival:
        """The next message; raises `ServerSilent` after `timeout` seconds."""
        deadline = time.perf_counter() + timeout
        while not self._arrived:
            left = deadline - time.perf_counter()
            if left <= 0:
                raise ServerSilent(f"no message within {timeout:g} s")
            self._turn(left)
        return self._arrived.popleft()

    def close_input(self) -> None:
        """Ends the server's input."""
        assert self.process.stdin
        self.process.stdin.close()

    def last_words(self) -> str:
        """The end of what the server wrote to its standard error."""
        self.errors.seek(0)
        return self.errors.read()[-4000:].decode("utf-8", "replace")

    def kill(self) -> None:
        """Ends the process, whatever it is doing, and closes the pipes."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdout.close()
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.errors.close()

    def _turn(self, timeout: float | None) -> None:
        """Waits until a pipe is ready and moves what it can."""
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        if self._unsent:
            poll.register(self._in, select.POLLOUT)
        for handle, _ in poll.poll(None if timeout is None else max(timeout * 1000, 0.01)):
            if handle == self._out:
                self._pull()
            else:
                self._push()

    def _push(self) -> None:
        try:
            while self._unsent:
                sent = os.write(self._in, memoryview(self._unsent)[:CHUNK])
                del self._unsent[:sent]
        except BlockingIOError:
            return
        except BrokenPipeError as error:
            raise ServerDied(self.last_words()) from error

    def _pull(self) -> None:
        try:
            data = os.read(self._out, CHUNK)
        except BlockingIOError:
            return
        at = time.perf_counter()
        if not data:
            raise ServerDied(self.last_words() or "the server closed its output")
        self.received += len(data)
        self._unread += data
        while (body := self._cut()) is not None:
            self._arrived.append(Arrival(_decode(body), at))

    def _cut(self) -> bytes | None:
        """Takes the first whole message from what was read."""
        end = self._unread.find(b"\r\n\r\n")
        if end < 0:
            if len(self._unread) > 4096:
                raise ProtocolError(f"no header in {bytes(self._unread[:80])!r}")
            return None
        length = _length(bytes(self._unread[:end]))
        whole = end + 4 + length
        if len(self._unread) < whole:
            return None
        body = bytes(self._unread[end + 4 : whole])
        del self._unread[:whole]
        return body


def _length(header: bytes) -> int:
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    raise ProtocolError(f"no Content-Length in {header!r}")


def _decode(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise ProtocolError(f"not JSON: {body[:200]!r}") from error
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        raise ProtocolError(f"not JSON-RPC 2.0: {body[:200]!r}")
    return message
