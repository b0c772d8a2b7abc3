"""pygls's protocol with plain JSON in the messages that come with every keystroke.

pygls makes objects of each message in and of each answer out, and keeps a copy of each document
of its own. For what an editor sends all the time that costs more than the answer itself, so those
messages stay dicts here and documents are kept by `session.py` alone. Everything else is pygls's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol

from sbd_lsp.server.session import Session
from sbd_lsp.server.transport import Malformed
from sbd_lsp.server.written import Written, dumped

logger = logging.getLogger(__name__)

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
NOT_INITIALIZED = -32002
CANCELLED = -32800

# methods whose parameters and answers are plain JSON, and whose handlers answer at once
PLAIN = frozenset(
    {
        types.TEXT_DOCUMENT_DID_SAVE,
        types.TEXT_DOCUMENT_COMPLETION,
        types.TEXT_DOCUMENT_HOVER,
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.TEXT_DOCUMENT_DEFINITION,
        types.TEXT_DOCUMENT_REFERENCES,
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT,
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
        types.TEXT_DOCUMENT_PREPARE_RENAME,
        types.TEXT_DOCUMENT_RENAME,
        types.TEXT_DOCUMENT_FOLDING_RANGE,
    }
)

# the same of a handler that pygls waits for
PLAIN_IN_TIME = frozenset({types.CODE_ACTION_RESOLVE})

# notifications that the session takes as they are
DOCUMENTS: dict[str, Callable[[Session, Any], None]] = {
    types.TEXT_DOCUMENT_DID_OPEN: Session.opened,
    types.TEXT_DOCUMENT_DID_CHANGE: Session.changed,
    types.TEXT_DOCUMENT_DID_CLOSE: Session.closed,
}


class Message:
    """A message whose parameters stay plain JSON."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.jsonrpc = data["jsonrpc"]
        self.method = data["method"]
        self.params = _params(data)


