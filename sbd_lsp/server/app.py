"""The server: its table of features, and how it is run."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from collections.abc import Callable
from io import FileIO, RawIOBase
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer

from sbd_lsp import __version__
from sbd_lsp.server import features
from sbd_lsp.server.client import Client, client_of
from sbd_lsp.server.generate import COMMAND, TITLES, on_generate, on_resolve
from sbd_lsp.server.protocol import Protocol
from sbd_lsp.server.session import Session
from sbd_lsp.server.settings import DEFAULTS, Settings, settings_from
from sbd_lsp.server.transport import Source, Wire

logger = logging.getLogger(__name__)

FEATURES: tuple[tuple[str, Any, Any], ...] = (
    (types.TEXT_DOCUMENT_DID_SAVE, features.on_save, None),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        features.on_completion,
        types.CompletionOptions(trigger_characters=[*" :-{[,\"'!."]),
    ),
    (types.TEXT_DOCUMENT_HOVER, features.on_hover, None),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        features.on_code_action,
        types.CodeActionOptions(
            code_action_kinds=["quickfix", *(f"source.generate.{name}" for name in TITLES)],
            resolve_provider=True,
        ),
    ),
    (types.CODE_ACTION_RESOLVE, on_resolve, None),
    (types.TEXT_DOCUMENT_DEFINITION, features.on_definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, features.on_references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, features.on_highlight, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, features.on_prepare_rename, None),
    (types.TEXT_DOCUMENT_RENAME, features.on_rename, types.RenameOptions(prepare_provider=True)),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, features.on_symbols, None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, features.on_folding, None),
)


class Server(LanguageServer):
    """A language server for one connection."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("sbd-lsp", __version__, protocol_cls=Protocol)
        self.client = Client()
        self.usual = self.settings = DEFAULTS  # at the beginning, and now
        self.session = Session(self._publish)

    def attempt(
        self, work: Callable[[], Any], failed: Callable[[Exception], object] | None = None
    ) -> Any:
        """What `work` gives; None if it raises, which is reported, also to `failed`, and the server
        goes on."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - as pygls does it around handlers
            self.report_server_error(error, Session)
            if failed is not None:
                failed(error)

    def _publish(self, make: Callable[[], str]) -> None:
        params = self.attempt(make)
        if params is not None:
            self.protocol.notify_written(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """The one guard for the impossible: logged with its traceback, no message to the person."""
        if not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError):
            logger.error("%s: %s", source.__name__, error, exc_info=error)


def create_server() -> Server:
    """A fresh server with all its features."""
    server = Server()
    for method, handler, options in FEATURES:
        server.feature(method, options)(handler)
    server.feature(types.INITIALIZE)(on_initialize)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(on_configuration)
    server.command(COMMAND)(on_generate)
    return server


def on_initialize(ls: Any, params: types.InitializeParams) -> None:
    """initialize: what the client can do and how it counts."""
    ls.client = client_of(params.capabilities)
    ls.usual = settings_from(_plain(params.initialization_options))
    _set(ls, ls.usual)
    encoding = ls.workspace.position_encoding
    ls.session.encoding = str(getattr(encoding, "value", encoding) or "utf-16")


def on_configuration(ls: Any, params: types.DidChangeConfigurationParams) -> None:
    """workspace/didChangeConfiguration: what it does not name is as it was at the beginning."""
    _set(ls, settings_from(_plain(params.settings), ls.usual))


def _set(ls: Any, settings: Settings) -> None:
    ls.settings = settings
    ls.session.pause = settings.pause


def _plain(value: Any) -> Any:
    """Settings as JSON: pygls gives objects of a class of its own."""
    return json.loads(
        json.dumps(value, default=lambda item: getattr(item, "__dict__", None) or item._asdict())
    )


class Writer:
    """Writes whole messages."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Writes one message and hands it to the client."""
        self._stream.write(data)
        self._stream.flush()

    def close(self) -> None:
        """Closes the stream."""
        self._stream.close()


def serve(stdin: RawIOBase, stdout: BinaryIO) -> int:
    """Serves one client on two streams until it leaves; the exit status, as LSP defines it."""
    server = create_server()
    server.protocol.set_writer(Writer(stdout))
    gc.freeze()  # what is there now stays: no collection has to look at it again
    gc.enable()
    try:
        asyncio.run(Wire(server.protocol, Source(stdin)).run())
    except (BrokenPipeError, ConnectionResetError):
        logger.info("the client is gone")
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def serve_stdio() -> int:
    """Serves a client on standard input and output."""
    stdout = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but messages may go to the client
    return serve(FileIO(sys.stdin.fileno(), closefd=False), stdout)


def serve_tcp(port: int, host: str = "127.0.0.1") -> int:
    """Waits on a port of this machine for one client and serves it."""
    import socket

    with socket.create_server((host, port)) as listening:
        print(f"listening on {host}:{listening.getsockname()[1]}", file=sys.stderr, flush=True)
        connection, _ = listening.accept()
    with connection:
        return serve(connection.makefile("rb", buffering=0), connection.makefile("wb"))
