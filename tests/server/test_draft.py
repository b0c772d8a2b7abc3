"""Keystrokes that wait together leave the text that they would leave one by one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.ide.attention import shown
from sbd_lsp.server import draft
from sbd_lsp.server import session as session_module
from sbd_lsp.server.convert import offsets_of
from sbd_lsp.server.draft import Typed
from sbd_lsp.server.session import OpenDocument, Session
from sbd_lsp.syntax import row
from sbd_lsp.syntax.document import Document

URI = "file:///d/a.sbd.yaml"
TEXT = "sbd: 1\nname: ab😀cd\r\nnodes:\n  A: {type: bucket}\n\n"
LINES = TEXT.splitlines()
LONG = TEXT.rstrip() + "".join(f"\n  {id}: {{type: bucket}}" for id in "BCDEFGH") + "\n"
TEXTS = (TEXT, "\r\n".join(LINES), "\r".join(LINES), "\n".join(LINES), "", LONG, LONG)
PIECES = ("", "", "x", "ab", " ", "\n", "\r\n", "\r", "é", "😀", ": ", "a\nb")
PLACES = st.integers(-1, 12)


@st.composite
def changes(draw: st.DrawFn) -> Any:
    """A change, most often one near the last as a person types it, now and then any other."""
    line, at = draw(st.integers(0, 6)), draw(PLACES)
    found = []
    jumps = draw(st.sampled_from([2, 5]))
    for _ in range(draw(st.integers(1, 16))):
        if draw(st.integers(0, jumps)) == 0:
            line, at = draw(st.integers(-1, 14)), draw(PLACES)
        text = draw(st.sampled_from(PIECES))
        start = at - draw(st.integers(0, 2))
        end = at + draw(st.sampled_from([0, 0, 0, 1]))
        lines = (line, line + draw(st.sampled_from([0, 0, 0, 0, 1, -1])))
        places = [
            {"line": at, "character": each} for at, each in zip(lines, (start, end), strict=True)
        ]
        found.append({"range": {"start": places[0], "end": places[1]}, "text": text})
        at = start + len(text)
    return found


def params(number: int, *changes: Any) -> Any:
    """The parameters with which an editor tells of changes."""
    return {"textDocument": {"uri": URI, "version": number}, "contentChanges": list(changes)}


def typed(line: int, at: int, text: str, removed: int = 0) -> Any:
    """The change that writes `text` at a column."""
    places = [{"line": line, "character": each} for each in (at, at + removed)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text}


def session(encoding: str, text: str = TEXT) -> Session:
    """A session with a text open."""
    made = Session(lambda _: None)
    made.encoding = encoding
    made.opened({"textDocument": {"uri": URI, "version": 0, "text": text}})
    return made


def direct(document: OpenDocument, change: Any, encoding: str) -> None:
    """Makes a change at the offsets of its range, and reads the document at once."""
    start, end = sorted(offsets_of(document.analysis.document, change["range"], encoding))
    document.change(start, end, change["text"])


@pytest.mark.parametrize(("length", "parts"), [(1, 64), (128, 64), (128, 1), (128, 0)])
@settings(max_examples=500, deadline=None)
@given(st.sampled_from(TEXTS), changes(), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_together_they_do_what_they_do_one_by_one(
    length: int, parts: int, text: str, found: list[Any], encoding: str
) -> None:
    """Whatever is typed, wherever: text, version, and the line where the person is are the same;
    and what stood when that line was begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row, "LENGTH", length)
        patch.setattr(draft, "MOST_PARTS", parts)
        plain, each_, all_ = (session(encoding, text) for _ in range(3))
        first, alone, together = (made.documents[URI] for made in (plain, each_, all_))
        for number, change in enumerate(found, 1):
            direct(first, change, encoding)
            each_.changed(params(number, change))
            assert alone.attention == first.attention
            all_.changed(params(number, change))
        for made in (alone, together):
            assert made.line == first.line
            assert made.analysis.document.text == first.analysis.document.text
            assert made.version == len(found)


