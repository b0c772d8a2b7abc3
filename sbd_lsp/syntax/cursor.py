"""Where in a block a cursor stands: in which mapping, at a key or a value, in which word."""

from __future__ import annotations

import re
from typing import NamedTuple, Union

from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree
from sbd_lsp.text.lines import line_start
from sbd_lsp.text.span import Span

Step = Union[str, int]

# tag and anchor of a scalar
PROPERTIES = re.compile(r"(?:[!&][^\s,\[\]{}]*(?:\s+|(?=[,\]}]|\Z)))*")


class Cursor(NamedTuple):
    """A place in a block.

    `path` leads from the root of the block to the collection that the cursor is in, by keys and
    indices of items; at a value it includes the key or index of that value. `part` is `key`,
    `value`, `item` (where a new item of a block sequence may begin) or `nothing`. `word` is what
    is being typed: offsets in the block, empty where nothing is typed yet, without its quotes if
    the cursor stands between them (`quoted`), and without the `tag` before it. A tag that is being
    typed is a word of its own, with `part` being `tag`. `inside` is the mapping or sequence that
    the cursor is in, `flow` whether that is in flow style.
    """

    path: tuple[Step, ...]
    part: str
    word: Span
    inside: Tree | None = None
    flow: bool = False
    quoted: bool = False
    tag: str = ""


def at(tree: Tree | None, text: str, offset: int) -> Cursor:
    """The cursor at `offset` in `text`, of which `tree` is the reading."""
    return _Finder(text, offset).find(tree, ())


