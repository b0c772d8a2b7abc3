"""Values and calls as source text, laid out as ruff (Python) and prettier (JavaScript) would."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

PROPERTY = re.compile(r"[A-Za-z_$][\w$]*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the two languages do differently: width and indentation, words, names of keys."""

    width: int
    indent: int
    words: Mapping[Any, str]
    text: Callable[[str], str]
    key: Callable[[str], str]
    brace_space: str


def python_text(text: str) -> str:
    """`text` as a Python literal, in double quotes unless single ones save escapes."""
    if text.isprintable() and "\\" not in text and '"' not in text:
        return f'"{text}"'
    body = "".join(_python_letter(letter) for letter in text)
    if '"' in text and "'" not in text:
        return f"'{body}'"
    return '"' + body.replace('"', '\\"') + '"'


def _python_letter(letter: str) -> str:
    if letter == "\\":
        return "\\\\"
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode()


@lru_cache(maxsize=4096)  # the same keys and names come in many files
def node_text(text: str) -> str:
    """`text` as a JavaScript literal, in the quotes that need fewer escapes."""
    body = json.dumps(text, ensure_ascii=False)[1:-1]
    body = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    if text.count('"') > text.count("'"):
        return "'" + body.replace('\\"', '"').replace("'", "\\'") + "'"
    return f'"{body}"'


def node_key(key: str) -> str:
    """`key` of an object in JavaScript, bare if it may be."""
    return key if PROPERTY.match(key) else node_text(key)


PYTHON = Layout(100, 4, {None: "None", True: "True", False: "False"}, python_text, python_text, "")
NODE = Layout(80, 2, {None: "null", True: "true", False: "false"}, node_text, node_key, " ")


class Code(str):
    """Source text that stands for itself inside a value."""

    __slots__ = ()


def literal(value: Any, layout: Layout, column: int = 0, used: int = 0, after: int = 0) -> str:
    """`value` as source text; strings of type `Code` stand as they are.

    `column` is the indentation of its line, `used` what stands before it there, `after` what
    follows; a value that does not fit into the line is spread out.
    """
    flat = _flat(value, layout)
    fits = column + used + len(flat) + after <= layout.width
    if fits or not value or not isinstance(value, (dict, list, tuple)):
        return flat
    inner = column + layout.indent
    if isinstance(value, dict):
        opening, closing = "{", "}"
        keys = [layout.key(str(key)) for key in value]
        rows = [
            _member(key, literal(item, layout, inner, len(key) + 2, 1), layout)
            for key, item in zip(keys, value.values(), strict=True)
        ]
    else:
        opening, closing = "[", "]"
        rows = [literal(item, layout, inner, 0, 1) for item in value]
    return spread(opening, rows, closing, layout, column)


def spread(opening: str, rows: Iterable[str], closing: str, layout: Layout, column: int) -> str:
    """`rows` one a line between `opening` and `closing`, each with a comma behind it."""
    pad = " " * (column + layout.indent)
    body = "".join(f"{pad}{row},\n" for row in rows)
    return f"{opening}\n{body}{' ' * column}{closing}"


def _flat(value: Any, layout: Layout) -> str:
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, str):
        return layout.text(value)
    if isinstance(value, dict):
        rows = [_member(layout.key(str(k)), _flat(v, layout), layout) for k, v in value.items()]
        space = layout.brace_space if rows else ""
        return "{" + space + ", ".join(rows) + space + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flat(item, layout) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return layout.words[value]
    return repr(value)


def _member(key: str, value: str, layout: Layout) -> str:
    """A member of a mapping; JavaScript says `content: content` in one word."""
    return key if layout is NODE and key == value else f"{key}: {value}"


def call(
    head: str, arguments: Sequence[Any], layout: Layout, column: int | None, tail: str = ""
) -> str:
    """The call `head(arguments)` with `tail` behind it, on one line if it fits into it
    (always if `column` is None).

    Otherwise arguments go to a line of their own, then to one line each; a single mapping or list
    stays beside the parentheses in JavaScript, as prettier has it.
    """
    flat = ", ".join(_flat(one, layout) for one in arguments)
    if (
        column is None
        or column + len(head) + len(flat) + len(tail) + 2 <= layout.width
        or not arguments
    ):
        return f"{head}({flat}){tail}"
    last = arguments[-1]
    before = "".join(f"{_flat(one, layout)}, " for one in arguments[:-1])
    embraced = column + len(head) + len(before) + 2 <= layout.width
    if layout is NODE and embraced and isinstance(last, (dict, list)) and last:
        return f"{head}({before}{literal(last, layout, column, layout.width)}){tail}"
    inner = column + layout.indent
    alone = layout is PYTHON and inner + len(flat) <= layout.width
    if alone or (layout is NODE and len(arguments) == 1):
        comma = "," if layout is NODE else ""
        return f"{head}(\n{' ' * inner}{flat}{comma}\n{' ' * column}){tail}"
    rows = [literal(one, layout, inner, 0, 1) for one in arguments]
    return spread(f"{head}(", rows, f"){tail}", layout, column)