def test_what_reaches_into_half_a_character_is_applied_by_itself() -> None:
    """An edit that begins within a pair of surrogates is not joined with the one before it."""
    one, all_ = session("utf-16"), session("utf-16")
    changes = [typed(1, 10, ""), typed(1, 9, "x", 1), typed(1, 9, "", 1)]
    for change in changes:
        direct(one.documents[URI], change, "utf-16")
    all_.changed(params(1, *changes))
    kept, made = one.documents[URI], all_.documents[URI]
    assert kept.analysis.document.text == made.analysis.document.text


@pytest.mark.parametrize("text", ["a: 1\rb: 2\rc: 3", "a: 1\rb: 2\nc: 3"])
def test_a_break_in_two_halves_is_one_break(text: str) -> None:
    """What is written at the start of a line may end the line before it."""
    one, all_ = (session("utf-16", text) for _ in range(2))
    changes = [typed(1, 0, "\n"), typed(1, 0, "x"), typed(1, 1, "", 1), typed(1, 1, "y")]
    for change in changes:
        direct(one.documents[URI], change, "utf-16")
    all_.changed(params(1, *changes))
    kept, made = one.documents[URI], all_.documents[URI]
    assert made.analysis.document.text == kept.analysis.document.text


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were put into a document since the test began."""
    texts: list[str] = []
    edited = Document.edited

    def counted(document: Document, start: int, end: int, text: str) -> Any:
        texts.append(text)
        return edited(document, start, end, text)

    monkeypatch.setattr(Document, "edited", counted)
    return texts


def test_a_burst_is_read_once(read: list[str]) -> None:
    """Lines that are typed, broken and deleted: only what they are in the end."""
    made = session("utf-16")
    letters = [typed(3, 20, "\n"), *(typed(4, at, letter) for at, letter in enumerate("  B:"))]
    letters += [typed(4, 4, "\n"), typed(5, 0, "  C"), typed(5, 2, "", 1), typed(5, 2, "D")]
    for number, letter in enumerate(letters):
        made.changed(params(number, letter))
    text = made.documents[URI].analysis.document.text
    assert text == TEXT.replace("bucket}\n", "bucket}\n  B:\n  D\n")
    assert len(read) == 1


def test_what_is_written_and_deleted_is_not_read(read: list[str]) -> None:
    """Somewhere else in the burst, before the line on which it ends."""
    made = session("utf-16", LONG)
    letters = [typed(4, 5, "x"), typed(4, 5, "", 1), typed(8, 3, "y"), typed(8, 3, "", 1)]
    letters += [typed(6, 3, "z")]
    for number, letter in enumerate(letters):
        made.changed(params(number, letter))
    assert made.documents[URI].analysis.document.text == LONG.replace("  D:", "  Dz:")
    assert len(read) == 1


def test_places_without_number_are_put_together(read: list[str]) -> None:
    """A hundred cursors, or a word replaced everywhere, do not mean as many readings."""
    nodes = "".join(f"  N{number}: {{type: bucket}}\n" for number in range(1000))
    made = session("utf-16", f"nodes:\n{nodes}")
    places = range(1, 1001, 3)
    made.changed(params(1, *(typed(line, 2, "M", 1) for line in places)))
    text = made.documents[URI].analysis.document.text
    assert text.count("\n  M") == len(places)
    assert len(read) <= draft.MOST_PARTS + 2


@pytest.mark.parametrize("upwards", [True, False])
def test_every_line_of_a_file_is_changed_in_one_reading(upwards: bool, read: list[str]) -> None:
    """As editors do who put all that is selected into comments: a change for each line, most of
    them from the last one up. It took the square of the document: 19 s for 1,000 nodes."""
    nodes = "".join(f"  N{number}: {{type: bucket}}\n" for number in range(1000))
    text = f"sbd: 1\nname: long\nnodes:\n{nodes}"
    made = session("utf-16", text)
    lines = range(text.count("\n"))
    changes = [typed(line, 0, "# ") for line in (reversed(lines) if upwards else lines)]
    made.changed(params(1, *changes))
    expected = "".join(f"# {line}\n" for line in text.splitlines())
    assert made.documents[URI].analysis.document.text == expected
    assert len(read) == 1


def test_a_change_that_is_none_loses_no_other() -> None:
    """What came before it in the same message is made."""
    made = session("utf-16")
    with pytest.raises(KeyError):
        made.changed(params(1, typed(0, 6, "0"), {"range": None}))
    assert made.documents[URI].analysis.document.text == TEXT.replace("sbd: 1", "sbd: 10")


@pytest.mark.parametrize("text", [None, 7, ["\n"]])
def test_a_change_without_text_leaves_the_draft_as_it_was(text: Any) -> None:
    """And those after it are made."""
    made = session("utf-16")
    made.changed(params(1, typed(0, 6, "0")))
    with pytest.raises((TypeError, AttributeError)):
        made.changed(params(2, typed(2, 0, text)))
    assert made.documents[URI].line == Typed(0)
    made.changed(params(3, typed(0, 7, "0")))
    assert made.documents[URI].analysis.document.text == TEXT.replace("sbd: 1", "sbd: 100")


def test_what_cannot_be_read_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change after which reading fails is still there when reading works again."""
    made = session("utf-16")
    made.changed(params(1, typed(0, 6, "0")))

    def fail(*_: Any) -> Any:
        raise RecursionError

    with monkeypatch.context() as patched:
        patched.setattr(draft.Draft, "made", fail)
        with pytest.raises(RecursionError):
            made.documents[URI].diagnostics()
    made.changed(params(2, typed(0, 7, "0")))
    assert made.documents[URI].analysis.document.text == TEXT.replace("sbd: 1", "sbd: 100")


