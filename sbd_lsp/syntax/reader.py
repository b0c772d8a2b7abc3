"""A quick reader of YAML that takes any text.

It reads what people write in designs: block and flow collections, plain and quoted scalars on
one line, comments. Whatever else YAML allows makes the reading `doubtful`; `read.py` then asks
PyYAML. Where the text is not YAML the reader says so and goes on with the next line, so that what
stands around a fault is read as it was meant.
"""

from __future__ import annotations

import re

from sbd_lsp.syntax.tree import Fault, Mapping, Pair, Scalar, Sequence, Tree

DEEPEST = 200

# Characters that leave this reader in doubt wherever they stand: tabs, line breaks other than
# `\n` and `\r\n`, a BOM, characters that YAML does not allow; document markers and directives.
DOUBTFUL = re.compile(
    "[\t\x85\u2028\u2029\ufeff]|\r(?!\n)"
    "|[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|^(?:---|\.\.\.)(?=\s|\Z)|^%",
    re.MULTILINE,
)
BLANK = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
INDENT = re.compile(r"[ \t]*")
# a plain scalar up to a `: `, a ` #`, the end of the line; in flow style up to `,[]{}` too
PLAIN = re.compile(r"(?:[^\s:#]|:(?=\S)|(?<=\S)#|[ \t]+(?![\s#]|:(?:\s|\Z)|\Z))+")
FLOW_PLAIN = re.compile(
    r"(?:[^\s:#,\[\]{}]|:(?![\s,\[\]{}]|\Z)|(?<=\S)#"
    r"|[ \t]+(?![\s#,\[\]{}]|:(?:[\s,\[\]{}]|\Z)|\Z))+"
)
QUICK_PAIR = re.compile(r"( *)([A-Za-z_][\w.-]*):(?: +([A-Za-z0-9_/][\w./ -]*?))? *\r?(?:\n|\Z)")
QUICK_FLOW = re.compile(r"[A-Za-z_][\w./-]*")
COLON = re.compile(r"[ \t]*:(?=[\s]|\Z)")
FLOW_COLON = re.compile(r"[ \t]*:(?=[\s,\[\]{}]|\Z)")
DOUBLE = re.compile(r'"((?:[^"\\\n]|\\.)*)(")?')
SINGLE = re.compile(r"'((?:[^'\n]|'')*)(')?")
DASH = re.compile(r"-(?=[\s]|\Z)")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "0": "\0", "r": "\r", " ": " "}


