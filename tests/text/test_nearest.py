"""What a word was meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.text.nearest import Words, nearest


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
    assert Words.of(known).changed(gone, ()).nearest(word) == expected
    assert Words.of(gone).changed(gone, left).nearest(word) == expected
