"""Collections in flow style: `{key: value}` and `[item]`."""

from __future__ import annotations

import re
from typing import Any

from sbd_lsp.syntax.scanner import BETWEEN_QUOTES, COLON, FLOW_PLAIN, TAG, Scanner
from sbd_lsp.syntax.tree import DEEPEST, Mapping, Pair, Scalar, Sequence, Tree, tagged

QUICK_FLOW = re.compile(r"[A-Za-z_][\w./-]*")
# a key with words or with a text in quotes, by far the commonest
QUICK = (
    r"(\"?)([A-Za-z_][\w-]*)\1: +(?:([A-Za-z0-9_/](?:[\w./ -]*[\w./-])?)"
    rf'|"({BETWEEN_QUOTES})")'
)
QUICK_PAIR = re.compile(rf"{QUICK}(?:, *|(?=\s*\}}))")
# the same, where no column ends a collection
QUICK_PAIR_ANYWHERE = re.compile(rf'{QUICK}(?:, *(?:\r?\n *(?=["\w}}]))?|(?=\s*\}}))')
FLOW_COLON = re.compile(r"[ \t]*:(?=[\s,\[\]{}]|\Z)")
DASH = re.compile(r"-(?=[\s]|\Z)")
# what most often stands before the next letter, on its line; and where no column ends a collection
QUICK_GAP = re.compile(r" *(?=([^\s#]))")
QUICK_GAP_ANYWHERE = re.compile(r" *(?:\r?\n *)?(?=([^\s#-]))")


