"""Stand between an editor and a language server and write down every message that passes.

    python tests/editors/traffic.py LOG SERVER [ARGUMENT ...]

LOG gets one JSON object a line: `{"from": "client" | "server", "message": ...}` for each message,
and at the end `{"exit": code}`. What the server says on stderr passes through.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from typing import IO, Any


class Log:
    """A file of JSON lines that two threads write to."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "a", encoding="utf-8")  # noqa: SIM115 - open as long as we run
        self._lock = threading.Lock()

    def write(self, entry: dict[str, Any]) -> None:
        with self._lock:
            self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._file.flush()


def read_message(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read one message from `stream`: its header and its body, or None at the end of the stream."""
    header, length = b"", 0
    while True:
        line = stream.readline()
        if not line:
            return None
        header += line
        if not line.strip():
            return header, stream.read(length)
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)


def forward(source: IO[bytes], sink: IO[bytes], sender: str, log: Log) -> None:
    """Pass messages from `source` to `sink` until one of them is closed."""
    while message := read_message(source):
        header, body = message
        log.write({"from": sender, "message": json.loads(body)})
        try:
            sink.write(header + body)
            sink.flush()
        except OSError:
            return
    try:
        sink.close()
    except BrokenPipeError:
        return


def main(path: str, command: list[str]) -> int:
    """Run `command` between our stdin and stdout; gives its exit code."""
    log = Log(path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        threads = [
            threading.Thread(target=forward, args=way, daemon=True)
            for way in (
                (sys.stdin.buffer, server.stdin, "client", log),
                (server.stdout, sys.stdout.buffer, "server", log),
            )
        ]
        for thread in threads:
            thread.start()
        code = server.wait()
        threads[1].join(timeout=2)
        log.write({"exit": code})
        os._exit(code & 0xFF)  # the other thread still waits for the editor


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
