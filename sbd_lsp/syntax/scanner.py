"""The scanner of the quick reader: places in the text, lines, scalars."""

from __future__ import annotations

import re

from sbd_lsp.syntax.tree import TOO_DEEP, Fault, Scalar

# Characters that leave this reader in doubt wherever they stand: tabs, line breaks other than
# `\n` and `\r\n`, a BOM, characters that YAML does not allow; document markers and directives.
DOUBTFUL = re.compile(
    "[\x00-\t\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]|\r(?!\n)"
    r"|^(?:---|\.\.\.)(?=\s|\Z)|^%",
    re.MULTILINE,
)
# without one of these there is none of the above; both are found faster than it is searched for
UNUSUAL = re.compile("[^\n\x20-\x7e]")
CLOSING = {'"': '"', "'": "'", "{": "}", "[": "]"}
LINE_ENDS = ("", "#", "\n", "\r", " ", "\t")
BLANK = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
# blank lines and what indents the next; no more at once, since each takes memory while it matches
GAP = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n){0,64}[ \t]*")
INDENT = re.compile(r"[ \t]*")
# a plain scalar up to a `: `, a ` #`, the end of the line; in flow style up to `,[]{}` too
PLAIN = re.compile(r"(?:[^\s:#]|:(?=\S)|(?<=\S)#|[ \t]+(?![\s#]|:(?:\s|\Z)|\Z))+")
FLOW_PLAIN = re.compile(
    r"(?:[^\s:#,\[\]{}]|:(?![\s,\[\]{}]|\Z)|(?<=\S)#"
    r"|[ \t]+(?![\s#,\[\]{}]|:(?:[\s,\[\]{}]|\Z)|\Z))+"
)
# an end of an edge behind letters or signs and the dash before which they stand
HIDDEN_DASH = re.compile(
    r"""(\w+|[^\w\s#-]+)([ \t]*)-[ \t]+({[ \t]*)?["']?(?:from|to)["']?[ \t]*:"""
)
COLON = re.compile(r"[ \t]*:(?=[\s]|\Z)")
# a tag; group 1 is the name of one that says no more and that something follows on its line
TAG = re.compile(
    r"""!(?:([A-Za-z][A-Za-z0-9]*)(?= +[^\s#])|<[^\s>]*>|[^\s<>{}\[\],"']*)"""
    r"""(?=[\s,\]}]|\Z)(?!\s+!)"""
)
BETWEEN_QUOTES = r'[^"\\\n]*(?:\\.[^"\\\n]*)*'
DOUBLE = re.compile(rf'"({BETWEEN_QUOTES})(")?')
SINGLE = re.compile(r"'((?:[^'\n]|'')*)(')?")
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "0": "\0", "r": "\r", " ": " "}


class Scanner:
    """A text and a position in it. `faults` are the places that are not YAML; `doubtful` says that
    PyYAML has to be asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.first = 1 if text.startswith("\ufeff") else 0
        self.faults: list[Fault] = []
        self.doubtful = _is_doubtful(text, self.first)
        self.refused = False  # by PyYAML, too, without a doubt
        self.depth = 0
        self.inside = 0  # collections in flow style around the position
        self.open: list[int] = []  # columns of the block collections around the position
        self.too_deep = False

    def _fault(
        self, start: int, end: int, message: str, unclosed: str = "", sure: bool = False
    ) -> None:
        """Notes a fault; `sure` if no YAML can go on so, should all before be as it was read."""
        self.refused |= sure and not self.doubtful
        self.doubtful = True
        last = self.faults[-1] if self.faults else None
        if unclosed and last and last.unclosed and last.end == end:
            self.faults[-1] = last._replace(unclosed=last.unclosed + unclosed)
            return
        self.faults.append(Fault(start, max(start, end), message, unclosed))

    def _too_deep(self, start: int) -> None:
        """Refuses what stands at `start` and all that follows; PyYAML need not be asked."""
        if not self.too_deep:
            self._fault(start, self._line_end(start), TOO_DEEP)
        self.too_deep = True
        self.position = len(self.text)

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
        text, position, before = self.text, self.position, -1
        if position >= len(text):
            return -1
        while position != before and (gap := GAP.match(text, position)):
            before, position = position, gap.end()
            if text[position : position + 1] not in "#\r\n":
                break
        if position >= len(text) or text[position] == "#":  # a comment that no line follows
            self.position = len(text)
            return -1
        self.position = position
        return position - (text.rfind("\n", 0, position) + 1 or self.first)

    def _at_line_end(self) -> bool:
        """Whether nothing but blanks and a comment is left on the line."""
        letter = self.text[self.position : self.position + 1]
        return letter in LINE_ENDS and BLANK.match(self.text, self.position) is not None

    def _to_line_start(self) -> None:
        """Back to the start of the line whose indentation was read; the end of the text stays."""
        if self.position < len(self.text):
            self.position = self.text.rfind("\n", 0, self.position) + 1 or self.first

    def _column(self) -> int:
        return self.position - (self.text.rfind("\n", 0, self.position) + 1 or self.first)

    def _indentation(self) -> int:
        """Where the content of the line begins."""
        start = self.text.rfind("\n", 0, self.position) + 1 or self.first
        match = INDENT.match(self.text, start)
        return match.end() - start if match else 0

    def _peek(self) -> int:
        """Column of the next content, -1 if there is none; stays where it is."""
        position = self.position
        column = self._next_content()
        self.position = position
        return column

    def _spaces(self) -> None:
        match = INDENT.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def _gap(self) -> int:
        match = INDENT.match(self.text, self.position)
        return match.end() if match else self.position

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
        if pattern is FLOW_PLAIN and ("?" in text or text[:1] in "-:"):
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
            following = self.text.find(letter, end)
            behind = self.text[following - 1 : following + 2]
            sure = following < 0 or (behind[0] != "\\" and behind[2:].isalnum())  # as in `"x"y`
            self._fault(start, end, f"the quote {letter} is not closed", letter, sure)
        self.position = end
        body = match[1] if match[2] else self.text[start + 1 : end]
        if letter == "'":
            return Scalar(start, end, body.replace("''", "'"), "'")
        return Scalar(start, end, self._unescaped(body), '"')

    def _unescaped(self, body: str) -> str:
        return ESCAPE.sub(self._character, body) if "\\" in body else body

    def _character(self, escape: re.Match[str]) -> str:
        """What an escape stands for."""
        if code := escape[1] or escape[2]:
            return chr(int(code, 16))
        self.doubtful |= escape[3] not in ESCAPES
        return ESCAPES.get(escape[3], escape[3])


def _is_doubtful(text: str, start: int) -> bool:
    begins = text[start : start + 1] in "-.%" or "\n-" in text or "\n." in text or "\n%" in text
    return bool(begins or UNUSUAL.search(text, start)) and bool(DOUBTFUL.search(text, start))


def short(text: str) -> str:
    """`text` for a message, cut to 40 characters."""
    return text if len(text) <= 40 else text[:39] + "…"
