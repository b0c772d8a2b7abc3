"""unknown-type: a service type that is not in the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.keys import is_cut
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, a, article, listed, meant, replace
from sbd_lsp.model.model import Model, Node, Place
from sbd_lsp.text.nearest import is_slip, nearest

RULE = Rule("unknown-type", Severity.ERROR, "a service type that there is not")


# what AWS or the network calls something else, and is no slip for one of the types
ELSEWHERE = frozenset(("dms", "dns", "ram", "sdb", "ses", "sms", "ssm", "sts"))


def named(word: str) -> str | None:
    """The service type that `word` means: the type itself, another name or the resource of it."""
    return NAMES.get(_squeezed(word))


def _squeezed(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())


NAMES = {
    _squeezed(name): type
    for type, service in CATALOGUE.services.items()
    for name in (type, service.resource, *service.aliases)
}


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node whose `type` is a word but none of the catalogue's."""
    if node.service is not None:
        return
    word, place = node.text("type"), node.place_of("type")
    if word is None or is_cut(node.fields["type"].value, node.block):
        return
    if place is not None:
        hint, fixes = _hint(word, place)
        yield RULE.at(place, f"there is no service type `{word}`; {hint}", fixes)


def _hint(word: str, place: Place) -> tuple[str, list[Fix]]:
    first, slashes, rest = word.partition(" //")
    if slashes and first.strip() in CATALOGUE.services:
        better = f"{first} #{rest}"
        hint = "a comment begins with `#`, not with `//`"
        return hint, [replace(place, better, "Begin the comment with `#`")]
    otherwise = f"the types are {listed(CATALOGUE.services, 'and')}"
    name = _squeezed(word)
    if name in ELSEWHERE:
        return otherwise, []
    if name not in NAMES and nearest(word, CATALOGUE.services) is None:
        name = nearest(name, NAMES) or ""
    type = NAMES.get(name)
    if type is not None:
        title = CATALOGUE.services[type].title
        safe = is_slip(_squeezed(word), name)
        return f"{article(title)} {title} is {a(type)} here", [replace(place, type, safe=safe)]
    return meant(word, CATALOGUE.services, place, otherwise)
