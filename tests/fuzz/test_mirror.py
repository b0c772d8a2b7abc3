"""The fuzzer's own idea of what an edit does."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from benchmarks import noise
from benchmarks.mirror import changed, offset_of, place_of

ENCODINGS = st.sampled_from(("utf-8", "utf-16", "utf-32"))
TEXT = st.text(st.sampled_from("ab 😀é漢\n\r"), max_size=30)


@given(TEXT, ENCODINGS, st.data())
def test_a_place_leads_back_to_its_offset(text: str, encoding: str, data: st.DataObject) -> None:
    """Positions and offsets are the same places, but between `\\r` and `\\n`."""
    offset = data.draw(st.integers(0, len(text)))
    found = offset_of(text, place_of(text, offset, encoding), encoding)
    if text[max(offset - 1, 0) : offset + 1] != "\r\n":
        assert found == offset


def test_what_lies_outside_of_the_text_means_its_nearest_end() -> None:
    """A character behind its line is the line's end, a line behind the text is the text's end."""
    text = "ab\r\ncd"
    assert offset_of(text, {"line": 0, "character": 99}, "utf-16") == 2
    assert offset_of(text, {"line": 9, "character": 0}, "utf-16") == 6


def test_a_position_inside_of_a_character_is_the_place_before_it() -> None:
    """UTF-16 can point into the middle of an emoji."""
    assert offset_of("a😀b", {"line": 0, "character": 2}, "utf-16") == 1
    assert offset_of("a😀b", {"line": 0, "character": 3}, "utf-16") == 2


def test_a_range_that_is_the_wrong_way_round_is_turned() -> None:
    """Start and end may be exchanged."""
    area = {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 1}}
    assert changed("abcd", {"range": area, "text": "-"}, "utf-8") == "a-d"


@given(st.integers(0, 10_000), ENCODINGS)
def test_noise_is_always_a_change_that_can_be_made(number: int, encoding: str) -> None:
    """Whatever the fuzzer sends, it knows itself what comes of it."""
    rng = random.Random(number)
    text = noise.seed_text(rng)
    assert isinstance(changed(text, noise.change(text, encoding, rng), encoding), str)
