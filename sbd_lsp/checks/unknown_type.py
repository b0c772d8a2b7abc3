"""unknown-type: a service type that is not in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, a, article, listed, meant, replace
from sbd_lsp.model.model import Model, Node, Place

RULE = Rule("unknown-type", Severity.ERROR, "a service type that there is not")
ALIASES = {alias.lower(): type for alias, type in CATALOGUE.aliases.items()}


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node whose `type` is a word but none of the catalogue's."""
    if node.service is not None:
        return
    word, place = node.text("type"), node.place_of("type")
    if word is not None and place is not None:
        hint, fixes = _hint(word, place)
        yield RULE.at(place, f"there is no service type `{word}`; {hint}", fixes)


def _hint(word: str, place: Place) -> tuple[str, list[Fix]]:
    type = ALIASES.get(word.lower())
    if type is not None:
        title = CATALOGUE.services[type].title
        return f"{article(title)} {title} is {a(type)} here", [replace(place, type)]
    otherwise = f"the types are {listed(CATALOGUE.services, 'and')}"
    return meant(word, CATALOGUE.services, place, otherwise)