class Request(Message):
    """A message that wants an answer."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.id = data["id"]


class Protocol(LanguageServerProtocol):
    """The protocol of one connection."""

    _server: Any
    initialized = False

    # -- in ----------------------------------------------------------------------------------------

    def handle(self, data: Any) -> None:
        """Handles one message as it was parsed; whatever it is, the server goes on."""
        if isinstance(data, Malformed):
            self._refuse(None, PARSE_ERROR, str(data))
        elif isinstance(data, list):
            self._refuse(None, INVALID_REQUEST, "batches are not part of LSP")
        elif not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._refuse(_id(data), INVALID_REQUEST, "no JSON-RPC 2.0 message")
        elif self._in_turn(data):
            self._dispatch(data)

    def _in_turn(self, data: dict[str, Any]) -> bool:
        """Whether the message may come now; requests that may not are refused."""
        method = data.get("method")
        if method is None or method == types.EXIT:
            return True
        if not isinstance(method, str):
            self._refuse(_id(data), INVALID_REQUEST, "`method` must be text")
            return False
        if self._shutdown:
            self._refuse(_id(data), INVALID_REQUEST, "the server is shutting down", data)
            return False
        if method == types.INITIALIZE and self.initialized:
            self._refuse(_id(data), INVALID_REQUEST, "the server is initialized already", data)
            return False
        if not self.initialized and method != types.INITIALIZE:
            self._refuse(_id(data), NOT_INITIALIZED, "the server is not initialized", data)
            return False
        return True

    def _dispatch(self, data: dict[str, Any]) -> None:
        method = data.get("method")
        if method in DOCUMENTS:
            self._take(data)
        elif method in PLAIN:
            self._answer(data)
        else:
            self._hand_over(data)

    def _hand_over(self, data: dict[str, Any]) -> None:
        """Has pygls handle a message."""
        try:
            message = self._structured(data)
        except JsonRpcException as error:
            self._refuse(_id(data), error.code, error.message, data)
            return
        if data.get("method") == types.INITIALIZE:
            self.initialized = True
        self.handle_message(message)

    def _take(self, data: dict[str, Any]) -> None:
        """Tells the session what became of a document. pygls takes ten times as long to call a
        handler as it takes to keep what a keystroke says."""
        if "id" in data:
            self._refuse(_id(data), INVALID_REQUEST, f"{data['method']} is a notification")
            return
        take = DOCUMENTS[data["method"]]
        self._server.attempt(lambda: take(self._server.session, data.get("params")))

    def _answer(self, data: dict[str, Any]) -> None:
        """Has a handler answer. pygls calls it in a context of its own and for a future, which
        takes longer than most handlers do."""

        def answer() -> None:
            result = self.fm.features[data["method"]](_params(data))
            if "id" in data:
                self._send_response(data["id"], result)

        self._server.attempt(answer, lambda error: self._fail(data, error))

    def _fail(self, data: dict[str, Any], error: Exception) -> None:
        """Answers with what became of a request."""
        if isinstance(error, JsonRpcException):
            self._refuse(_id(data), error.code, error.message, data)
        else:
            told = f"{type(error).__name__}: {error}"
            self._refuse(_id(data), JsonRpcInternalError.CODE, told, data)

    def _structured(self, data: dict[str, Any]) -> Any:
        if data.get("method") in PLAIN_IN_TIME:
            return Request(data) if "id" in data else Message(data)
        return self.structure_message(data)

    def _refuse(self, id: Any, code: int, message: str, data: dict[str, Any] | None = None) -> None:
        """Answers with an error; a notification is passed over in silence."""
        if data is not None and "id" not in data:
            return
        self._write({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})

    def without_cancelled(self, messages: list[Any]) -> Iterator[Any]:
        """`messages` without requests that a later one of them cancels; those are answered so."""
        cancelled = {_cancelled(message) for message in messages} - {None}
        for message in messages:
            id = _id(message)
            if cancelled and id is not None and id in cancelled and "method" in message:
                self._refuse(id, CANCELLED, "cancelled")
            elif _cancelled(message) is None:
                yield message

    def rested(self) -> None:
        """No message waits: a good moment to publish what has changed."""
        self._server.session.publish_all()

    # -- out ---------------------------------------------------------------------------------------

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if error is None and (result is None or isinstance(result, (dict, list, Written))):
            self._result_types.pop(msg_id, None)
            written = result if isinstance(result, Written) else dumped(result)
            self._send(f'{{"jsonrpc":"2.0","id":{dumped(msg_id)},"result":{written}}}')
        else:
            super()._send_response(msg_id, result, error)

    def notify_plain(self, method: str, params: Any) -> None:
        """Sends a notification whose parameters are plain JSON."""
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def notify_written(self, method: str, params: str) -> None:
        """Sends a notification whose parameters are JSON already."""
        self._send(f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}')

    def send_plain(self, method: str, params: Any) -> Future[Any]:
        """Sends a request with plain parameters; its answer in time."""
        id, future = str(uuid4()), Future[Any]()
        self._request_futures[id] = future
        self._result_types[id] = self.get_result_type(method)
        self._write({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
        return future

    async def request_plain(self, method: str, params: Any) -> Any:
        """Sends a request with plain parameters; its answer."""
        return await asyncio.wrap_future(self.send_plain(method, params))

    def _write(self, data: Any) -> None:
        self._send(dumped(data))

    def _send(self, message: str) -> None:
        body = message.encode("ascii")
        if self.writer is not None:
            self.writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)


def _params(data: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a message. Raises JsonRpcInvalidParams if they are no object."""
    params = data.get("params") or {}
    if not isinstance(params, dict):
        raise JsonRpcInvalidParams("`params` must be an object")
    return params


def _id(data: Any) -> Any:
    id = data.get("id") if isinstance(data, dict) else None
    return id if isinstance(id, (int, str)) else None


def _cancelled(data: Any) -> Any:
    """The id of the request that a message cancels; None if it cancels none."""
    if isinstance(data, dict) and data.get("method") == types.CANCEL_REQUEST:
        params = data.get("params")
        return _id(params)
    return None
