"""What a plain scalar means in YAML 1.1: text, number, truth value, None, date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}
UNUSUAL = frozenset("+-.0123456789=<")
# what begins with a digit and holds anything else is text: `128MB`, `10.0.0.0/16`
NUMBER_OR_DATE = re.compile(r"[\da-fA-FxX_.:+\-tTzZ \t]*", re.ASCII)
DOTTED_NUMBER = re.compile(r"\.(?:\d|inf|Inf|INF|nan|NaN|NAN)")


LONGEST = 64  # of what is remembered: descriptions, which are typed letter by letter, are not


def resolve(text: str) -> Any:
    """The value of the plain scalar `text`; the text itself if YAML gives it no other meaning.

    Numbers and dates in their rarer spellings are left to PyYAML, which is loaded only for them.
    """
    return _remembered(text) if len(text) <= LONGEST else _resolved(text)


def _resolved(text: str) -> Any:
    if text in WORDS:
        return WORDS[text]
    if text[0] not in UNUSUAL or (text[0] == "." and not DOTTED_NUMBER.match(text)):
        return text
    if text.isascii() and text.isdigit() and len(text) < 19 and (text[0] != "0" or text == "0"):
        return int(text)
    if text[0].isdigit() and not NUMBER_OR_DATE.fullmatch(text):
        return text
    from sbd_lsp.syntax.strict import scalar_value

    return scalar_value(text)


_remembered = lru_cache(maxsize=65536)(_resolved)
