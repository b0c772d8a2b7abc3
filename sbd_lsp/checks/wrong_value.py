"""wrong-value: a value that its key does not take."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, listed, meant, replace
from sbd_lsp.model.model import Model, Place
from sbd_lsp.model.values import choices, refusal
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("wrong-value", Severity.ERROR, "a value that its key does not take")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Values of options."""
    for option, _, value in keys.fields:
        if not _judged(option) or not isinstance(value, Scalar) or value.tag.startswith("!"):
            continue
        why = refusal(value.value, option)
        if why is not None:
            yield _finding(Place(keys.block, value.start, value.end), value.text, option, why)


def _judged(option: Option) -> bool:
    """Whether not every value of its type will do; ids of nodes are for other rules."""
    if option.format:
        return option.format != "nodeId"
    bounded = option.minimum is not None or option.maximum is not None
    return bounded or bool(option.values) or bool(option.pattern)


def _finding(place: Place, text: str, option: Option, why: str) -> Finding:
    name = f"`{option.name}`" if option.name else "an item"
    fixes: list[Fix] = []
    if why == "unknown":
        known = choices(option)
        hint, fixes = meant(text, known, place, f"it takes {listed(known)}")
        message = f"{name} cannot be `{text}`; {hint}"
    elif why == "form":
        message = f"{name} cannot be `{text}`; {_form(option)}"
    else:
        bound = option.minimum if why == "small" else option.maximum
        least = "at least" if why == "small" else "at most"
        unit = f" {option.unit}" if option.unit else ""
        fixes = [replace(place, str(bound), safe=False)]
        message = f"{name} cannot be `{text}`; it takes {least} {bound}{unit}"
    return RULE.at(place, message, fixes)


def _form(option: Option) -> str:
    """What a value of a form looks like."""
    forms = CATALOGUE.formats.get(option.format, {})
    examples = [form.examples[0] for form in forms.values() if form.examples]
    examples = examples or list(option.examples[:2])
    if examples:
        return f"write for example {listed(map(str, examples))}"
    return f"it is the {option.summary[0].lower()}{option.summary[1:]}"
