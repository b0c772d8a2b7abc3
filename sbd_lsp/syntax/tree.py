"""What YAML text says: scalars, mappings, sequences, each with its place.

Offsets are characters from the beginning of the block that was read (see `document.py`).
Named tuples, because a large document has a hundred thousand of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Union

from sbd_lsp.syntax.resolve import resolve


class Scalar(NamedTuple):
    """A single value. `text` is its content, `style` its quote (`'`, `"`, `|`, `>`) or empty."""

    start: int
    end: int
    text: str
    style: str = ""
    tag: str = ""
    anchor: str = ""

    @property
    def value(self) -> Any:
        """The plain value: text, number, truth value or None, as YAML 1.1 reads it."""
        if self.style or self.tag == "!" or self.tag == "tag:yaml.org,2002:str":
            return self.text
        return resolve(self.text)


class Alias(NamedTuple):
    """A reference (`*name`) to a node that has an anchor."""

    start: int
    end: int
    name: str


class Pair(NamedTuple):
    """A key and its value. `colon` is the place of the colon, -1 where none was typed yet."""

    key: Tree
    colon: int
    value: Tree | None


class Mapping(NamedTuple):
    """Keys with values. `column` is where the keys of a block mapping stand, -1 in flow style."""

    start: int
    end: int
    pairs: tuple[Pair, ...]
    column: int = -1
    tag: str = ""
    anchor: str = ""

    def get(self, key: str) -> Pair | None:
        """The first pair whose key is the text `key`."""
        for pair in self.pairs:
            if isinstance(pair.key, Scalar) and pair.key.text == key:
                return pair
        return None


class Sequence(NamedTuple):
    """Items in order, None for one that is empty. `dashes` are the places of their dashes."""

    start: int
    end: int
    items: tuple[Tree | None, ...]
    dashes: tuple[int, ...] = ()
    column: int = -1
    tag: str = ""
    anchor: str = ""


Tree = Union[Scalar, Alias, Mapping, Sequence]


def moved(tree: Tree | None, place: Callable[[int], int]) -> Tree | None:
    """`tree` with `place` of each of its offsets."""
    if tree is None:
        return None
    start, end = place(tree.start), place(tree.end)
    if isinstance(tree, Mapping):
        pairs = (
            Pair(moved(key, place) or key, place(colon) if colon >= 0 else -1, moved(value, place))
            for key, colon, value in tree.pairs
        )
        return tree._replace(start=start, end=end, pairs=tuple(pairs))
    if isinstance(tree, Sequence):
        items = tuple(moved(item, place) for item in tree.items)
        dashes = tuple(map(place, tree.dashes))
        return tree._replace(start=start, end=end, items=items, dashes=dashes)
    return tree._replace(start=start, end=end)


def key_text(pair: Pair) -> str | None:
    """The key of `pair` as text, None if it is no scalar."""
    return pair.key.text if isinstance(pair.key, Scalar) else None


def tagged(tree: Tree, start: int, tag: str) -> Tree:
    """`tree` with a tag, which begins at `start`; an alias can have none."""
    return tree if isinstance(tree, Alias) else tree._replace(start=start, tag=tag)


# No design nests deeper than this by a long way; what does is refused, so that no text can exhaust
# the interpreter's stack.
DEEPEST = 64
TOO_DEEP = f"nested more than {DEEPEST} deep; write it flatter"


class Fault(NamedTuple):
    """A place that is not YAML; `message` says what is wrong and what to write.

    `unclosed` are the characters that would end what is open there, the innermost first.
    """

    start: int
    end: int
    message: str
    unclosed: str = ""


class Reading(NamedTuple):
    """What a text says, as far as it can be read, and what in it is not YAML."""

    tree: Tree | None
    faults: tuple[Fault, ...]