class _Finder:
    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.line = line_start(text, offset)
        before = text[self.line : offset]
        self.blank = not before.strip()
        self.column = offset - self.line

    def find(self, tree: Tree | None, path: tuple[Step, ...], key: bool = False) -> Cursor:
        """The cursor within `tree`, which stands at the end of `path`."""
        if isinstance(tree, Mapping):
            return (
                self._in_flow_mapping(tree, path)
                if tree.column < 0
                else self._in_mapping(tree, path)
            )
        if isinstance(tree, Sequence):
            return (
                self._in_flow_list(tree, path) if tree.column < 0 else self._in_sequence(tree, path)
            )
        if isinstance(tree, Scalar) and tree.start <= self.offset <= tree.end:
            return self._word(tree, path, "key" if key or not path else "value")
        return self._empty(path, "value" if path else "key")

    # -- block style ---------------------------------------------------------------------------

    def _in_mapping(self, tree: Mapping, path: tuple[Step, ...]) -> Cursor:
        pair = _last(tree.pairs, self.offset)
        if pair is None:
            return self._empty(path, "key", tree)
        if pair.key.start <= self.offset <= pair.key.end:
            return self._key(pair, path, tree)
        inner = (*path, _step(pair.key))
        if self.blank and self.line > pair.key.start:
            return self._on_blank_line(tree, pair, path)
        below = pair.value is not None and self.offset >= pair.value.start
        if (pair.colon < 0 and not below) or self.offset <= pair.colon:
            return self._empty(path, "nothing", tree)
        return self._after_colon(pair, inner, tree)

    def _on_blank_line(self, tree: Mapping, pair: Pair, path: tuple[Step, ...]) -> Cursor:
        if self.column <= tree.column:
            return self._empty(path, "key" if self.column == tree.column else "nothing", tree)
        inner = (*path, _step(pair.key))
        value = pair.value
        if value is None and pair.colon >= 0:
            return Cursor(inner, "key", Span(self.offset, self.offset), None)
        if isinstance(value, (Mapping, Sequence)) and (
            value.column >= 0 or self.offset < value.end
        ):
            if value.column >= 0 and self.column < value.column:
                return self._empty(inner, "nothing", value)
            return self.find(value, inner)
        return self._empty(path, "nothing", tree)

    def _after_colon(self, pair: Pair, path: tuple[Step, ...], tree: Tree) -> Cursor:
        value = pair.value
        if value is None or self.offset < value.start:
            if self.text[pair.colon + 1 : self.offset].strip(" ") == "" and (
                value is None or "\n" in self.text[self.offset : value.start]
            ):
                part = "value" if self.offset > pair.colon + 1 else "nothing"
                return self._empty(path, part, tree, _is_flow(tree))
            return self._empty(path, "nothing", tree)
        if isinstance(value, Scalar) and self.offset > value.end:
            return self._behind(value, path, tree)
        if isinstance(value, Scalar):
            return self._word(value, path, "value", tree)
        return self.find(value, path)

    def _behind(self, word: Scalar, path: tuple[Step, ...], tree: Tree) -> Cursor:
        """The cursor behind a word: within it still if a colon ends what is typed so far, as of
        `s3:ObjectCreated`, or if a bracket in it is open, as in `rate(5 minutes)`."""
        between = self.text[word.end : self.offset]
        if word.tag and not word.text and not word.style and between.isspace():
            return self._empty(path, "value", tree, _is_flow(tree))._replace(tag=word.tag)
        open_ = between.isspace() and word.text.count("(") > word.text.count(")")
        if word.style or "\n" in between or not (open_ or between == ":"):
            return self._empty(path, "nothing", tree, _is_flow(tree))
        return Cursor(path, "value", Span(word.start, self.offset), tree, _is_flow(tree))

    def _in_sequence(self, tree: Sequence, path: tuple[Step, ...]) -> Cursor:
        if self.blank and self.column <= tree.column:
            return self._empty(path, "item" if self.column == tree.column else "nothing", tree)
        index = -1
        for place, item in enumerate(tree.items):
            start = tree.dashes[place] if place < len(tree.dashes) else (item.start if item else -1)
            if 0 <= start < self.offset or (item is not None and item.start <= self.offset):
                index = place
        dashed = not tree.dashes and self.text[self.line : self.offset].strip() == "-"
        if dashed and self.column > tree.column + 1:  # an empty item, of which PyYAML has no place
            return self._empty((*path, index + 1), "value", tree)
        if index < 0:
            return self._empty(path, "nothing", tree)
        item, inner = tree.items[index], (*path, index)
        if item is None:
            dash = tree.dashes[index] if index < len(tree.dashes) else self.offset
            part = "value" if self.offset > dash + 1 else "nothing"
            return self._empty(inner, part, tree)
        if isinstance(item, Scalar):
            if item.start <= self.offset <= item.end:
                return self._word(item, inner, "value", tree)
            return self._behind(item, inner, tree)
        word = self._word_with_colon(item)
        if word is not None:
            return self._behind(word, inner, tree)
        return self.find(item, inner)

    def _word_with_colon(self, item: Tree) -> Scalar | None:
        """The word of an item of a list if it has a colon and the cursor behind it: it may become
        a key or go on like `s3:ObjectCreated`."""
        if not isinstance(item, Mapping) or len(item.pairs) != 1:
            return None
        key, colon, value = item.pairs[0]
        bare = isinstance(key, Scalar) and value is None and key.end == colon == self.offset - 1
        return key if bare and isinstance(key, Scalar) else None

    # -- flow style ----------------------------------------------------------------------------

    def _in_flow_mapping(self, tree: Mapping, path: tuple[Step, ...]) -> Cursor:
        if self._outside(tree):
            return self._empty(path, "nothing", tree, True)
        pair = _last(tree.pairs, self.offset)
        if pair is None:
            return self._empty(path, "key", tree, True)
        if pair.key.start <= self.offset <= pair.key.end:
            return self._key(pair, path, tree)
        end = pair.value.end if pair.value else max(pair.key.end, pair.colon + 1)
        if self.offset > end and "," in self.text[end : self.offset]:
            return self._empty(path, "key", tree, True)
        if pair.colon < 0 or self.offset <= pair.colon:
            return self._empty(path, "nothing", tree, True)
        return self._after_colon(pair, (*path, _step(pair.key)), tree)

    def _in_flow_list(self, tree: Sequence, path: tuple[Step, ...]) -> Cursor:
        if self._outside(tree):
            return self._empty(path, "nothing", tree, True)
        index, last = -1, None
        for place, item in enumerate(tree.items):
            if item is not None and item.start <= self.offset:
                index, last = place, item
        if last is None:
            return self._empty((*path, 0), "value", tree, True)
        if self.offset <= last.end or self._is_open(last):
            inner = (*path, index)
            if isinstance(last, Scalar):
                return self._word(last, inner, "value", tree)
            word = self._word_with_colon(last)
            if word is not None:
                return self._behind(word, inner, tree)
            return self.find(last, inner)
        if "," in self.text[last.end : self.offset]:
            return self._empty((*path, index + 1), "value", tree, True)
        if isinstance(last, Scalar):
            return self._behind(last, (*path, index), tree)
        return self._empty(path, "nothing", tree, True)

    def _outside(self, tree: Mapping | Sequence) -> bool:
        if self.offset <= tree.start:
            return True
        closed = self.text[tree.end - 1 : tree.end] in ("}", "]")
        return self.offset >= tree.end if closed else False

    def _is_open(self, tree: Tree) -> bool:
        """Whether a collection in flow style is not closed, and so holds what follows."""
        return _is_flow(tree) and self.text[tree.end - 1 : tree.end] not in ("}", "]")

    # -- results -------------------------------------------------------------------------------

    def _key(self, pair: Pair, path: tuple[Step, ...], tree: Tree) -> Cursor:
        if isinstance(pair.key, Scalar):
            return self._word(pair.key, path, "key", tree)
        return self._empty(path, "nothing", tree, _is_flow(tree))

    def _word(
        self, scalar: Scalar, path: tuple[Step, ...], part: str, inside: Tree | None = None
    ) -> Cursor:
        start, end = scalar.start, scalar.end
        if scalar.tag or scalar.anchor:
            lead = PROPERTIES.match(self.text, start, end)
            assert lead is not None
            start = lead.end()
            if self.offset < start or start == end:
                return self._property(scalar.start, start, path, inside)
        quoted = scalar.style in ('"', "'")
        if quoted:
            closed = end - 1 > start and self.text[end - 1] == scalar.style
            quoted = start < self.offset <= end - closed
        if quoted:
            start, end = start + 1, end - closed
        if "\n" in self.text[start:end] or (scalar.style in "|>" and scalar.style):
            part = "nothing"
        word = Span(min(start, self.offset), max(end, self.offset))
        return Cursor(path, part, word, inside, _is_flow(inside), quoted, scalar.tag)

    def _property(
        self, start: int, end: int, path: tuple[Step, ...], inside: Tree | None
    ) -> Cursor:
        """The cursor in the tag and the anchor from `start` up to `end`, or between them."""
        typed = self.text[start : self.offset].split()
        blank = self.text[self.offset - 1].isspace() or not typed
        begin = self.offset - (0 if blank else len(typed[-1]))
        rest = self.text[self.offset : end].split(None, 1)
        go_on = bool(rest) and not self.text[self.offset].isspace()
        last = self.offset + (len(rest[0]) if go_on else 0)
        part = "tag" if self.text[begin:last].startswith("!") else "nothing"
        return Cursor(path, part, Span(begin, last), inside, _is_flow(inside))

    def _empty(
        self, path: tuple[Step, ...], part: str, inside: Tree | None = None, flow: bool = False
    ) -> Cursor:
        return Cursor(path, part, Span(self.offset, self.offset), inside, flow)


def _last(pairs: tuple[Pair, ...], offset: int) -> Pair | None:
    found = None
    for pair in pairs:
        if pair.key.start <= offset:
            found = pair
    return found


def _step(key: Tree) -> Step:
    return key.text if isinstance(key, Scalar) else ""


def _is_flow(tree: Tree | None) -> bool:
    return isinstance(tree, (Mapping, Sequence)) and tree.column < 0
