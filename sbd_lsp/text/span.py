"""A stretch of text."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """From `start` up to, not including, `end`: offsets in characters from 0."""

    start: int
    end: int

    def touches(self, offset: int) -> bool:
        """Whether a cursor at `offset` stands in or at an end of the span."""
        return self.start <= offset <= self.end

    def shifted(self, by: int) -> Span:
        """The span `by` characters further on."""
        return Span(self.start + by, self.end + by)
