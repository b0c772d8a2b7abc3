"""A quick reader of YAML that takes any text.

It reads what people write in designs: block and flow collections, plain and quoted scalars on
one line, comments. Whatever else YAML allows makes the reading `doubtful`; `read.py` then asks
PyYAML. Where the text is not YAML the reader says so and goes on with the next line, so that what
stands around a fault is read as it was meant.
"""

from __future__ import annotations

import re

from sbd_lsp.syntax.flow import DASH, FlowReader
from sbd_lsp.syntax.scanner import (
    BETWEEN_QUOTES,
    BLANK,
    CLOSING,
    COLON,
    DOUBLE,
    HIDDEN_DASH,
    INDENT,
    PLAIN,
    SINGLE,
    TAG,
    short,
)
from sbd_lsp.syntax.tree import DEEPEST, Mapping, Pair, Scalar, Sequence, Tree, tagged

QUICK_LINE = re.compile(
    r"( *)([A-Za-z_][\w.-]*):(?: +(?:([\w/](?:[^:#\r\n]*[^:#\s])?)"
    rf'|"({BETWEEN_QUOTES})"))? *\r?(?:\n|\Z)'
)
QUICK_KEY = re.compile(r"[A-Za-z_][\w.-]*:[ \n]")
KEY = re.compile(rf"""(?:"{BETWEEN_QUOTES}"|'[^'\n]*'|[^\s#"'{{}}\[\],&*!|>%@`-][^:#\n]*):""")
FULL_LINE = re.compile(r"[ \t]+([^\s#|>&*!][^\n]*)(?:\n|\Z)")  # behind a key


