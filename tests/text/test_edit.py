"""Changes to a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sbd_lsp.text.edit import Edit, apply, difference
from sbd_lsp.text.span import Span

TEXTS = st.text("ab\r\n", max_size=12)


@given(TEXTS, TEXTS)
def test_a_difference_makes_one_text_of_another(old: str, new: str) -> None:
    """And leaves alone what both begin and end with."""
    span, text = difference(old, new)
    assert apply([Edit(span, text)], old) == new
    gone = old[span.start : span.end]
    assert not (gone and text) or (gone[0] != text[0] and gone[-1] != text[-1])


def test_what_is_typed_twice_is_put_in_once() -> None:
    """The same text before and behind a change is not counted for both."""
    assert difference("aa", "aaa") == Edit(Span(2, 2), "a")
    assert difference("aaa", "a") == Edit(Span(1, 3), "")
    assert difference("a", "a") == Edit(Span(1, 1), "")
