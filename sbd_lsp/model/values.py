"""Whether a value is what its option takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from sbd_lsp.catalogue.entries import EventSet, Option, Slip
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model import zones
from sbd_lsp.syntax import tree as syntax

NAMES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "scalar": "text, a number, `true` or `false`",
    "texts": "text or a list of texts",
    "boolean": "`true` or `false`",
    "mapping": "a mapping",
    "list": "a list",
    "conditions": "a list or a mapping",
}

# what is taken for types that no value is of by itself; a whole number is a number too
PLAIN = {
    "number": ("integer", "number"),
    "scalar": ("string", "integer", "number", "boolean", "date"),
    "texts": ("string",),
    "conditions": ("list", "mapping"),
}


def type_of(value: syntax.Tree) -> str:
    """The type of a value in the catalogue's words; `number`, `date` and `other` besides."""
    if not isinstance(value, syntax.Scalar):
        if isinstance(value, syntax.Mapping):
            return "mapping"
        return "list" if isinstance(value, syntax.Sequence) else "other"
    plain = value.value
    if isinstance(plain, str):
        return "string"
    if isinstance(plain, bool):
        return "boolean"
    if isinstance(plain, int):
        return "integer"
    if isinstance(plain, date):
        return "date"
    return "null" if plain is None else "number" if isinstance(plain, float) else "other"


def fits_type(value: syntax.Tree, option: Option) -> bool:
    """Whether `value` is of the type of `option`; an intrinsic function is where the option can be
    computed, an alias is anywhere."""
    if not isinstance(value, syntax.Scalar) or value.tag:
        if misplaced_call(value, option) is not None:
            return False
        if isinstance(value, syntax.Alias) or is_call(value):
            return True
        if option.type == "texts" and isinstance(value, syntax.Sequence):
            items = [item for item in value.items if item is not None]
            kinds = ("string", "mapping")
            return bool(items) and all(is_call(item) or type_of(item) in kinds for item in items)
    return option.type == "any" or type_of(value) in PLAIN.get(option.type, (option.type,))


def is_call(value: syntax.Tree) -> bool:
    """Whether `value` has a tag, as calls of intrinsic functions have, or is one in its long form,
    the only one that JSON has."""
    return called(value) != ""


def called(value: syntax.Tree) -> str:
    """The tag or the key that makes `value` a call of an intrinsic function; nothing if it is
    none."""
    if isinstance(value, syntax.Alias):
        return ""
    if value.tag or not isinstance(value, syntax.Mapping) or len(value.pairs) != 1:
        return value.tag if value.tag.startswith("!") and value.tag != "!" else ""
    key, argument = syntax.key_text(value.pairs[0]) or "", value.pairs[0].value
    ref = key == "Ref" and (argument is None or isinstance(argument, syntax.Scalar))
    return key if ref or key.startswith("Fn::") else ""


def misplaced_call(value: syntax.Tree, option: Option) -> syntax.Tree | None:
    """The first call of an intrinsic function in `value` whose result `option` cannot have, since
    what is generated depends on it; what keys and items of their own describe is not looked at."""
    if option.computed == "value":
        return None
    if is_call(value):
        return value
    described = option.keys or option.each or option.items
    if option.computed == "inside" or described or isinstance(value, syntax.Scalar):
        return None
    return next(filter(is_call, parts(value)), None)


def parts(value: syntax.Tree) -> Iterator[syntax.Tree]:
    """What `value` is made of, at any depth."""
    inner: Iterable[syntax.Tree | None] = ()
    if isinstance(value, syntax.Mapping):
        inner = (part for pair in value.pairs for part in (pair.key, pair.value))
    elif isinstance(value, syntax.Sequence):
        inner = value.items
    for part in inner:
        if part is not None:
            yield part
            yield from parts(part)


def label(option: Option) -> str:
    """What messages call `option`."""
    return f"`{option.name}`" if option.name else option.title or "an item"


def choices(option: Option) -> tuple[str, ...]:
    """The closed set of values of `option` as text, newest runtimes first; empty if it is open."""
    if option.format == "runtime":
        return tuple(CATALOGUE.runtimes)
    if option.type == "boolean":
        return ("true", "false")
    return tuple(option.values)


def refusal(value: Any, option: Option) -> str | None:
    """Why `option` does not take `value`, a plain value of its type; None if it does.

    `unknown`: not in its closed set; `small`, `large`: beyond its bounds; `reserved`: AWS's own;
    `form`: not of its form; `zone`: no time zone; `date`: no day of the calendar.
    """
    known = choices(option)
    if known and option.type != "boolean" and str(value) not in known:
        return "unknown"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _beyond(value, option)
    if value in option.reserved:
        return "reserved"
    if isinstance(value, str):
        return _misfit(value, option)
    return None


def _misfit(value: str, option: Option) -> str | None:
    if not _matches(value, option):
        return "form"
    if option.format == "timezone" and not zones.is_zone(value):
        return "zone"
    if option.format == "schedule" and not _dated(value):
        return "date"
    return None


def _dated(expression: str) -> bool:
    """Whether the calendar has the day that an `at(…)` names; true of all others."""
    if not expression.startswith("at("):
        return True
    try:
        datetime.fromisoformat(expression[3:-1])
    except ValueError:
        return False
    return True


def bytes_of(value: syntax.Mapping) -> int:
    """The bytes that a mapping of names to texts takes as JSON without spaces, which is how Lambda
    measures variables; a value that is known only at deployment counts as empty."""
    known = {
        key.text: part.text if isinstance(part, syntax.Scalar) and not is_call(part) else ""
        for key, _, part in value.pairs
        if isinstance(key, syntax.Scalar)
    }
    return len(
        json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )
    )


def corrected(text: str, option: Option | EventSet) -> tuple[str, str]:
    """`text` without the slips that people make with `option`, and what AWS wants instead of the
    first of them; the same text and nothing if there are none."""
    because = ""
    for slip in _slips(option):
        if _compiled(slip.pattern).search(text):
            because = because or slip.because
            if slip.write is not None:
                text = _compiled(slip.pattern).sub(slip.write, text)
    return text, because


# by the identity of an option of the catalogue, which lives as long as that does
_LITERAL: dict[int, tuple[Slip, ...]] = {}


def is_literal(text: str, option: Option) -> bool:
    """Whether AWS takes `text` for `option`, of the catalogue, to the letter, and something else
    was meant."""
    slips = _LITERAL.get(id(option))
    if slips is None:
        slips = tuple(slip for slip in _slips(option) if slip.literal)
        _LITERAL[id(option)] = slips
    return bool(slips) and any(_compiled(slip.pattern).search(text) for slip in slips)


def _slips(option: Option | EventSet) -> tuple[Slip, ...]:
    if isinstance(option, EventSet) or not option.format:
        return option.slips
    forms = CATALOGUE.formats.get(option.format, {})
    return (*option.slips, *(slip for form in forms.values() for slip in form.slips))


def _beyond(value: float, option: Option) -> str | None:
    if option.minimum is not None and value < option.minimum:
        return "small"
    if option.maximum is not None and value > option.maximum:
        return "large"
    return None


def _matches(value: str, option: Option) -> bool:
    if option.pattern and not _compiled(option.pattern).search(value):
        return False
    forms = CATALOGUE.formats.get(option.format)
    if not forms:
        return True
    return any(_compiled(form.pattern).search(value) for form in forms.values())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
