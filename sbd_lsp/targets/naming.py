"""Names that the generator makes up: logical ids beside a person's, and physical names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

# CloudFormation's limit on a logical id
LOGICAL_ID = 255


class Names:
    """Gives out logical ids; none twice, none that a node or the target's own tools use."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def take(self, wish: str, *endings: str) -> str:
        """`wish`, or with a number behind it if it or it with one of `endings` is not free."""
        name = base = shorten(wish, LOGICAL_ID - 24)
        number = 1
        while any(name + ending in self._taken for ending in ("", *endings)):
            number += 1
            name = f"{base}{number}"
        self._taken.update(name + ending for ending in ("", *endings))
        return name

    def take_event(self, function: str, wish: str) -> str:
        """A name for an event of `function` whose resources get free ids.

        Resources of an event are called by the function, the event and perhaps `Permission`.
        """
        return self.take(function + wish, "Permission")[len(function) :]


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters; a cut one ends in a digest so that it stays unique."""
    if len(text) <= limit:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:6]
    return text[: limit - len(digest)] + digest


def with_ellipsis(text: str, limit: int) -> str:
    """`text` in at most `limit` bytes of UTF-8, cut between characters and ended with `…`."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: limit - 3].decode(errors="ignore").rstrip() + "…"
