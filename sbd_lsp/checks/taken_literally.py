"""taken-literally: a value that AWS takes to the letter, though it looks like a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.checks.edits import written
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Rule, Severity, replace
from sbd_lsp.model.model import Model, Place
from sbd_lsp.model.values import corrected, is_literal, refusal
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("taken-literally", Severity.WARNING, "a value that AWS takes to the letter")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Values of options in which people make such slips."""
    for option, _, value in () if keys.block.reading.faults else keys.fields:
        if not isinstance(value, Scalar) or not is_literal(value.text, option):
            continue
        if refusal(value.text, option) is None:
            yield _finding(Place(keys.block, value.start, value.end), value.text, option)


def _finding(place: Place, text: str, option: Option) -> Finding:
    meant, because = corrected(text, option)
    message = f"`{option.name}` takes `{text}` to the letter; {because}; did you mean `{meant}`?"
    return RULE.at(place, message, [replace(place, written(meant), f"Change to `{meant}`")])
