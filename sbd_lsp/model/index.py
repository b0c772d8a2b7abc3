"""Entries by the ids that they have or name, in buckets, so that a change copies some buckets.

Each version of a design has an index of its own; it shares with the one before it all buckets in
which nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Generic, NamedTuple, TypeVar

BUCKETS = 128  # a power of two
MASK = BUCKETS - 1

EntryT = TypeVar("EntryT")
Pairs = Iterable[tuple[str, EntryT]]
Bucket = dict[str, tuple[EntryT, ...]]


class Index(Generic[EntryT]):
    """The entries under each id, in the order in which they were added. Immutable. Ids come in no
    particular order."""

    def __init__(self, buckets: list[Bucket[EntryT]]) -> None:
        self._buckets = buckets

    @classmethod
    def of(cls, added: Pairs[EntryT]) -> Index[EntryT]:
        """The index of entries with their ids."""
        buckets: list[Bucket[EntryT]] = [{} for _ in range(BUCKETS)]
        for name, entries in _grouped(added).items():
            buckets[hash(name) & MASK][name] = tuple(entries)
        return cls(buckets)

    def changed(self, removed: Pairs[EntryT], added: Pairs[EntryT]) -> Index[EntryT]:
        """The index without some entries and with some others, each given with its id."""
        gone, come = _grouped(removed), _grouped(added)
        buckets = list(self._buckets)
        own: set[int] = set()
        for name in {**gone, **come}:
            place = hash(name) & MASK
            if place not in own:
                own.add(place)
                buckets[place] = dict(buckets[place])
            out = set(map(id, gone.get(name, ())))
            left = (entry for entry in self.get(name) if id(entry) not in out)
            entries = (*left, *come.get(name, ()))
            if entries:
                buckets[place][name] = entries
            else:
                buckets[place].pop(name, None)
        return Index(buckets) if own else self

    def get(self, id: str) -> tuple[EntryT, ...]:
        """The entries under `id`, none if there are none."""
        return self._buckets[hash(id) & MASK].get(id, ())

    def __contains__(self, id: str) -> bool:
        return id in self._buckets[hash(id) & MASK]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._buckets)

    def values(self) -> Iterator[tuple[EntryT, ...]]:
        """The entries of each id."""
        return chain.from_iterable(bucket.values() for bucket in self._buckets)


class Difference:
    """The ids that one index has and another has not. What was found is kept: the next time, only
    buckets that have changed since are looked through."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []

    def between(self, one: Index[Any], other: Index[Any]) -> set[str]:
        """The ids of `one` that `other` does not have."""
        known = self._parts or [NO_PART] * BUCKETS
        self._parts = [
            part if part.one is mine and part.other is others else _part(mine, others)
            for part, mine, others in zip(known, one._buckets, other._buckets, strict=True)
        ]
        return set().union(*(part.ids for part in self._parts))


class _Part(NamedTuple):
    one: Bucket[Any]
    other: Bucket[Any]
    ids: set[str]


NO_PART = _Part({}, {}, set())


def _part(one: Bucket[Any], other: Bucket[Any]) -> _Part:
    return _Part(one, other, one.keys() - other.keys())


def _grouped(pairs: Pairs[EntryT]) -> dict[str, list[EntryT]]:
    found: dict[str, list[EntryT]] = {}
    for name, entry in pairs:
        found.setdefault(name, []).append(entry)
    return found
