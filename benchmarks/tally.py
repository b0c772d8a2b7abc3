"""What replays have shown: counts, and each single miss with all that is needed to see it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT = 500
SAME = 40


@dataclass
class Tally:
    """What the replays of one manner into one server have shown."""

    keystrokes: int = 0
    asked: int = 0
    missed: int = 0
    behind: int = 0
    asked_empty: int = 0
    missed_empty: int = 0
    tokens: int = 0
    tokens_missed: int = 0
    outside: int = 0
    checked: int = 0
    alarmed: int = 0
    hinted: int = 0
    hovers: int = 0
    hovers_lost: int = 0
    broken: int = 0
    asked_by_kind: Counter[str] = field(default_factory=Counter)
    missed_by_kind: Counter[str] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def miss(self, what: str, facts: Mapping[str, Any], **more: Any) -> None:
        """Keeps one failure with all that is needed to see it again; the same one is counted."""
        same = (what, facts.get("design"), facts.get("line"), more.get("code"), more.get("token"))
        for earlier in self.misses[-SAME:]:
            if earlier["same"] == [*same, more.get("on")]:
                earlier["times"] += 1
                return
        if len(self.misses) < KEPT:
            what_it_is = {"same": [*same, more.get("on")], "times": 1}
            self.misses.append({"what": what, **facts, **more, **what_it_is})

    def add(self, other: Tally) -> None:
        """Adds what another replay has shown."""
        for name, value in vars(other).items():
            if isinstance(value, Counter):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def as_json(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {
            name: dict(value) if isinstance(value, Counter) else value
            for name, value in vars(self).items()
        }
