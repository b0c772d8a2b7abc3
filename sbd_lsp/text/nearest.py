"""«Did you mean»: the known word that is most like what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple, Union

MOST = 3
MOST_ANSWERS = 20_000
DIGIT = re.compile(r"\d")
SHORT = 4  # letters of a word of which each may make another word


def nearest(word: str, known: Union[Iterable[str], Words]) -> str | None:
    """The word of `known` that `word` was most likely meant to be, or None if none is close.

    Close is: the same but for case, or up to a third of the letters, three at most, mistyped, left
    out, added or swapped with their neighbour. The order of `known` does not matter: of words that
    are equally close the one that comes first in the alphabet is taken.
    """
    return (known if isinstance(known, Words) else Words.of(known)).nearest(word)


def is_slip(word: str, known: str) -> bool:
    """Whether `word`, which `known` is nearest to, is hardly anything but a slip for it. A short
    word is only if a letter is missing or doubled or two are swapped: with another letter it is
    likely another word, as `SET` is beside `GET`."""
    word, known = word.casefold(), known.casefold()
    if len(word) > SHORT or word == known:
        return True
    places = range(len(word))
    return (
        any(known[:i] + known[i + 1 :] == word for i in range(len(known)))
        or any(word[:i] + word[i + 1 :] == known for i in places if word[i] == word[i - 1 : i])
        or any(word[:i] + word[i : i + 2][::-1] + word[i + 2 :] == known for i in places)
    )


def is_beside(word: str, known: str) -> bool:
    """Whether only one letter of `word` is mistyped, left out, added or swapped, or only the case
    of some is another; but not if one is a part of the other, as `Order` is of `Orders`, or they
    differ in digits, as `Step1` and `Step2`: both may be meant."""
    word, known = word.casefold(), known.casefold()
    if word == known:
        return True
    if word in known or known in word or DIGIT.findall(word) != DIGIT.findall(known):
        return False
    return _distance(word, known, 1) <= 1


class Answer(NamedTuple):
    """The word that was nearest to one that was asked for, of which `folded`, `letters` and at most
    `limit` edits are what another word would have to be as near to."""

    nearest: str | None
    folded: str
    letters: int
    limit: int


class Words:
    """Known words, sorted by their length, each with the letters that it has. Nothing can change
    them, only make others of them: the words of ten thousand ids are looked through in half a
    millisecond, and a change costs less. What was asked is answered at once when it is asked again,
    also of words that were changed where it makes no difference."""

    def __init__(self, by_length: dict[int, dict[str, int]], answers: dict[str, Answer]) -> None:
        self._by_length = by_length
        self._answers = answers

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The words, each of them once."""
        return cls({}, {}).changed((), words)

    def changed(self, removed: Collection[str], added: Iterable[str]) -> Words:
        """The words without some and with some others."""
        by_length = dict(self._by_length)
        fresh: dict[int, dict[str, int]] = {}
        come = [(word, word.casefold(), _letters(word.casefold())) for word in added]
        for word, folded in ((word, word.casefold()) for word in removed):
            _own(by_length, fresh, len(folded)).pop(word, None)
        for word, folded, letters in come:
            _own(by_length, fresh, len(folded))[word] = letters
        answers = {
            word: answer
            for word, answer in self._answers.items()
            if answer.nearest not in removed and not any(_as_near(each, answer) for each in come)
        }
        return Words(by_length, answers)

    def nearest(self, word: str) -> str | None:
        """The one that `word` was most likely meant to be, as `nearest` says."""
        answer = self._answers.get(word)
        if answer is None:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            answer = self._answers[word] = self._look(word.casefold())
        return answer.nearest

    def _look(self, folded: str) -> Answer:
        length, letters = len(folded), _letters(folded)
        limit = min(max(length > 1, length // 3), MOST)  # a letter alone is no hint
        best: tuple[int, str] | None = None
        for other in sorted(self._by_length, key=lambda other: abs(other - length)):
            if abs(other - length) > limit:
                break
            for bits, candidate in _alike(letters, self._by_length[other], limit):
                if bits > 2 * limit:
                    break
                # what comes later in the alphabet has to be nearer than the best so far
                most = limit - (best is not None and candidate > best[1])
                distance = _distance(folded, candidate.casefold(), most) if most >= 0 else MOST
                if distance <= most:
                    best = (distance, candidate)
                    limit = distance
        return Answer(best[1] if best else None, folded, letters, limit)


def _own(
    by_length: dict[int, dict[str, int]], fresh: dict[int, dict[str, int]], length: int
) -> dict[str, int]:
    """The words of a length in `by_length`, as a copy that is one of the `fresh` ones."""
    if length not in fresh:
        fresh[length] = by_length[length] = dict(by_length.get(length, {}))
    return fresh[length]


def _as_near(word: tuple[str, str, int], answer: Answer) -> bool:
    """Whether a word, given with what it folds to and its letters, is as near as an answer."""
    _, folded, letters = word
    limit = answer.limit
    return (
        (letters ^ answer.letters).bit_count() <= 2 * limit
        and abs(len(folded) - len(answer.folded)) <= limit
        and _distance(folded, answer.folded, limit) <= limit
    )


def _letters(word: str) -> int:
    """The letters of a word as bits of a number, one for the first time that a letter comes and one
    for the second; different letters may share bits."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        twice |= once & bit
        once |= bit
    return twice << 32 | once


def _alike(letters: int, words: dict[str, int], limit: int) -> list[tuple[int, str]]:
    """The words that may be at most `limit` edits away, each with the bits in which its letters
    differ, the likeliest first: each edit takes one letter away, brings one in, or both."""
    most = 2 * limit
    found = [
        (bits, word)
        for word, other in words.items()
        if (bits := (letters ^ other).bit_count()) <= most
    ]
    return sorted(found)


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
