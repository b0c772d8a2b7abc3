"""Texts in braces that a comma tears apart: `{description: does a, b}`."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.halves import parted
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.mending import FREE
from sbd_lsp.checks.rule import Fix, replace
from sbd_lsp.model.model import Place
from sbd_lsp.model.options import texts
from sbd_lsp.model.values import refusal
from sbd_lsp.syntax.tree import Pair, Scalar, key_text
from sbd_lsp.syntax.write import quoted
from sbd_lsp.text.nearest import nearest


def torn(keys: Keys) -> Iterator[tuple[Pair, str, Fix]]:
    """The first of the words that belong to the value before them, what that value is without
    them, and the fix that puts all of it in quotes."""
    pairs = keys.body.pairs if keys.body is not None and keys.body.column < 0 else ()
    for index, pair in enumerate(pairs[:-1]):
        end = index + 1
        while end < len(pairs) and _is_bare(pairs[end], keys):
            end += 1
        value = pair.value
        option = keys.options.get(key_text(pair) or "")
        if end == index + 1 or option is None or not isinstance(value, Scalar) or value.style:
            continue
        words = [key_text(each) or "" for each in pairs[index + 1 : end]]
        text = keys.block.text[value.start : pairs[end - 1].key.end]
        if option.name in texts() and "\n" not in text and refusal(text, option) is None:
            safe = option.name in FREE and not any(_may_be_key(word, keys) for word in words)
            place = Place(keys.block, value.start, value.start + len(text))
            yield (
                pairs[index + 1],
                value.text,
                replace(place, quoted(text), "Put it in quotes", safe),
            )


def _is_bare(pair: Pair, keys: Keys) -> bool:
    """Whether a word has no value and is no key that lacks only its colon."""
    word = key_text(pair) or "//"
    told = word.startswith("//") or parted(word, keys.options) is not None
    return pair.colon < 0 and pair.value is None and not told


def _may_be_key(word: str, keys: Keys) -> bool:
    """Whether a word is a key, nearly one, or the beginning of one."""
    if any(name.startswith(word.lower()) for name in keys.options):
        return True
    return nearest(word, keys.options) is not None