class Reader(FlowReader):
    """Reads one text. After `read`, `faults` and `doubtful` say how well it went."""

    def read(self) -> Tree | None:
        """The tree of the text; None if it has no content."""
        self.position = self.first
        column = self._next_content()
        if column < 0:
            return None
        tree = self._block(column)
        if self._next_content() >= 0:
            self.doubtful = True
            self._fault(self.position, self._line_end(), "does not belong to what stands before it")
        return tree

    def _block(self, column: int, here: int | None = None) -> Tree | None:
        """The node whose first character is here, at `column`; ends at the start of a line. With
        `here` it is a mapping whose first key stands there, having lost its indentation."""
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                self._too_deep(self.position)
                return None
            if here is not None or QUICK_KEY.match(self.text, self.position):
                return self._mapping(column, here=here)
            if DASH.match(self.text, self.position):
                return self._sequence(column)
            letters = HIDDEN_DASH.match(self.text, self.position)
            below = self._below(letters.end()) if letters is not None else -1
            if letters is not None and (letters[3] or below > column):
                return self._hidden(letters, below)
            if self._at_key():
                return self._mapping(column)
            if self.text[self.position] in "{[":
                return self._value(column)
            if self.text[self.position] in "&*!|>%@`?":
                self.doubtful = True
                return self._value(column)
            return self._words(column)
        finally:
            self.depth -= 1

    def _at_key(self) -> bool:
        """Whether a key with its colon begins here."""
        tag = TAG.match(self.text, self.position)
        if tag is None:
            return self._is_key(self.position)
        behind = INDENT.match(self.text, tag.end())
        found = behind is not None and self._is_key(behind.end())
        self.doubtful |= found
        return found

    def _is_key(self, start: int) -> bool:
        """Whether a key with its colon, but without a tag, begins at `start`."""
        text = self.text
        letter = text[start : start + 1] or "\n"
        if letter in "\"'":
            match = (DOUBLE if letter == '"' else SINGLE).match(text, start)
            return bool(match and match[2] and COLON.match(text, match.end()))
        if letter in "&*!?":
            self.doubtful = True
        if letter in "{[":
            return False
        if letter == ":" and text[start + 1 : start + 2].strip() == "":
            self.doubtful = True
            return False
        match = PLAIN.match(text, start)
        return bool(match and COLON.match(text, match.end()))

    def _words(self, column: int) -> Tree:
        """A scalar alone on its line; followed by deeper or equal lines, or by keys if it begins
        with a quote, a half-typed key."""
        start = self.position
        quoted = self._quoted()
        scalar = quoted or self._plain(PLAIN)
        self._end_of_line()
        following = self._peek()
        below = following > column or (following == column and column > 0)
        self.doubtful |= below
        if not below or (quoted is not None and not self._is_above_key()):
            return scalar
        if not self.faults or self.faults[-1].end < scalar.end:  # the quote is not closed
            message = f"`{short(scalar.text)}` is followed by no `:`; write one"
            self._fault(start, scalar.end, message)
        pairs = [Pair(scalar, -1, self._nested(column) if following > column else None)]
        return self._mapping(column, start, pairs)

    def _is_above_key(self) -> bool:
        """Whether the next content begins with a key that has a colon."""
        position = self.position
        found = self._next_content() >= 0 and self._at_key()
        self.position = position
        return found

    def _nested(self, column: int) -> Tree | None:
        """What stands on deeper lines than `column`, None if nothing does."""
        position = self.position
        inner = self._next_content()
        if inner > column:
            return self._block(inner)
        following = self._below() if inner >= 0 else -1
        if following > column:  # the first of the lines below lost its indentation
            return self._block(following, inner)
        key = KEY.match(self.text, self.position) if self.open == [column] else None
        alone = key is not None and FULL_LINE.match(self.text, key.end())
        if alone and 0 <= inner < column:  # it stands below the one key of an entry
            return self._block(2 * column, inner)
        self.position = position
        return None

    def _mapping(
        self,
        column: int,
        start: int = -1,
        pairs: list[Pair] | None = None,
        here: int | None = None,
    ) -> Mapping:
        """The mapping whose keys stand at `column`; the next of them here, or at `here`. Those in
        `pairs` are read already, from `start` on."""
        pairs = [] if pairs is None else pairs
        first = self.position if start < 0 else start
        if here is None:
            here = column if start < 0 else self._next_content()
        self.open.append(column)
        told = column
        while here == column or self._slipped(column, here):
            if here not in (column, told):  # once for lines that went the same way
                self._fault(self.position, self._line_end(), _indented(here, column))
            told = here
            if not self._quick_lines(column, here, pairs) and not self._pair(column, pairs):
                break
            here = self._next_content()
            if here > column:
                here = self._misplaced(column, here, pairs)
        self.open.pop()
        self._to_line_start()
        return Mapping(first, _end(pairs[-1]) if pairs else first, tuple(pairs), column)

    def _slipped(self, column: int, here: int) -> bool:
        """Whether content at column `here`, further to the left than the keys of the mapping at
        `column`, can be nothing but one of them that lost some of its indentation."""
        if not 0 <= here < column or DASH.match(self.text, self.position):
            return False
        if here not in self.open:
            return True
        return self._below() == column  # a value on its line has nothing below it

    def _below(self, behind: int | None = None) -> int:
        """Column of what stands below a key whose value ends with its line and which begins here,
        or whose colon is `behind` something; -1 if it is something else."""
        if behind is None:
            key = KEY.match(self.text, self.position)
            behind = key.end() if key else len(self.text)
        rest = FULL_LINE.match(self.text, behind)
        if rest is None or not rest[1].rstrip().endswith(CLOSING.get(rest[1][0], "")):
            return -1
        position, self.position = self.position, rest.end()
        following = self._peek()
        self.position = position
        return following

    def _misplaced(self, column: int, here: int, pairs: list[Pair]) -> int:
        """Reads content deeper than its neighbours into `pairs`; column of what follows."""
        while here > column:
            self._fault(self.position, self._line_end(), _indented(here, column))
            inner = self._block(here)
            if isinstance(inner, Mapping):
                last = pairs[-1]
                if last.value is None or (isinstance(last.value, Scalar) and last.colon < 0):
                    pairs[-1] = Pair(last.key, last.colon, inner)
                else:
                    pairs.extend(inner.pairs)
            here = self._next_content()
        return here

    def _quick_lines(self, column: int, here: int, pairs: list[Pair]) -> bool:
        """Reads the commonest lines, `key: words`, `key: "text"`, or `key:` alone as the last of
        them, if one is here, at column `here`, and those below it in the same column."""
        text, line, many = self.text, self.position - here, len(pairs)
        while (match := QUICK_LINE.match(text, line)) and match.end(1) == line + here:
            line = match.end()
            key, colon = Scalar(*match.span(2), match[2]), match.end(2)
            words, quoted = match.group(3, 4)
            if words is not None:
                pairs.append(Pair(key, colon, Scalar(*match.span(3), words)))
            elif quoted is not None:
                start, end = match.span(4)
                value = Scalar(start - 1, end + 1, self._unescaped(quoted), '"')
                pairs.append(Pair(key, colon, value))
            else:
                self.position = line
                pairs.append(Pair(key, colon, self._below_key(column)))
                return True
        if len(pairs) == many:
            return False
        self.position = line
        return True

    def _pair(self, column: int, pairs: list[Pair]) -> bool:
        """Reads one key and its value into `pairs`; False if no key can stand here."""
        text, start = self.text, self.position
        if DASH.match(text, start):
            return False
        if not self._at_key():
            return self._half_pair(column, pairs)
        tag = TAG.match(text, start)
        if tag is not None:
            self.position = tag.end()
            self._spaces()
        key = self._key() if tag is None else tagged(self._key(), start, tag[0])
        colon = COLON.match(text, self.position)
        assert colon is not None
        self.position = colon.end()
        pairs.append(Pair(key, colon.end() - 1, self._after_colon(column)))
        return True

    def _half_pair(self, column: int, pairs: list[Pair]) -> bool:
        """Reads a line without a colon as a key whose colon is still to be typed."""
        start, end = self.position, self._line_end()
        letter = self.text[start]
        sure = letter.isalpha() and len(pairs) > 0 and self._column() == column
        if letter in "{[":
            self._value(column)
            self._fault(start, end, "a key is expected here")
            return True
        scalar = self._quoted() if letter in "\"'" else None
        if scalar is None:
            match = PLAIN.match(self.text, start)
            end = match.end() if match else end
            scalar = Scalar(start, end, self.text[start:end])
        message = f"`{short(scalar.text)}` is followed by no `:`; write one"
        self._fault(scalar.start, scalar.end, message, sure=sure)
        self._next_line()
        pairs.append(Pair(scalar, -1, self._nested(column)))
        return True

    def _key(self) -> Scalar:
        quoted = self._quoted()
        if quoted is not None:
            return quoted
        return self._plain(PLAIN)

    def _after_colon(self, column: int) -> Tree | None:
        """The value that follows a colon: on the line, or on deeper lines below it."""
        self._spaces()
        if self._at_line_end():
            self._next_line()
            return self._below_key(column)
        return self._value(column)

    def _below_key(self, column: int) -> Tree | None:
        """The value of a key at `column` that is alone on its line: a list that may stand in the
        same column, or what stands deeper."""
        position = self.position
        inner = self._next_content()
        if inner > column:
            return self._block(inner)
        if inner == column and DASH.match(self.text, self.position):
            return self._sequence(inner)
        self.position = position
        return self._nested(column)

    def _value(self, column: int) -> Tree | None:
        """A value that begins on this line, within a block of `column`; ends at a line's start."""
        letter = self.text[self.position]
        if letter in "&*!|>%@`?":
            tag = TAG.match(self.text, self.position)
            return self._unusual(column) if tag is None else self._tagged(tag, column)
        tree: Tree
        if letter in "{[":
            tree = self._flow(column)
        else:
            quoted = self._quoted()
            tree = self._plain(PLAIN) if quoted is None else quoted
        self._end_of_line()
        if not isinstance(tree, (Mapping, Sequence)) and self._peek() > column:
            self.doubtful = True
        return tree

    def _tagged(self, tag: re.Match[str], column: int) -> Tree:
        """What stands behind a tag, on its line or on deeper lines below it; a scalar without
        content if nothing does. PyYAML is asked of all but a plain tag with something behind it."""
        self.doubtful |= tag[1] is None
        start, self.position = tag.span()
        value = self._after_colon(column)
        return tagged(value or Scalar(start, tag.end(), ""), start, tag[0])

    def _unusual(self, column: int) -> Tree | None:
        """An anchor, alias, block scalar: left to PyYAML, kept as text if that refuses."""
        self.doubtful = True
        start, end = self.position, self._line_end()
        scalar = Scalar(start, end, self.text[start:end])
        self._next_line()
        if scalar.text[0] in "|>":
            while self._peek() > column:
                self._next_content()
                end = self._line_end()
                self._next_line()
            return Scalar(start, end, self.text[start:end], "|")
        if self._peek() > column:
            return self._nested(column)
        return scalar

    def _end_of_line(self) -> None:
        """Goes to the next line; what still stands on this one is a fault."""
        if self.position > len(self.text):
            self.position = len(self.text)
        gap = self._gap()
        if gap == self.position or BLANK.match(self.text, gap) is None:
            end = self._line_end()
            if gap < end:
                rest = self.text[gap:end]
                self._fault(
                    gap, end, f"`{short(rest)}` does not belong after what stands before it"
                )
        self._next_line()

    def _sequence(self, column: int) -> Sequence:
        first = end = self.position
        items: list[Tree | None] = []
        dashes: list[int] = []
        here = column
        while here == column and DASH.match(self.text, self.position):
            dashes.append(self.position)
            end = self.position + 1
            items.append(self._item(column))
            if items[-1] is not None:
                end = items[-1].end
            here = self._next_content()
            if here > column:
                self._fault(self.position, self._line_end(), _indented(here, column))
                self._block(here)
                here = self._next_content()
        self._to_line_start()
        return Sequence(first, end, tuple(items), tuple(dashes), column)

    def _hidden(self, letters: re.Match[str], below: int) -> Sequence:
        """A list of one mapping, with letters before its dash: in braces, or with further keys at
        `below`."""
        message = f"`{letters[1]}` stands before the dash of an edge; remove it"
        self._fault(*letters.span(1), message)
        dash, pairs = letters.end(2), list[Pair]()
        self.position = dash
        if letters[3]:
            return self._sequence(self._column())
        column = self._column()
        self.position += 1
        self._spaces()
        start = self.position
        self._pair(below, pairs)
        body = self._mapping(below, start, pairs)
        return Sequence(dash, body.end, (body,), (dash,), column)

    def _item(self, column: int) -> Tree | None:
        """What follows the dash that is here."""
        self.position += 1
        self._spaces()
        if self._at_line_end():
            self._next_line()
            return self._nested(column)
        if self.text[self.position] in "{[":
            return self._value(column)
        inner = self._column()
        if DASH.match(self.text, self.position) or self._at_key():
            return self._block(inner)
        letter = self.text[self.position]
        if letter in "\"'&*!|>%@`?":
            return self._value(column)
        start = self.position
        scalar = self._plain(PLAIN)
        self._end_of_line()
        if self._peek() == inner:
            self._fault(
                start, scalar.end, f"`{short(scalar.text)}` is followed by no `:`; write one"
            )
            return self._mapping(inner, start, [Pair(scalar, -1, None)])
        if self._peek() > column:
            self.doubtful = True
        return scalar


def _indented(here: int, column: int) -> str:
    return f"indented by {here} where its neighbours have {column}"


def _end(pair: Pair) -> int:
    return pair.value.end if pair.value else max(pair.colon + 1, pair.key.end)