class Reader:
    """Reads one text. After `read`, `faults` and `doubtful` say how well it went."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.first = 1 if text.startswith("\ufeff") else 0
        self.faults: list[Fault] = []
        self.doubtful = DOUBTFUL.search(text, self.first) is not None
        self.depth = 0

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

    # -- places ------------------------------------------------------------------------------

    def _fault(self, start: int, end: int, message: str, unclosed: str = "") -> None:
        self.doubtful = True
        self.faults.append(Fault(start, max(start, end), message, unclosed))

    def _line_end(self, position: int | None = None) -> int:
        """Where the content of the line ends, trailing space and break left out."""
        start = self.position if position is None else position
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else len(self.text)]
        return start + len(line.rstrip())

    def _next_line(self) -> None:
        end = self.text.find("\n", self.position)
        self.position = end + 1 if end >= 0 else len(self.text)

    def _next_content(self) -> int:
        """Goes from the start of a line to the next content; its column, -1 at the end."""
        while self.position < len(self.text):
            blank = BLANK.match(self.text, self.position)
            if blank is None:
                break
            if blank.end() == self.position:
                break
            self.position = blank.end()
        if self.position >= len(self.text):
            return -1
        start = self.position
        indent = INDENT.match(self.text, start)
        self.position = indent.end() if indent else start
        if self.position >= len(self.text):
            return -1
        return self.position - (self.text.rfind("\n", 0, start) + 1 or self.first)

    def _to_line_start(self) -> None:
        """Back to the start of the line whose indentation was read; the end of the text stays."""
        if self.position < len(self.text):
            self.position = self.text.rfind("\n", 0, self.position) + 1 or self.first

    def _column(self) -> int:
        return self.position - (self.text.rfind("\n", 0, self.position) + 1 or self.first)

    # -- block style ---------------------------------------------------------------------------

    def _block(self, column: int) -> Tree | None:
        """The node whose first character is here, at `column`; ends at the start of a line."""
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                self._fault(self.position, self._line_end(), "nested too deeply; write it flatter")
                self.position = len(self.text)
                return None
            if DASH.match(self.text, self.position):
                return self._sequence(column)
            if self._at_key():
                return self._mapping(column)
            if self.text[self.position] in "\"'{[":
                return self._value(column)
            if self.text[self.position] in "&*!|>%@`?":
                self.doubtful = True
                return self._value(column)
            return self._words(column)
        finally:
            self.depth -= 1

    def _at_key(self) -> bool:
        """Whether a key with its colon begins here."""
        text, start = self.text, self.position
        letter = text[start]
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
        """A plain scalar alone on its line; followed by deeper or equal lines, a half-typed key."""
        start = self.position
        scalar = self._plain(PLAIN)
        self._end_of_line()
        following = self._peek()
        if following > column or (following == column and column > 0):
            self.doubtful = True
            self._fault(
                start, scalar.end, f"`{_short(scalar.text)}` is followed by no `:`; write one"
            )
            pairs = [Pair(scalar, -1, self._nested(column) if following > column else None)]
            return self._mapping(column, start, pairs)
        return scalar

    def _peek(self) -> int:
        """Column of the next content, -1 if there is none; stays where it is."""
        position = self.position
        column = self._next_content()
        self.position = position
        return column

    def _nested(self, column: int) -> Tree | None:
        """What stands on deeper lines than `column`, None if nothing does."""
        inner = self._peek()
        if inner <= column:
            return None
        self._next_content()
        return self._block(inner)

    def _mapping(self, column: int, start: int = -1, pairs: list[Pair] | None = None) -> Mapping:
        pairs = [] if pairs is None else pairs
        first = self.position if start < 0 else start
        here = column if start < 0 else self._next_content()
        end = first if not pairs else pairs[-1].key.end
        while here == column:
            if not self._quick_pair(column, pairs) and not self._pair(column, pairs):
                break
            last = pairs[-1]
            end = last.value.end if last.value else max(last.colon + 1, last.key.end)
            here = self._next_content()
            if here > column:
                here = self._misplaced(column, here, pairs)
        self._to_line_start()
        return Mapping(first, end, tuple(pairs), column)

    def _misplaced(self, column: int, here: int, pairs: list[Pair]) -> int:
        """Reads content deeper than its neighbours into `pairs`; column of what follows."""
        self._fault(
            self.position,
            self._line_end(),
            f"indented by {here} spaces where its neighbours have {column}",
        )
        inner = self._block(here)
        if isinstance(inner, Mapping):
            last = pairs[-1]
            if last.value is None or (isinstance(last.value, Scalar) and last.colon < 0):
                pairs[-1] = Pair(last.key, last.colon, inner)
            else:
                pairs.extend(inner.pairs)
        here = self._next_content()
        return self._misplaced(column, here, pairs) if here > column else here

    def _quick_pair(self, column: int, pairs: list[Pair]) -> bool:
        """Reads `key: word` alone on a line, the commonest of all, if it stands here."""
        line = self.position - column
        match = QUICK_PAIR.match(self.text, line)
        if match is None or match.end(1) != self.position or match[3] is None:
            return False
        value = Scalar(match.start(3), match.end(3), match[3])
        pairs.append(Pair(Scalar(match.start(2), match.end(2), match[2]), match.end(2), value))
        self.position = match.end()
        if match[3][-1] == "-" or self._peek() > column:
            self.doubtful = True
        return True

    def _pair(self, column: int, pairs: list[Pair]) -> bool:
        """Reads one key and its value into `pairs`; False if no key can stand here."""
        text, start = self.text, self.position
        if DASH.match(text, start):
            return False
        if not self._at_key():
            return self._half_pair(column, pairs)
        key = self._key()
        colon = COLON.match(text, self.position)
        assert colon is not None
        self.position = colon.end()
        pairs.append(Pair(key, colon.end() - 1, self._after_colon(column)))
        return True

    def _half_pair(self, column: int, pairs: list[Pair]) -> bool:
        """Reads a line without a colon as a key whose colon is still to be typed."""
        start, end = self.position, self._line_end()
        letter = self.text[start]
        if letter in "{[":
            self._value(column)
            self._fault(start, end, "a key is expected here")
            return True
        scalar = self._quoted() if letter in "\"'" else None
        if scalar is None:
            match = PLAIN.match(self.text, start)
            end = match.end() if match else end
            scalar = Scalar(start, end, self.text[start:end])
        self._fault(
            scalar.start, scalar.end, f"`{_short(scalar.text)}` is followed by no `:`; write one"
        )
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
        if BLANK.match(self.text, self.position):
            self._next_line()
            inner = self._peek()
            if inner == column:
                position = self.position
                self._next_content()
                if DASH.match(self.text, self.position):
                    return self._sequence(inner)
                self.position = position
            return self._nested(column)
        return self._value(column)

    def _spaces(self) -> None:
        match = INDENT.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def _value(self, column: int) -> Tree | None:
        """A value that begins on this line, within a block of `column`; ends at a line's start."""
        letter = self.text[self.position]
        if letter in "&*!|>%@`?":
            return self._unusual(column)
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

    def _unusual(self, column: int) -> Tree | None:
        """A tag, anchor, alias, block scalar: left to PyYAML, kept as text if that refuses."""
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
                    gap, end, f"`{_short(rest)}` does not belong after what stands before it"
                )
        self._next_line()

    def _gap(self) -> int:
        match = INDENT.match(self.text, self.position)
        return match.end() if match else self.position

    def _sequence(self, column: int) -> Sequence:
        first = end = self.position
        items: list[Tree | None] = []
        dashes: list[int] = []
        here = column
        while here == column and DASH.match(self.text, self.position):
            dashes.append(self.position)
            end = self.position + 1
            self.position = end
            items.append(self._item(column))
            if items[-1] is not None:
                end = items[-1].end
            here = self._next_content()
            if here > column:
                self._fault(
                    self.position,
                    self._line_end(),
                    f"indented by {here} spaces where the items have {column}",
                )
                self._block(here)
                here = self._next_content()
        self._to_line_start()
        return Sequence(first, end, tuple(items), tuple(dashes), column)

    def _item(self, column: int) -> Tree | None:
        """What follows a dash."""
        self._spaces()
        if BLANK.match(self.text, self.position):
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
                start, scalar.end, f"`{_short(scalar.text)}` is followed by no `:`; write one"
            )
            return self._mapping(inner, start, [Pair(scalar, -1, None)])
        if self._peek() > column:
            self.doubtful = True
        return scalar

    # -- scalars -------------------------------------------------------------------------------

    def _plain(self, pattern: re.Pattern[str]) -> Scalar:
        """A plain scalar on this line."""
        start = self.position
        match = pattern.match(self.text, start)
        end = match.end() if match else start
        if match is None:
            end = max(start + 1, start)
            self._fault(start, end, f"`{self.text[start:end]}` cannot stand here")
        text = self.text[start:end]
        if text[:1] in "-?:,[]{}#&*!|>%@`" and (
            text[:1] not in "-?:" or len(text) < 2 or text[1] in " "
        ):
            self.doubtful = True
        if pattern is FLOW_PLAIN and ("?" in text or ":" in text or text[:1] == "-"):
            self.doubtful = True
        self.position = end
        return Scalar(start, end, text)

    def _quoted(self) -> Scalar | None:
        """A quoted scalar, if one begins here."""
        letter, start = self.text[self.position], self.position
        if letter not in "\"'":
            return None
        match = (DOUBLE if letter == '"' else SINGLE).match(self.text, start)
        assert match is not None
        end = match.end()
        if not match[2]:
            end = self._line_end(start)
            self._fault(start, end, f"the quote {letter} is not closed", letter)
        self.position = end
        body = match[1] if match[2] else self.text[start + 1 : end]
        if letter == "'":
            return Scalar(start, end, body.replace("''", "'"), "'")
        return Scalar(start, end, self._unescaped(body), '"')

    def _unescaped(self, body: str) -> str:
        if "\\" not in body:
            return body
        parts = re.split(r"\\(.)", body)
        for index in range(1, len(parts), 2):
            if parts[index] in ESCAPES:
                parts[index] = ESCAPES[parts[index]]
            else:
                self.doubtful = True
        return "".join(parts)

    # -- flow style ----------------------------------------------------------------------------

    def _flow(self, column: int) -> Tree:
        """A flow collection that begins here, within a block of `column`."""
        self.depth += 1
        start = self.position
        opening = self.text[start]
        self.position += 1
        if self.depth > DEEPEST:
            self._fault(start, self._line_end(), "nested too deeply; write it flatter")
            self.position = len(self.text)
            self.depth -= 1
            return Scalar(start, start, "")
        tree = (
            self._flow_mapping(start, column) if opening == "{" else self._flow_list(start, column)
        )
        self.depth -= 1
        return tree

    def _flow_gap(self, column: int) -> str:
        """Skips space, comments and line breaks; the next letter, empty if the collection ends."""
        while True:
            self._spaces()
            if not BLANK.match(self.text, self.position):
                return self.text[self.position]
            here, end = self.position, self.text.find("\n", self.position)
            if end < 0:
                return ""
            self.position = end + 1
            inner = self._peek()
            following = self.text[self._content_start() : self._content_start() + 1]
            if inner < 0 or (inner <= column and following not in "}]") or self._starts_entry():
                self.position = here
                return ""

    def _content_start(self) -> int:
        position = self.position
        self._next_content()
        found, self.position = self.position, position
        return found

    def _starts_entry(self) -> bool:
        """Whether the next content is an item of a block, which no flow collection can hold."""
        return DASH.match(self.text, self._content_start()) is not None

    def _close(self, start: int, closing: str, letter: str) -> int:
        """Ends a collection at its bracket, or says that it is missing; where it ends."""
        if letter == closing:
            self.position += 1
            return self.position
        end = self._line_end(start) if self.position <= start else self._trimmed()
        wanted = f"`{self.text[start]}` is not closed; write `{closing}`"
        self._fault(start, end, wanted, closing)
        return end

    def _trimmed(self) -> int:
        return len(self.text[: self.position].rstrip())

    def _flow_mapping(self, start: int, column: int) -> Mapping:
        pairs: list[Pair] = []
        while (letter := self._flow_gap(column)) not in ("", "}", "]"):
            if letter == ",":
                self._fault(self.position, self.position + 1, "a key is expected before this comma")
                self.position += 1
                continue
            pairs.append(self._flow_pair(column))
            self._comma(column, "}")
        if letter == "]":
            self.doubtful = True
        return Mapping(start, self._close(start, "}", letter), tuple(pairs))

    def _comma(self, column: int, closing: str) -> None:
        """Goes over the comma between two entries, or says that it is missing."""
        letter = self._flow_gap(column)
        if letter == ",":
            self.position += 1
        elif letter not in ("", closing) and not self._said_at(self.position):
            self._fault(self.position, self.position + 1, f"`,` or `{closing}` is expected here")
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
        if not isinstance(key, Scalar):
            self.doubtful = True
        self.position = colon.end()
        return Pair(key, colon.end() - 1, self._flow_value(column))

    def _flow_value(self, column: int) -> Tree | None:
        letter = self._flow_gap(column)
        if letter in ("", ",", "}", "]"):
            return None
        value = self._flow_node(column)
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
        head = value.text[:cut].rstrip()
        self.position = value.start + cut + 1
        self._fault(value.start + len(head), self.position, "`,` is expected here")
        return Scalar(value.start, value.start + len(head), head)

    def _flow_list(self, start: int, column: int) -> Sequence:
        items: list[Tree | None] = []
        while (letter := self._flow_gap(column)) not in ("", "]", "}"):
            if letter == ",":
                self._fault(
                    self.position, self.position + 1, "an item is expected before this comma"
                )
                self.position += 1
                continue
            items.append(self._flow_item(column))
            self._comma(column, "]")
        if letter == "}":
            self.doubtful = True
        return Sequence(start, self._close(start, "]", letter), tuple(items))

    def _flow_item(self, column: int) -> Tree:
        node = self._flow_node(column)
        if FLOW_COLON.match(self.text, self.position):
            self.doubtful = True
            colon = FLOW_COLON.match(self.text, self.position)
            self.position = colon.end() if colon else self.position
            value = self._flow_value(column)
            end = value.end if value else self.position
            return Mapping(node.start, end, (Pair(node, self.position - 1, value),))
        return node

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
        if letter in "&*!|>%@`?-":
            self.doubtful = True
        return self._plain(FLOW_PLAIN)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
