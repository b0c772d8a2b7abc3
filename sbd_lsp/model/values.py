"""Whether a value is what its option takes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.syntax import tree as syntax

NAMES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
    "mapping": "a mapping",
    "list": "a list",
}


def type_of(value: syntax.Tree) -> str:
    """The type of a value in the catalogue's words; `number` and `other` besides."""
    if isinstance(value, syntax.Mapping):
        return "mapping"
    if isinstance(value, syntax.Sequence):
        return "list"
    if not isinstance(value, syntax.Scalar):
        return "other"
    plain = value.value
    if isinstance(plain, str):
        return "string"
    if isinstance(plain, bool):
        return "boolean"
    if isinstance(plain, int):
        return "integer"
    return "null" if plain is None else "number" if isinstance(plain, float) else "other"


def fits_type(value: syntax.Tree, option: Option) -> bool:
    """Whether `value` is of the type of `option`; an intrinsic function or an alias is."""
    found = type_of(value)
    tag = "" if isinstance(value, syntax.Alias) else value.tag
    return option.type in ("any", found) or isinstance(value, syntax.Alias) or tag.startswith("!")


def choices(option: Option) -> tuple[str, ...]:
    """The closed set of values of `option` as text, newest runtimes first; empty if it is open."""
    if option.format == "runtime":
        return tuple(CATALOGUE.runtimes)
    if option.type == "boolean":
        return ("true", "false")
    return tuple(option.values)


def refusal(value: Any, option: Option) -> str | None:
    """Why `option` does not take `value`, a plain value of its type; None if it does."""
    known = choices(option)
    if known and option.type != "boolean" and str(value) not in known:
        return "unknown"
    if isinstance(value, int) and not isinstance(value, bool):
        return _beyond(value, option)
    if isinstance(value, str) and not _matches(value, option):
        return "form"
    return None


def _beyond(value: int, option: Option) -> str | None:
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
