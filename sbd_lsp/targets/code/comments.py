"""Words of a person as comments: no text can end a comment early or run over its line."""

from __future__ import annotations

from unicodedata import east_asian_width


def wrapped(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` columns; white space counts as one blank.

    A word that is longer than a line stands on a line of its own.
    """
    lines: list[str] = []
    room = 0
    for word in text.split():
        length = _columns(word)
        if lines and length < room:
            lines[-1] += f" {word}"
            room -= length + 1
        else:
            lines.append(word)
            room = width - length
    return lines


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def docstring(indent: int, *paragraphs: str) -> str:
    """`paragraphs`, those that are not empty, as a Python docstring behind `indent` blanks."""
    pad = " " * indent
    texts = list(filter(None, map(_safe_in_docstring, paragraphs)))
    width = 100 - indent
    if len(texts) == 1 and _columns(texts[0]) + 6 <= width and not texts[0].endswith('"'):
        return f'"""{texts[0]}"""'
    # quotes that close a text of one line stand on that line, so such a text must leave room
    first = wrapped(f'"""{texts[0]}', width if len(texts) > 1 else width - 3)
    blocks = [first, *(wrapped(text, width) for text in texts[1:])]
    lines = "\n\n".join("\n".join(f"{pad}{line}" for line in block) for block in blocks)
    return f'{lines.lstrip()}\n{pad}"""'


def _safe_in_docstring(text: str) -> str:
    return " ".join(_printable(text).split()).replace("\\", "\\\\").replace('"""', r"\"\"\"")


def block_comment(indent: int, *paragraphs: str) -> str:
    """`paragraphs`, those that are not empty, as a comment of JavaScript behind `indent` blanks."""
    pad = " " * indent
    texts = list(filter(None, map(_safe_in_block, paragraphs)))
    if len(texts) == 1 and _columns(texts[0]) + 7 + indent <= 80:
        return f"/** {texts[0]} */"
    blocks = [wrapped(text, 77 - indent) for text in texts]
    lines = f"\n{pad} *\n".join("\n".join(f"{pad} * {line}" for line in b) for b in blocks)
    return f"/**\n{lines}\n{pad} */"


def _safe_in_block(text: str) -> str:
    return " ".join(_printable(text).split()).replace("*/", "*\\/")


def _printable(text: str) -> str:
    """`text` without characters that cannot be seen, such as those that turn the direction of
    writing."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)
