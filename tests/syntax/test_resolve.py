"""What plain scalars mean."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.syntax import resolve as module
from sbd_lsp.syntax.resolve import resolve
from sbd_lsp.syntax.strict import scalar_value


def test_a_text_that_is_typed_letter_by_letter_is_not_remembered() -> None:
    """Or a long description would be kept once for each letter of it."""
    before = module._remembered.cache_info().currsize
    for length in range(module.LONGEST + 1, 5000):
        assert resolve("x" * length) == "x" * length
    assert module._remembered.cache_info().currsize == before
    assert resolve("1" * 100) == int("1" * 100)


@settings(max_examples=3000)
@given(st.from_regex(r"[-+.0-9][-+.:_ 0-9a-fxotzTZMBs/]{0,9}[0-9a-fM]", fullmatch=True))
def test_what_looks_like_a_number_or_a_date_is_what_pyyaml_says(text: str) -> None:
    """Be it one, or text such as `128MB`, for which PyYAML is not asked."""
    said, meant = resolve(text), scalar_value(text)
    assert (type(said), repr(said)) == (type(meant), repr(meant))
