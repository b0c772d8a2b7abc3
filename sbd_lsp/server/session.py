"""Open documents, and when their findings are published: the only mutable state of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.attention import NO_KEYS, Attention, Keys, keys, shown
from sbd_lsp.server.convert import Json, changed, line_span, offset_at, offsets_of, position
from sbd_lsp.server.diagnostics import Diagnostics, note, only
from sbd_lsp.server.draft import Draft, Typed, line_typed
from sbd_lsp.server.outline import Outline, fold_entries, symbol_entries
from sbd_lsp.server.settings import Settings
from sbd_lsp.text.edit import difference

LARGEST = 16 * 1024 * 1024
Publish = Callable[[Callable[[], str]], None]


class OpenDocument:
    """A document that an editor has open."""

    def __init__(self, uri: str, version: int | None, text: str, encoding: str) -> None:
        self.uri = uri
        self.version = version
        self.encoding = encoding
        self.too_large = len(text) > LARGEST
        self._analysis = Analysis.of("" if self.too_large else text)
        self._draft: Draft | None = None  # changes that are not made to the analysis yet
        self.line: Typed | None = None  # on which a person is typing
        self._left: Analysis | None = None  # the version before that line was begun
        self._settled: Keys = NO_KEYS
        self._diagnostics = Diagnostics(uri, encoding)
        self.symbols = Outline(partial(symbol_entries, encoding=encoding))
        self.folds = Outline(fold_entries)
        begun = not self.too_large and bool(text.strip())
        self.saved: Keys = keys(self.analysis) if begun else NO_KEYS

    @property
    def analysis(self) -> Analysis:
        """What is known of the text as it is now."""
        self._finish_draft()
        return self._analysis

    def _finish_draft(self) -> None:
        draft = self._draft
        if draft is not None:
            self._analysis = draft.made()
            self._draft = None  # only now: should it fail, later changes are made to it, too
            if draft.begun:
                self._left = draft.before

    def apply(self, change: Json) -> None:
        """Makes a change (a TextDocumentContentChangeEvent)."""
        if change.get("range") is None:
            self.replace(change["text"])
        elif self.too_large:
            return  # what is not kept cannot be followed
        elif self._analysis.document.length + len(change["text"]) > LARGEST:
            self.replace(changed(self.analysis.document.text, change, self.encoding))
        elif not self._drafted(change):
            start, end = sorted(offsets_of(self.analysis.document, change["range"], self.encoding))
            self.change(start, end, change["text"])

    def _drafted(self, change: Json) -> bool:
        """Makes a change to the draft, and says whether it did."""
        draft = self._draft or Draft(self._analysis, self.line, self.encoding)
        if not draft.take(change):
            return False
        self._draft, self.line = draft, draft.line
        return True

    def change(self, start: int, end: int, text: str) -> None:
        """Puts `text` in the place of what stands from `start` up to `end`."""
        before = self.analysis
        begin = line_span(before.document, start).start
        head = before.document.text_between(begin, start)
        line = line_typed(head, position(before.document, start, "utf-32")["line"], text)
        self._analysis = before.edit(start, end, text)
        if not line.pasted and line != self.line:
            self._left = before
        self.line = line

    def replace(self, text: str) -> None:
        """Takes `text` for the whole text, as a change of the part that differs."""
        if self.too_large or len(text) > LARGEST:
            self.__init__(self.uri, self.version, text, self.encoding)  # type: ignore[misc]
            return
        span, text = difference(self.analysis.document.text, text)
        self.change(span.start, span.end, text)

    def settle(self) -> None:
        """The person has stopped typing."""
        self._finish_draft()
        self.line, self._left = None, None

    @property
    def attention(self) -> Attention:
        """Where the person is typing, and what may be said meanwhile."""
        document = self.analysis.document
        if self._left is not None:
            self._settled, self._left = keys(self._left), None
        line = None
        if self.line is not None:
            start = offset_at(document, self.line.line, 0, "utf-32")
            line = line_span(document, start)
        pasted = self.line is not None and self.line.pasted
        return Attention(line, self._settled, self.saved, pasted)

    def diagnostics(self) -> str:
        """The parameters, as JSON, with which the findings are published."""
        if self.too_large:
            message = (
                f"the file is larger than {LARGEST >> 20} MB and is not checked; close it, make it"
                " smaller and open it again"
            )
            return only(self.uri, self.version, [note("too-large", message)])
        found = shown(self.analysis, self.attention)
        return self._diagnostics.params(self.version, self.analysis.document, found)


class Session:
    """The documents of one connection. `publish` is given what makes the parameters to publish, as
    JSON."""

    def __init__(self, publish: Publish) -> None:
        self.documents: dict[str, OpenDocument] = {}
        self.encoding = "utf-16"
        self.pause = Settings().pause  # seconds
        self._publish = publish
        self._pending: set[str] = set()
        self._pauses: dict[str, asyncio.TimerHandle] = {}

    def opened(self, params: Json) -> None:
        """Takes a document in; one that is open already is taken anew."""
        item = params["textDocument"]
        document = OpenDocument(item["uri"], item.get("version"), item["text"], self.encoding)
        self.documents[document.uri] = document
        self._pending.add(document.uri)

    def changed(self, params: Json) -> None:
        """Applies the changes to a document, in order."""
        item = params["textDocument"]
        document = self.documents.get(item["uri"])
        if document is None:
            return
        document.version = item.get("version")
        self._pending.add(document.uri)
        for change in params["contentChanges"]:
            document.apply(change)

    def saved(self, uri: str) -> None:
        """The file of a document was written."""
        document = self.documents.get(uri)
        if document is not None:
            document.settle()
            document.saved = keys(document.analysis)
            self._pending.add(uri)

    def closed(self, params: Json) -> None:
        """Lets a document go, and its findings with it."""
        uri = params["textDocument"]["uri"]
        if self.documents.pop(uri, None) is not None:
            self._pending.discard(uri)
            self._stop_pause(uri)
            self._publish(lambda: only(uri, None, ()))

    def _offset(self, document: OpenDocument, place: Json) -> int:
        return offset_at(
            document.analysis.document, int(place["line"]), int(place["character"]), self.encoding
        )

    def at(self, params: Json) -> tuple[OpenDocument, int] | None:
        """The document that a request is about, and the offset; None if it is not open."""
        document = self.documents.get(params["textDocument"]["uri"])
        if document is None:
            return None
        return document, self._offset(document, params["position"])

    # -- publishing --------------------------------------------------------------------------------

    def publish_all(self) -> None:
        """Publishes the findings of all documents that changed since the last time."""
        pending, self._pending = self._pending, set()
        for uri in pending:
            document = self.documents.get(uri)
            if document is not None:
                self._publish(document.diagnostics)
                self._stop_pause(uri)
                if document.line is not None:
                    self._begin_pause(uri)

    def _begin_pause(self, uri: str) -> None:
        loop = asyncio.get_running_loop()
        self._pauses[uri] = loop.call_later(self.pause, self._paused, uri)

    def _stop_pause(self, uri: str) -> None:
        timer = self._pauses.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def _paused(self, uri: str) -> None:
        self._pauses.pop(uri, None)
        document = self.documents.get(uri)
        if document is not None:
            document.settle()
            self._publish(document.diagnostics)
