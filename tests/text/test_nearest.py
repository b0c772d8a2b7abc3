"""What a word was meant to be."""

from __future__ import annotations

import pytest

from sbd_lsp.text.nearest import nearest


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
