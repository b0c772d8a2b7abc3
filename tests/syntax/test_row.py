"""A row of blocks is what a plain list of them would be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sbd_lsp.syntax import row
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import NODE, START
from sbd_lsp.syntax.row import Row

texts = st.lists(st.sampled_from(["a: 1\n", "b:\n  c: 2\n", "# d\r\n", "é\n"]), max_size=9)
splices = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), texts), max_size=12)


def blocks_of(texts: list[str]) -> list[Block]:
    """A block for each text."""
    return [Block(NODE, text, START, START) for text in texts]


def same(found: Row, blocks: list[Block]) -> None:
    """Compares all that a row says with what its blocks one by one say."""
    assert list(found) == blocks
    assert len(found) == len(blocks)
    text = "".join(block.text for block in blocks)
    assert found.length == len(text)
    start = line = 0
    for index, block in enumerate(blocks):
        assert found[index] is found[index - len(blocks)] is block
        assert (found.start(index), found.line(index)) == (start, line)
        assert found.index_of(block) == index
        assert {found.index_at(start + at) for at in range(len(block.text))} == {index}
        assert {found.index_at_line(line + at) for at in range(block.breaks)} == {index}
        start += len(block.text)
        line += block.breaks
    assert found.start(len(blocks)) == len(text)


@pytest.mark.parametrize("length", [1, 2, 5])
@settings(max_examples=300, deadline=None)
@given(texts.filter(bool), splices)
def test_a_row_after_splices_is_the_list_after_them(
    length: int, first: list[str], changes: list[tuple[int, int, list[str]]]
) -> None:
    """Places are found the same however the blocks came to stand where they do; the versions
    before still know all of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row, "LENGTH", length)
        blocks = blocks_of(first)
        found = Row.of(blocks)
        versions = [(found, blocks)]
        for start, count, new in changes:
            begin = min(start, len(blocks))
            end = min(begin + count, len(blocks))
            fresh = blocks_of(new)
            if not fresh and end - begin == len(blocks):
                continue
            blocks = [*blocks[:begin], *fresh, *blocks[end:]]
            found = found.spliced(begin, end, fresh)
            versions.append((found, blocks))
        for each in versions:
            same(*each)


def test_between_takes_what_is_there() -> None:
    """From and up to any index, also beyond the end."""
    blocks = blocks_of(["a\n"] * 300)
    found = Row.of(blocks)
    for first, last in ((0, 300), (0, 0), (100, 290), (127, 129), (250, 400), (300, 310)):
        assert found.between(first, last) == blocks[first:last]


def test_an_index_outside_is_refused() -> None:
    """As lists do."""
    found = Row.of(blocks_of(["a\n"]))
    for index in (1, -2):
        with pytest.raises(IndexError):
            found[index]
