"""What plain scalars mean."""

from __future__ import annotations

from sbd_lsp.syntax import resolve as module
from sbd_lsp.syntax.resolve import resolve


def test_a_text_that_is_typed_letter_by_letter_is_not_remembered() -> None:
    """Or a long description would be kept once for each letter of it."""
    before = module._remembered.cache_info().currsize
    for length in range(module.LONGEST + 1, 5000):
        assert resolve("x" * length) == "x" * length
    assert module._remembered.cache_info().currsize == before
    assert resolve("1" * 100) == int("1" * 100)
