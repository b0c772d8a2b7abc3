"""unknown-type: a service type that is not in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, listed, meant, replace
from sbd_lsp.model.model import Model, Node, Place

RULE = Rule("unknown-type", Severity.ERROR, "a service type that there is not")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node whose `type` is a word but none of the catalogue's."""
    word, place = node.text("type"), node.place_of("type")
    if word is not None and place is not None and node.service is None:
        hint, fixes = _hint(word, place)
        yield RULE.at(place, f"there is no service type `{word}`; {hint}", fixes)


def _hint(word: str, place: Place) -> tuple[str, list[Fix]]:
    aliases = {alias.lower(): type for alias, type in CATALOGUE.aliases.items()}
    type = aliases.get(word.lower())
    if type is not None:
        title = CATALOGUE.services[type].title
        return f"a {title} is a `{type}` here", [replace(place, type)]
    return meant(word, CATALOGUE.services, place, f"the types are {listed(CATALOGUE.services, 'and')}")
