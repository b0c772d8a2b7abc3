"""Markdown as a terminal shows it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from sbd_lsp.cli.console import Paint

MARK = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`|\[(?P<text>[^]\n]+)\]\((?P<to>[^)\s]+)\)"
)
ITEM = re.compile(r"(?:[-*]|\d+\.) ")
VERBATIM = ("    ", "|", "<")
FENCE = "```"


def shown(markdown: str, width: int, paint: Paint) -> str:
    """`markdown` with its marks as colours, and its paragraphs broken at `width` columns."""
    return "\n".join(_lines(markdown, max(width, 20), paint)).rstrip("\n") + "\n"


def _lines(markdown: str, width: int, paint: Paint) -> Iterator[str]:
    paragraph: list[str] = []
    fenced = False
    for line in [*markdown.strip("\n").split("\n"), ""]:
        fence = line.startswith(FENCE)
        if paragraph and (fence or not line or _stands_alone(line)):
            yield from _wrapped(" ".join(paragraph), width, paint)
            paragraph = []
        if fence:
            fenced = not fenced
        elif fenced:
            yield f"    {line}".rstrip()
        elif line.startswith("#"):
            yield paint("bold", _marked(line.lstrip("# "), lambda colour, text: text))
        elif not line or line.startswith(VERBATIM):
            yield _marked(line, paint)
        else:
            paragraph.append(line.strip() if paragraph else line)


def _stands_alone(line: str) -> bool:
    """Whether `line` does not go on with the paragraph before it."""
    return line.startswith(("#", *VERBATIM)) or ITEM.match(line.lstrip()) is not None


def _wrapped(text: str, width: int, paint: Paint) -> Iterator[str]:
    """The lines of a paragraph or an item of a list."""
    body = text.lstrip()
    margin = " " * (len(text) - len(body))
    item = ITEM.match(body)
    hanging = margin + " " * (len(item[0]) if item else 0)
    lines = textwrap.wrap(
        _plain(body),
        width,
        initial_indent=margin,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (_unjoined(_marked(line, paint)) for line in lines)


JOINT = "\x00"  # stands for a blank at which a line may not be broken


def _plain(text: str) -> str:
    """`text` with links as they are shown, and the blanks inside other marks kept together, so
    that no mark spans two lines."""
    return MARK.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    if match["text"]:
        return f"{match['text']} <{match['to']}>"
    return match[0].replace(" ", JOINT)


def _unjoined(line: str) -> str:
    return line.replace(JOINT, " ")


def _marked(line: str, paint: Paint) -> str:
    return MARK.sub(lambda match: _painted(match, paint), line)


def _painted(match: re.Match[str], paint: Paint) -> str:
    if match["bold"]:
        return paint("bold", match["bold"].replace("`", ""))
    if match["code"]:
        return paint("code", match["code"])
    return _joined(match)
