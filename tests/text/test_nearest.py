"""What a word was meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.text import nearest as module
from sbd_lsp.text.nearest import Answer, Words, is_beside, is_slip, nearest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Thmbs", "Thumbs"),
        ("thumbs", "Thumbs"),
        ("Tuhmbs", "Thumbs"),
        ("Thumbss", "Thumbs"),
        ("Resise", "Resize"),
        ("Photo", None),
        ("", None),
    ],
)
def test_nearest_word(word: str, meant: str | None) -> None:
    """A word with a letter left out, added, changed, swapped or of another case is recognised."""
    assert nearest(word, ("Uploads", "Resize", "Thumbs")) == meant


@pytest.mark.parametrize(
    ("word", "known", "slip"),
    [
        ("get", "GET", True),
        ("PSOT", "POST", True),
        ("PUTT", "PUT", True),
        ("POT", "POST", True),
        ("SET", "GET", False),
        ("READ", "HEAD", False),
        ("apis", "api", False),
        ("Resise", "Resize", True),
    ],
)
def test_short_words_with_another_letter_are_other_words(word: str, known: str, slip: bool) -> None:
    """What is near is a slip, unless it is short and no letter is missing, doubled or swapped."""
    assert is_slip(word, known) == slip


def test_order_of_the_known_words_does_not_matter() -> None:
    """Of words equally near the first in the alphabet is meant."""
    assert nearest("Job1", ("Job3", "Job2")) == nearest("Job1", ("Job2", "Job3")) == "Job2"


def test_nearer_word_wins() -> None:
    """A word at distance one is meant rather than one at distance two."""
    assert nearest("Orders", ("Orderings", "Order", "Ordner")) == "Order"


def test_long_words_may_differ_in_three_letters() -> None:
    """Three letters may differ however long the word is, and no more."""
    assert nearest("PhotoThumbnailResizer", ("PhotoThumbnailResi",)) == "PhotoThumbnailResi"
    assert nearest("PhotoThumbnailResizer", ("PhotoThumbnailRes",)) is None


def distance(one: str, other: str) -> int:
    """Edits between two words by the definition: optimal string alignment, without a limit."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        distance(one[1:], other) + 1,
        distance(one, other[1:]) + 1,
        distance(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(one) > 1 and len(other) > 1:
        ways.append(distance(one[2:], other[2:]) + 1)
    return min(ways)


WORDS = st.text("abAB1é", max_size=6)


@settings(max_examples=1500, deadline=None)
@given(WORDS, st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=3))
def test_the_nearest_word_is_the_nearest_by_definition(
    word: str, known: list[str], gone: list[str]
) -> None:
    """Of those within the limit the nearest, then the first in the alphabet; also after changes."""
    limit = min(max(len(word) > 1, len(word) // 3), 3)
    left = set(known) - set(gone)
    far = {other: distance(word.casefold(), other.casefold()) for other in left}
    close = sorted((far[other], other) for other in left if far[other] <= limit)
    expected = close[0][1] if close else None
    assert nearest(word, left) == expected
    before, other = Words.of(known), Words.of([*gone, *known[:2]])
    assert Words.of(known).changed(gone, ()).nearest(word) == expected
    for words in (before, other):  # what was asked before is not what is answered now
        words.nearest(word)
    assert before.changed(gone, ()).nearest(word) == expected
    assert other.changed({*gone, *known[:2]}, left).nearest(word) == expected
    assert other.changed(gone, ()).changed(known[:2], left).nearest(word) == expected


def test_what_was_asked_is_not_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the same words nor in changed ones, but where a change may make a difference."""
    looked: list[str] = []
    look = Words._look

    def noted(words: Words, word: str) -> Answer:
        looked.append(word)
        return look(words, word)

    monkeypatch.setattr(Words, "_look", noted)
    words = Words.of(["Orders", "Photos"])
    assert [words.nearest("Ordesr"), words.nearest("Ordesr")] == ["Orders", "Orders"]
    assert words.changed(["Photos"], ["Invoices"]).nearest("Ordesr") == "Orders"
    assert looked == ["ordesr"]
    assert words.changed((), ["Ordesr2"]).nearest("Ordesr") == "Orders"
    assert words.changed(["Orders"], ()).nearest("Ordesr") is None
    assert looked == ["ordesr"] * 3


def test_answers_are_kept_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words are asked for."""
    monkeypatch.setattr(module, "MOST_ANSWERS", 10)
    words = Words.of(["Orders"])
    for number in range(100):
        words.nearest(f"Order{number}")
    assert len(words._answers) <= 10


@pytest.mark.parametrize(
    ("word", "known", "beside"),
    [
        ("Uplods", "Uploads", True),
        ("Uplaods", "Uploads", True),
        ("uploads", "Uploads", True),
        ("Refund", "OnRefund", False),
        ("Order", "Orders", False),
        ("Orders", "Order", False),
        ("Invoices", "Involves", False),
        ("Step2", "Step1", False),
        ("Setp2", "Step2", True),
    ],
)
def test_a_word_beside_another_is_hardly_one_of_its_own(
    word: str, known: str, beside: bool
) -> None:
    """One letter apart, and neither is a part of the other."""
    assert is_beside(word, known) == beside
