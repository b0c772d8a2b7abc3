"""Keystrokes that wait together leave the text that they would leave one by one."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.server.bursts import bursts, folded
from sbd_lsp.server.session import Session

URI = "file:///d/a.sbd.yaml"
TEXT = "sbd: 1\nname: ab😀cd\r\nnodes:\n  A: {type: bucket}\n\n"
PLACES = st.integers(-1, 12)


@st.composite
def changes(draw: st.DrawFn) -> Any:
    """A change, most often one near the last as a person types it, now and then any other."""
    line, at = draw(st.integers(0, 6)), draw(PLACES)
    found = []
    for _ in range(draw(st.integers(1, 12))):
        if draw(st.integers(0, 5)) == 0:
            line, at = draw(st.integers(-1, 9)), draw(PLACES)
        text = draw(st.sampled_from(["", "x", "ab", " ", "\n", "é", "😀", ": "]))
        start = at - draw(st.integers(0, 2))
        end = at + draw(st.sampled_from([0, 0, 0, 1]))
        places = [{"line": line, "character": each} for each in (start, end)]
        found.append({"range": {"start": places[0], "end": places[1]}, "text": text})
        at = start + len(text)
    return found


def message(number: int, change: Any, uri: str = URI) -> Any:
    """A change as it comes over the wire."""
    document = {"uri": uri, "version": number}
    params = {"textDocument": document, "contentChanges": [change]}
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}


def typed(line: int, at: int, text: str, removed: int = 0) -> Any:
    """The change that writes `text` at a column."""
    places = [{"line": line, "character": each} for each in (at, at + removed)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text}


def session(encoding: str) -> Session:
    """A session with TEXT open."""
    made = Session(lambda _: None)
    made.encoding = encoding
    made.opened({"textDocument": {"uri": URI, "version": 0, "text": TEXT}})
    return made


@settings(max_examples=1000, deadline=None)
@given(changes(), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_together_they_do_what_they_do_one_by_one(found: list[Any], encoding: str) -> None:
    """Whatever is typed, wherever: text, version, and the line where the person is are the same."""
    one, all_ = session(encoding), session(encoding)
    messages = [message(number, change) for number, change in enumerate(found, 1)]
    for each in messages:
        one.changed(each["params"])
    for each in folded(messages):
        all_.changed(each["params"])
    kept, made = one.documents[URI], all_.documents[URI]
    assert kept.analysis.document.text == made.analysis.document.text
    assert (kept.version, kept.attention) == (made.version, made.attention)


def test_what_reaches_into_half_a_character_is_applied_by_itself() -> None:
    """An edit that begins within a pair of surrogates is not joined with the one before it."""
    one, all_ = session("utf-16"), session("utf-16")
    changes = [typed(1, 10, ""), typed(1, 9, "x", 1), typed(1, 9, "", 1)]
    messages = [message(number, change) for number, change in enumerate(changes, 1)]
    for each in messages:
        one.changed(each["params"])
    for each in folded(messages):
        all_.changed(each["params"])
    kept, made = one.documents[URI], all_.documents[URI]
    assert kept.analysis.document.text == made.analysis.document.text


def test_a_word_is_one_change() -> None:
    """Typing, a slip taken back and deleting to the left become one change."""
    letters = [typed(3, 4 + at, letter) for at, letter in enumerate("buck")]
    letters += [typed(3, 7, "", 1), typed(3, 7, "ket"), typed(3, 3, "", 1)]
    (burst,) = bursts(letters)
    assert burst.whole is not None
    assert burst.whole.change == typed(3, 3, "bucket", 1)


def test_only_neighbours_are_put_together() -> None:
    """A question between two changes, or another document, keeps them apart."""
    hover = {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}
    first, second = message(1, typed(0, 0, "a")), message(2, typed(0, 1, "b"))
    other = message(3, typed(0, 2, "c"), "file:///d/b.sbd.yaml")
    assert list(folded([first, hover, second])) == [first, hover, second]
    assert list(folded([first, other])) == [first, other]
    (both,) = folded([first, second])
    assert both["params"]["textDocument"]["version"] == 2


def test_what_is_no_change_is_left_alone() -> None:
    """Whatever else stands between is passed on as it came."""
    odd = [None, 7, {"method": "textDocument/didChange"}, message(1, {"text": "all of it"})]
    assert list(folded(odd)) == odd
