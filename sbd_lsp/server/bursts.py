"""Messages that change a document one after the other, put together into one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

DID_CHANGE = "textDocument/didChange"


def folded(messages: Iterable[Any]) -> Iterator[Any]:
    """`messages` of a client, with changes of one document that follow one another in one. What is
    not as it should be stays by itself, so that it is refused by itself."""
    held: Any = None
    for message in messages:
        change = _is_change(message)
        if change and held is not None and _uri(message) == _uri(held):
            params = message["params"]
            changes = held["params"]["contentChanges"] + params["contentChanges"]
            held = {**message, "params": {**params, "contentChanges": changes}}
            continue
        if held is not None:
            yield held
        held = message if change else None
        if not change:
            yield message
    if held is not None:
        yield held


def _is_change(message: Any) -> bool:
    """Whether a message changes a document and is as it should be."""
    if not isinstance(message, dict) or message.get("method") != DID_CHANGE or "id" in message:
        return False
    try:
        changes = message["params"]["contentChanges"]
        sound = isinstance(_uri(message), str) and isinstance(changes, list)
        return sound and all(map(_is_sound, changes))
    except (TypeError, KeyError, AttributeError):
        return False


def _is_sound(change: Any) -> bool:
    span = change.get("range")
    if span is not None:
        start, end = span["start"], span["end"]
        numbers = (start["line"], start["character"], end["line"], end["character"])
        if {type(each) for each in numbers} != {int}:
            return False
    return isinstance(change["text"], str)


def _uri(message: Any) -> Any:
    return message["params"]["textDocument"]["uri"]