def test_what_a_burst_spoils_elsewhere_waits_for_a_pause() -> None:
    """What stood before the burst stays; what came with it on other lines is not said yet."""
    edges = "edges:\n  - {from: A, to: B}\n"
    made = session("utf-16", LONG + edges)
    document = made.documents[URI]

    def said() -> list[str]:
        found = shown(document.analysis, document.attention)
        return [each.rule.slug for each, _ in found]

    assert said() == ["wrong-value", "edge-not-allowed"]
    made.changed(params(1, typed(3, 2, "Z", 1)))  # the edge leads from nowhere
    made.changed(params(2, typed(5, 2, "Cc", 1)))  # and the person is on another line
    made.changed(params(3, typed(5, 4, "c")))
    assert said() == ["wrong-value"]
    document.settle()
    assert said() == ["wrong-value", "unknown-node"]


def test_a_line_that_is_begun_again_after_a_pause_is_begun() -> None:
    """Whatever was typed on it before the pause stands from then on."""
    made = session("utf-16", LONG)
    document = made.documents[URI]
    made.changed(params(1, typed(4, 2, "A", 1)))  # a second A
    document.settle()
    made.changed(params(2, typed(4, 20, " ")))
    assert any(slug == "duplicate-id" for slug, _ in document.attention.settled)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TEXTS), changes(), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_a_document_is_checked_for_as_long_as_it_is_not_too_large(
    text: str, made: Any, encoding: str
) -> None:
    """However it grows; after that until all of its text is given."""
    other = OpenDocument(URI, 1, text, encoding)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(session_module, "LARGEST", 60)
        document = OpenDocument(URI, 1, text, encoding)
        grown = document.too_large
        for change in made:
            document.apply(change)
            document.diagnostics()
            with pytest.MonkeyPatch.context() as unlimited:
                unlimited.setattr(session_module, "LARGEST", 10**6)
                other.apply(change)
                expected = other.analysis.document.text
            grown = grown or len(expected) > 60
            assert document.too_large == grown
            if not grown:
                assert document.analysis.document.text == expected
        document.apply({"text": TEXT})
        assert not document.too_large
        assert document.analysis.document.text == TEXT
