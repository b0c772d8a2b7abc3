"""foreign-sign: a sign of a word processor where YAML has one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from sbd_lsp.checks.mending import LONGEST
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.model.options import names
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.read import read
from sbd_lsp.syntax.tree import Mapping, Pair, Scalar, Sequence, Tree

RULE = Rule("foreign-sign", Severity.ERROR, "a sign of a word processor, which YAML does not know")


class Sign(NamedTuple):
    """What a sign is called, and the sign of YAML that it looks like."""

    name: str
    instead: str


SIGNS = {
    "\u00a0": Sign("a no-break space", " "),
    "\u2007": Sign("a figure space", " "),
    "\u202f": Sign("a narrow no-break space", " "),
    "\u3000": Sign("a full-width space", " "),
    "\uff1a": Sign("a full-width colon", ":"),
    "\uff0c": Sign("a full-width comma", ","),
    "\uff5b": Sign("a full-width brace", "{"),
    "\uff5d": Sign("a full-width brace", "}"),
    "\u2013": Sign("an en dash", "-"),
    "\u2014": Sign("an em dash", "-"),
    "\u2212": Sign("a minus sign", "-"),
}
SPACE = "[ \u00a0\u2007\u202f\u3000]"
DASH = "[-\u2013\u2014\u2212]"
CLOSING = "[:\uff1a,\uff0c}\uff5d\\]]"
Writing = tuple[int, int, str]  # a text in the place of another


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Signs of a word processor without which the block says more, or reads further."""
    writings = foreign_signs(block)
    if writings:
        signs = list(dict.fromkeys(SIGNS[block.text[start]] for start, _, _ in writings))
        called = " and ".join(dict.fromkeys(sign.name for sign in signs))
        verb = "is" if len(signs) == 1 else "are"
        instead = dict.fromkeys(sign.instead for sign in signs)
        wanted = " and ".join("a space" if each == " " else f"`{each}`" for each in instead)
        changes = tuple(Change(Place(block, start, end), new) for start, end, new in writings)
        message = f"{called} {verb} none of YAML's signs; write {wanted}"
        start, end, _ = writings[0]
        yield RULE.at(Place(block, start, end), message, [Fix(f"Write {wanted}", changes)])


def foreign_signs(block: Block) -> tuple[Writing, ...]:
    """What would be written for signs of a word processor in the block, if that mends it."""
    text = block.text
    if text.isascii() or len(text) > LONGEST or block.reading.tree is None:
        return ()
    return _mending(text, block.opening)


@lru_cache(maxsize=1000)  # each entry of a block asks
def _mending(text: str, opening: str) -> tuple[Writing, ...]:
    """The writings for one sign that make `text`, behind the bracket `opening`, better, or else
    those for all."""
    found = [
        _written(text, place)
        for stretch in _stretches().finditer(text)
        if stretch[1]
        for place in range(stretch.start(), stretch.end())
        if text[place] in SIGNS
    ]
    signs = dict.fromkeys(text[start] for start, _, _ in found)
    before = _faultiness(text, opening) if found else (0, 0)
    for tried in (*signs, "".join(signs)):
        writings = tuple(each for each in found if text[each[0]] in tried)
        if writings and _faultiness(_applied(text, writings), opening) < before:
            return writings
    return ()


@cache  # most texts have none of these signs, and a pattern takes long to make
def _stretches() -> re.Pattern[str]:
    """What stands in quotes or in a comment, else signs where YAML may have its own: before the
    content of a line, at and behind colons, commas and brackets, and before them."""
    return re.compile(
        f"\"[^\"\\n]*\"|'[^'\\n]*'|(?<!\\S)#[^\\n]*"
        f"|(^{SPACE}*(?:{DASH}{SPACE}+)*|(?:{CLOSING}|[{{\uff5b\\[]){SPACE}*|{SPACE}+(?={CLOSING}))",
        re.MULTILINE,
    )


def _written(text: str, place: int) -> Writing:
    """The sign of YAML for the one at `place`, with the space that has to follow it."""
    instead = SIGNS[text[place]].instead
    behind = text[place + 1 : place + 2]
    spaced = instead not in ":," or not behind or behind.isspace()
    return place, place + 1, instead if spaced else f"{instead} "


def _applied(text: str, writings: tuple[Writing, ...]) -> str:
    for start, end, new in reversed(writings):
        text = text[:start] + new + text[end:]
    return text


def _faultiness(text: str, opening: str) -> tuple[int, int]:
    """How far `text` is from a good block: its faults, then the keys that it lacks."""
    reading = read(text, opening)
    return len(reading.faults), -_keys_in(reading.tree)


def _keys_in(tree: Tree | None) -> int:
    """How many keys in `tree` are words of the language, or name what has keys itself."""
    if isinstance(tree, Sequence):
        return sum(map(_keys_in, tree.items))
    if not isinstance(tree, Mapping):
        return 0
    return sum(_is_good(pair) + _keys_in(pair.value) for pair in tree.pairs)


def _is_good(pair: Pair) -> bool:
    key = pair.key.text if isinstance(pair.key, Scalar) else ""
    named = key.isascii() and isinstance(pair.value, Mapping)
    return pair.colon >= 0 and (named or key in names())
