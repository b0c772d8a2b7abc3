"""«Did you mean»: the known word that is most like what was typed."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 3


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of `known` that `word` was most likely meant to be, or None if none is close.

    Close is: the same but for case, or up to a third of the letters, three at most, mistyped, left
    out, added or swapped with their neighbour. The order of `known` does not matter: of words that
    are equally close the one that comes first in the alphabet is taken.
    """
    folded = word.casefold()
    letters = set(folded)
    limit = min(max(len(folded) > 1, len(folded) // 3), MOST)  # a letter alone is no hint
    best: tuple[int, str] | None = None
    for candidate in known:
        if not -limit <= len(candidate) - len(folded) <= limit:
            continue
        other = candidate.casefold()
        if len(letters.difference(other)) > limit or len(set(other) - letters) > limit:
            continue
        distance = _distance(folded, other, limit)
        if distance <= limit and (best is None or (distance, candidate) < best):
            best = (distance, candidate)
            limit = distance
    return best[1] if best else None


def _distance(one: str, other: str, limit: int) -> int:
    """Edits between two words, or more than `limit` if beyond it."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return _aligned(one[start : len(one) - end], other[start : len(other) - end], limit)


def _aligned(one: str, other: str, limit: int) -> int:
    """As `_distance`, by optimal string alignment, looking no further than `limit` aside."""
    far = limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [far] * (len(other) + 1)
        row[0] = least = i
        for j in range(max(1, i - limit), min(len(other), i + limit) + 1):
            letter2 = other[j - 1]
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != letter2))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == letter2:
                cost = min(cost, last[j - 2] + 1)
            row[j] = cost
            least = min(least, cost)
        if least > limit:
            return far
    return row[-1]
