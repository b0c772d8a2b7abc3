"""The fuzzer's storms on the wire itself: what is sent is not always the protocol.

Each scenario starts its own server, and raises `Wrong` if that does not do what it should.
"""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from benchmarks.client import Client, Refused, ServerDied, ServerSilent
from benchmarks.processes import cpu_seconds
from benchmarks.servers import ROOT, SERVERS, Server
from benchmarks.storms import BAD, GOOD, Wrong, opinion
from benchmarks.wire import frame

NOT_INITIALIZED, INVALID_REQUEST = -32002, -32600
PLACE = {
    "textDocument": {"uri": "file:///x.sbd.yaml"},
    "position": {"line": 0, "character": 0},
}


def body(data: bytes) -> bytes:
    """`data` as the body of a message with the right length."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(data), data)


def refused(client: Client, method: str, code: int) -> None:
    """Raises `Wrong` unless a question is refused with `code`."""
    try:
        result = client.call(method, PLACE, 10)
    except Refused as error:
        if error.code != code:
            raise Wrong(f"{method} is refused with {error}, not with {code}", {}) from error
        return
    raise Wrong(f"{method} is answered with {result}, not refused with {code}", {})


def before_initialize(server: Server, _: random.Random) -> int:
    """Questions before `initialize` are refused, notifications dropped; then all is well."""
    client = Client(server.command, folder=ROOT)
    try:
        client.open("file:///early.sbd.yaml", GOOD)
        for method in (
            "textDocument/hover",
            "textDocument/completion",
            "workspace/symbol",
        ):
            refused(client, method, NOT_INITIALIZED)
        client.initialize()
        healthy(client, server)
        return 4
    finally:
        client.kill()


def after_shutdown(server: Server, _: random.Random) -> int:
    """Questions after `shutdown` are refused; `exit` ends the process with 0."""
    client = server.start()
    try:
        client.call("shutdown", None)
        for method in ("textDocument/hover", "textDocument/completion"):
            refused(client, method, INVALID_REQUEST)
        client.notify("exit", None)
        ends(client, 0)
        return 4
    finally:
        client.kill()


def exit_unasked(server: Server, _: random.Random) -> int:
    """`exit` without `shutdown` ends the process with 1."""
    client = server.start()
    try:
        client.notify("exit", None)
        ends(client, 1)
        return 1
    finally:
        client.kill()


def initialize_twice(server: Server, _: random.Random) -> int:
    """A second `initialize` is refused."""
    client = server.start()
    try:
        try:
            client.call(
                "initialize",
                {"processId": None, "rootUri": None, "capabilities": {}},
                10,
            )
        except Refused as error:
            if error.code != INVALID_REQUEST:
                raise Wrong(f"a second initialize is refused with {error}", {}) from error
        else:
            raise Wrong("a second initialize is answered", {})
        healthy(client, server)
        return 1
    finally:
        client.kill()


def ends(client: Client, code: int | None) -> None:
    """Raises `Wrong` unless the process ends soon, with `code` if one is given."""
    try:
        found = client.wire.process.wait(10)
    except subprocess.TimeoutExpired as error:
        raise Wrong("the process goes on", {}) from error
    if code is not None and found != code:
        raise Wrong(f"the process ends with {found}, not {code}", {})


def healthy(client: Client, server: Server) -> None:
    """Raises `Wrong` unless the server says of two designs what a fresh server says."""
    for number, (text, truth) in enumerate(_truth(server.name)):
        uri = server.uri(f"health-{number}-{time.perf_counter_ns()}")
        if opinion(client, uri, text, server.language) != truth:
            raise Wrong("not right again", {"text": text})


@cache
def _truth(name: str) -> tuple[tuple[str, str], ...]:
    """Two designs and what a fresh server says of them."""
    server = next(each for each in SERVERS.values() if each.name == name)
    with server.running() as fresh:
        return tuple(
            (text, opinion(fresh, server.uri(f"truth-{number}"), text, server.language))
            for number, text in enumerate((GOOD, BAD))
        )


GARBAGE: tuple[bytes, ...] = (
    b"", b"{", b"null", b"[]", b"{}", b"7", b'"x"', b"\xff\xfe\x00", b"[1,2]",
    b"{\"jsonrpc\":\"2.0\"}",
    b'{"jsonrpc":"1.0","id":9001,"method":"shutdown"}',
    b'{"jsonrpc":"2.0","id":9002,"method":7}',
    b'{"jsonrpc":"2.0","id":{},"method":"textDocument/hover"}',
    b'{"jsonrpc":"2.0","id":9003,"method":"textDocument/hover","params":[1]}',
    b'{"jsonrpc":"2.0","id":9004,"method":"textDocument/hover","params":{"position":"x"}}',
    b'{"jsonrpc":"2.0","id":9005,"method":"textDocument/completion","params":null}',
    b'{"jsonrpc":"2.0","id":1e400,"method":"textDocument/hover"}',
    b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{}}',
    b'{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":7}}}',

       b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"x:","text":3}}}',
    b'{"jsonrpc":"2.0","method":"$/unheard","params":{}}',
    b'{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":[[]]}}',
    b'{"jsonrpc":"2.0","id":9006,"method":"workspace/executeCommand","params":{"command":"no"}}',
    b'{"jsonrpc":"2.0","id":12345,"result":null}',
    b'{"jsonrpc":"2.0","id":12345,"error":{"code":1,"message":"x"}}',
    b'{"jsonrpc":"2.0","id":9007,"result":1,"error":{"code":1,"message":"x"}}',
    b"[" * 100_000, b'{"a":' * 100_000, b'[{"jsonrpc":"2.0","id":9008,"method":"shutdown"}]',

       b'{"jsonrpc":"2.0","id":9009,"method":"textDocument/hover","params":{"position":{"line":1e99}}}',
    b'{"jsonrpc":"2.0","id":9010,"method":"textDocument/hover","params":{"position":{"line":-1}}}',
)  # fmt: skip


def garbage(server: Server, rng: random.Random, rounds: int = 60) -> int:
    """Bodies that are no messages, or none that make sense, each with its right length."""
    client = server.start()
    client.strict = False
    try:
        pieces = [*GARBAGE, *(spoilt(rng) for _ in range(rounds))]
        rng.shuffle(pieces)
        for piece in pieces:
            client.wire.write(body(piece))
            pump(client)
        healthy(client, server)
        return len(pieces)
    finally:
        client.kill()


def pump(client: Client) -> None:
    """Reads what the server has to say to garbage, whatever it is, and drops it."""
    while True:
        try:
            client.wire.read(0.001)
        except ServerSilent:
            return


def spoilt(rng: random.Random) -> bytes:
    """A right message with a few bytes changed, dropped or put in; or mere noise."""
    if rng.random() < 0.3:
        return rng.randbytes(rng.randint(0, 300))
    message: dict[str, Any] = {
        "jsonrpc": "2.0",
        "method": "textDocument/hover",
        "params": PLACE,
    }
    message["id"] = rng.choice((None, -1, 7.5, "x", 10**30, True))
    data = bytearray(json.dumps(message).encode())
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data))
        data[at : at + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
    return bytes(data)


HEADERS: tuple[bytes, ...] = (
    b"Content-Length: x\r\n\r\n", b"Content-Length: -5\r\n\r\n", b"Content-Length:\r\n\r\n",
    b"Content-Length: 0\r\n\r\n", b"Nonsense\r\n\r\n", b"\r\n\r\n", b"\r\n", b"\n",
    b"\0\0\0\r\n\r\n",
    b"Content-Length: 2\n\n{}", b"X-Other: 1\r\nContent-Length: 2\r\n\r\n{}", b"{}", b"\xff" * 50,
    b"content-length: 2\r\n\r\n{}", b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    b"Content-Type: application/vscode-jsonrpc; charset=latin1\r\nContent-Length: 2\r\n\r\n{}",
    b"Content-Length: 1\r\n\r\n{}", b"Content-Length: 5\r\n\r\n{}",
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"Content-Length: 0x10\r\n\r\n", b"Content-Length: 1_0\r\n\r\n",
    b"Content-Length: 99999999999999999\r\n\r\n",
)  # fmt: skip


def headers(server: Server, rng: random.Random) -> int:
    """After a header that is wrong, the server answers again within a few good messages."""
    for header in HEADERS:
        client = server.start()
        try:
            client.wire.write(header)
            answers_again(client, header)
            healthy(client, server)
        except ServerDied as error:
            raise Wrong(f"ends after the header {header[:60]!r}: {error}", {}) from error
        finally:
            client.kill()
    return len(HEADERS)


def answers_again(client: Client, header: bytes) -> None:
    """Asks until something is answered; a wrong length may swallow a few of the questions."""
    for _ in range(8):
        number = client.request("textDocument/hover", PLACE)
        try:
            client.answer(number, 1.0)
        except ServerSilent:
            continue
        except Refused:
            return
        return
    raise Wrong(f"answers nothing after the header {header[:60]!r}", {})


def silence(server: Server, rng: random.Random) -> int:
    """Half a message, then nothing: the server waits without working; the rest is answered."""
    client = server.start()
    try:
        uri = server.uri("half")
        client.open(uri, GOOD, server.language)
        client.findings(uri)
        client.drain(0.5)
        number = client.request("textDocument/hover", PLACE)
        data = frame(
            {
                "jsonrpc": "2.0",
                "id": 77001,
                "method": "textDocument/hover",
                "params": PLACE,
            }
        )
        half = rng.randint(1, len(data) - 1)
        client.wire.write(data[:half])
        answered_or_refused(client, number)
        before = cpu_seconds(client.wire.pid)
        client.drain(2.0)
        if cpu_seconds(client.wire.pid) - before > 0.5:
            raise Wrong("works while it waits for the rest of a message", {})
        client.expect(77001)
        client.wire.write(data[half:])
        answered_or_refused(client, 77001)
        healthy(client, server)
        return 2
    finally:
        client.kill()


def answered_or_refused(client: Client, number: int) -> None:
    """Raises `Wrong` if a question finds no answer of any kind."""
    try:
        client.answer(number, 10)
    except Refused:
        return
    except ServerSilent as error:
        raise Wrong("a question is not answered", {}) from error


def end_of_input(server: Server, rng: random.Random) -> int:
    """When its input ends, even in the middle of a message, the server ends too."""
    data = frame({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": PLACE})
    for part in (b"", data[: rng.randint(1, len(data) - 1)]):
        client = server.start()
        try:
            client.wire.write(part)
            client.wire.close_input()
            ends(client, None)
        finally:
            client.kill()
    return 2


Scenario = Callable[[Server, random.Random], int]
SCENARIOS: tuple[Scenario, ...] = (
    before_initialize,
    after_shutdown,
    exit_unasked,
    initialize_twice,
    garbage,
    headers,
    silence,
    end_of_input,
)
