"""Keystrokes that wait together, made into one change.

When a key is held down, or the server was busy, changes arrive faster than each of them is worth
an answer. Only the text after the last one counts, so neighbouring ones are put together before
the text is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sbd_lsp.server.convert import Json

DID_CHANGE = "textDocument/didChange"


class Typed(NamedTuple):
    """A change within a line: `text`, ASCII without a break, in the place of what stands from
    `start` up to `end`, in code units of whatever encoding client and server agreed on."""

    line: int
    start: int
    end: int
    text: str

    def then(self, other: Typed) -> Typed | None:
        """This change and `other` after it as one; None if they do not touch."""
        after = self.start + len(self.text)
        if other.line != self.line or not self.start <= other.end <= after:
            return None
        rest = self.text[other.end - self.start :]
        if other.start < self.start:
            return Typed(self.line, other.start, self.end, other.text + rest)
        return self._replace(text=self.text[: other.start - self.start] + other.text + rest)

    @property
    def change(self) -> Json:
        """As a content change of LSP."""
        ends = [{"line": self.line, "character": each} for each in (self.start, self.end)]
        return {"range": {"start": ends[0], "end": ends[1]}, "text": self.text}


class Burst(NamedTuple):
    """Changes of one stretch of a line, in order, and what all of them are together.

    `first` is the first of them, None if it is of another sort and stands alone. Together they mean
    the same only if the places of `first` are in the text: LSP moves places that are beyond it.
    """

    changes: list[Json]
    first: Typed | None
    whole: Typed | None


def folded(messages: Iterable[Any]) -> Iterator[Any]:
    """`messages` of a client, with keystrokes in one document that follow one another in one."""
    held: Any = None
    for message in messages:
        if held is not None and _is_keystroke(message) and _uri(message) == _uri(held):
            params = message["params"]
            changes = held["params"]["contentChanges"] + params["contentChanges"]
            held = {**message, "params": {**params, "contentChanges": changes}}
            continue
        if held is not None:
            yield held
        held = message if _is_keystroke(message) else None
        if held is None:
            yield message
    if held is not None:
        yield held


def bursts(changes: Iterable[Json]) -> Iterator[Burst]:
    """`changes` of a document in order, those together that touch."""
    burst: Burst | None = None
    for change in changes:
        typed = typed_of(change)
        whole = burst.whole.then(typed) if burst and burst.whole and typed else None
        if burst is not None and whole is not None:
            burst.changes.append(change)
            burst = burst._replace(whole=whole)
            continue
        if burst is not None:
            yield burst
        burst = Burst([change], typed, typed)
    if burst is not None:
        yield burst


def typed_of(change: Any) -> Typed | None:
    """The change within a line that a content change is; None if it is of another sort."""
    try:
        start, end, text = change["range"]["start"], change["range"]["end"], change["text"]
        typed = Typed(start["line"], start["character"], end["character"], text)
        plain = text.isascii() and "\n" not in text and "\r" not in text
        numbers = {type(each) for each in (*typed[:3], end["line"])} == {int}
        sound = numbers and start["line"] == end["line"] and 0 <= typed.start <= typed.end
    except (TypeError, KeyError, AttributeError):
        return None
    return typed if plain and sound and typed.line >= 0 else None


def _is_keystroke(message: Any) -> bool:
    """Whether a message changes a document within one line and is as it should be."""
    if not isinstance(message, dict) or message.get("method") != DID_CHANGE or "id" in message:
        return False
    try:
        changes = message["params"]["contentChanges"]
        sound = isinstance(_uri(message), str) and isinstance(changes, list)
        return sound and all(typed_of(change) for change in changes)
    except (TypeError, KeyError):
        return False


def _uri(message: Any) -> Any:
    return message["params"]["textDocument"]["uri"]