class FlowReader(Scanner):
    """Reads collections in flow style. One that is not closed ends where a line follows that
    stands no deeper than `column`, the column of the block that it is in, or of the line on which
    it begins if it is in another collection."""

    def _flow(self, column: int) -> Tree:
        """A flow collection that begins here, within a block of `column`."""
        start = self.position
        if self.inside:
            column = max(column, self._indentation())
        self.depth += 1
        self.inside += 1
        opening = self.text[start]
        self.position += 1
        if self.depth > DEEPEST:
            self._too_deep(start)
            self.depth -= 1
            self.inside -= 1
            return Scalar(start, start, "")
        tree = (
            self._flow_mapping(start, column) if opening == "{" else self._flow_list(start, column)
        )
        self.depth -= 1
        self.inside -= 1
        return tree

    def _flow_gap(self, column: int) -> str:
        """Skips space, comments and line breaks; the next letter, empty if the collection ends."""
        quick = QUICK_GAP_ANYWHERE if column < 0 else QUICK_GAP
        if match := quick.match(self.text, self.position):
            self.position = match.end()
            return match[1]
        self._spaces()
        if not self._at_line_end():
            return self.text[self.position]
        here = self.position
        self._next_line()
        inner = self._next_content()
        letter = self.text[self.position : self.position + 1]
        if inner < 0 or (inner <= column and letter not in "}]") or self._starts_entry():
            self.position = here
            return ""
        return letter

    def _starts_entry(self) -> bool:
        """Whether an item of a block begins here, which no flow collection can hold."""
        return DASH.match(self.text, self.position) is not None

    def _close(self, start: int, closing: str, letter: str) -> int:
        """Ends a collection at its bracket, or says that it is missing; where it ends."""
        if letter == closing:
            self.position += 1
            return self.position
        end = self._line_end(start) if self.position <= start else self._trimmed()
        sure = not letter and not self.text[self.position :].strip()
        self._fault(start, end, f"`{self.text[start]}` is not closed", closing, sure)
        return end

    def _trimmed(self) -> int:
        return len(self.text[: self.position].rstrip())

    def between(self, opening: str) -> Tree:
        """What the text says between brackets that stand before and behind it, `opening` being the
        first of them: a collection that begins before the text and ends behind it."""
        self.position = self.first
        self.doubtful |= self.first > 0  # the mark means nothing behind a bracket
        inner: list[Any] = []
        while True:
            more, letter = self._pairs(-1) if opening == "{" else self._items(-1)
            inner += more
            if not letter:
                break
            self._fault(self.position, self.position + 1, f"`{letter}` closes nothing")
            self.position += 1
            if self._flow_gap(-1) == ",":
                self.position += 1
        self._next_line()
        if self._next_content() >= 0:
            self._fault(self.position, self._line_end(), "does not belong to what stands before it")
        end = len(self.text) + 1
        return Mapping(-1, end, tuple(inner)) if opening == "{" else Sequence(-1, end, tuple(inner))

    def _flow_mapping(self, start: int, column: int) -> Mapping:
        pairs, letter = self._pairs(column)
        if letter == "]":
            self.doubtful = True
        return Mapping(start, self._close(start, "}", letter), tuple(pairs))

    def _pairs(self, column: int) -> tuple[list[Pair], str]:
        """The pairs from here on, and the bracket before which they end, nothing without one."""
        pairs: list[Pair] = []
        while (letter := self._flow_gap(column)) not in ("", "}", "]"):
            if letter == ",":
                self._fault(self.position, self.position + 1, "a key is expected before this comma")
                self.position += 1
                continue
            if not self._quick_pairs(pairs, column):
                pair = self._flow_pair(column)
                pairs.append(pair)
                self._comma(column, "}", pair.value if pair.colon >= 0 else pair.key)
        return pairs, letter

    def _quick_pairs(self, pairs: list[Pair], column: int) -> bool:
        """Reads what is here of the commonest pairs, with the commas behind them, and says whether
        there are any."""
        many = len(pairs)
        quick = QUICK_PAIR_ANYWHERE if column < 0 else QUICK_PAIR
        while match := quick.match(self.text, self.position):
            self.position = match.end()
            quote, word = match[1], match[2]
            colon = match.end(2) + len(quote)
            if match[3] is not None:
                value = Scalar(*match.span(3), match[3])
            else:
                start, end = match.span(4)
                value = Scalar(start - 1, end + 1, self._unescaped(match[4]), '"')
            pairs.append(Pair(Scalar(match.start(), colon, word, quote), colon, value))
        return len(pairs) > many

    def _comma(self, column: int, closing: str, last: Tree | None) -> None:
        """Goes over the comma between two entries, of which `last` is the end of the first, or says
        that it is missing."""
        letter = self._flow_gap(column)
        if letter == ",":
            self.position += 1
        elif letter not in ("", closing) and not self._said_at(self.position):
            ended = not isinstance(last, Scalar) or last.style != ""  # words go on over lines
            sure = last is not None and ended and (letter.isalnum() or letter in "\"'{[")
            message = f"`,` or `{closing}` is expected here"
            self._fault(self.position, self.position + 1, message, sure=sure)
            if letter in "]}:":
                self.position += 1

    def _said_at(self, position: int) -> bool:
        return bool(self.faults) and self.faults[-1].end == position

    def _flow_pair(self, column: int) -> Pair:
        key = self._flow_node(column)
        colon = (COLON if isinstance(key, Scalar) and not key.style else FLOW_COLON).match(
            self.text, self.position
        )
        if colon is None:
            colon = FLOW_COLON.match(self.text, self.position)
        if colon is None:
            if (
                isinstance(key, Scalar)
                and key.style
                and self.text[self._gap() : self._gap() + 1] == ":"
            ):
                self.doubtful = True
                self.position = self._gap() + 1
                return Pair(key, self.position - 1, self._flow_value(column))
            return Pair(key, -1, None)
        if not isinstance(key, Scalar) or key.tag:
            self.doubtful = True
        self.position = colon.end()
        return Pair(key, colon.end() - 1, self._flow_value(column))

    def _flow_value(self, column: int) -> Tree | None:
        """The value behind a colon, None if there is none: what has a colon itself, on a later
        line, is the next key."""
        behind = self.position
        letter = self._flow_gap(column)
        if letter in ("", ",", "}", "]"):
            return None
        start = self.position
        value = self._flow_node(column)
        named = isinstance(value, Scalar) and FLOW_COLON.match(self.text, self.position)
        if named and "\n" in self.text[behind:start]:
            self.position = start
            return None
        if (
            isinstance(value, Scalar)
            and not value.style
            and FLOW_COLON.match(self.text, self.position)
        ):
            value = self._split_missing_comma(value)
        return value

    def _split_missing_comma(self, value: Scalar) -> Scalar:
        """Of `a b` before a colon, `a` is the value and `b` the next key: a comma is missing."""
        cut = value.text.rfind(" ")
        if cut < 0:
            return value
        head, start = value.text[:cut].rstrip(), value.end - len(value.text)
        self.position = start + cut + 1
        self._fault(start + len(head), self.position, "`,` is expected here")
        return value._replace(end=start + len(head), text=head)

    def _flow_list(self, start: int, column: int) -> Sequence:
        items, letter = self._items(column)
        if letter == "}":
            self.doubtful = True
        return Sequence(start, self._close(start, "]", letter), tuple(items))

    def _items(self, column: int) -> tuple[list[Tree], str]:
        """The items from here on, and the bracket before which they end, nothing without one."""
        items: list[Tree] = []
        while (letter := self._flow_gap(column)) not in ("", "]", "}"):
            if letter == ",":
                self._fault(
                    self.position, self.position + 1, "an item is expected before this comma"
                )
                self.position += 1
                continue
            items.append(self._flow_item(column))
            self._comma(column, "]", items[-1])
        return items, letter

    def _flow_item(self, column: int) -> Tree:
        node = self._flow_node(column)
        colon = FLOW_COLON.match(self.text, self.position)
        if colon is None:
            return node
        self.doubtful = True
        self.position = colon.end()
        value = self._flow_value(column)
        end = value.end if value else colon.end()
        return Mapping(node.start, end, (Pair(node, colon.end() - 1, value),))

    def _flow_node(self, column: int) -> Tree:
        letter = self.text[self.position]
        if letter in "{[":
            return self._flow(column)
        quoted = self._quoted()
        if quoted is not None:
            return quoted
        quick = QUICK_FLOW.match(self.text, self.position)
        if quick and self.text[quick.end() : quick.end() + 1] in (",", "}", ":"):
            colon = self.text[quick.end()] == ":"
            if not colon or self.text[quick.end() + 1 : quick.end() + 2] == " ":
                self.position = quick.end()
                return Scalar(quick.start(), quick.end(), quick[0])
        tag = TAG.match(self.text, self.position)
        if letter in "&*!|>%@`?-" and not (tag and tag[1]):
            self.doubtful = True
        return self._plain(FLOW_PLAIN) if tag is None else self._flow_tagged(tag, column)

    def _flow_tagged(self, tag: re.Match[str], column: int) -> Tree:
        """A node behind a tag; a scalar without content where none follows, or another tag on a
        later line, of which there may be any number."""
        start, self.position = tag.span()
        nothing = self._flow_gap(column) in ("", ",", "}", "]", ":", "!")
        self.doubtful |= nothing
        node = Scalar(start, tag.end(), "") if nothing else self._flow_node(column)
        return tagged(node, start, tag[0])
