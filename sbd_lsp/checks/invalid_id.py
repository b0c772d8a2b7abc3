"""invalid-id: an id that CloudFormation refuses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import partial

from sbd_lsp.checks.edits import renamed, written
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity, replace
from sbd_lsp.model.model import Model, Node, Place
from sbd_lsp.syntax.scanner import short

RULE = Rule("invalid-id", Severity.ERROR, "an id that CloudFormation refuses")
LONGEST = 255
# how letters are written without those that ASCII lacks, where leaving out an accent is not enough
LETTERS = str.maketrans(
    {
        **{"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS"},
        **{"æ": "ae", "œ": "oe", "ø": "o", "Æ": "Ae", "Œ": "Oe", "Ø": "O", "þ": "th", "Þ": "Th"},
        **{"ł": "l", "đ": "d", "ð": "d", "ı": "i", "Ł": "L", "Đ": "D", "Ð": "D"},
    }
)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """An id that is not letters and digits beginning with a letter.

    Source: Resources section, AWS CloudFormation User Guide (a logical ID is alphanumeric).
    """
    if node.key.text == "<<":
        return
    if not node.key.style and not isinstance(node.key.value, str) and is_id(node.id):
        message = f"YAML reads `{node.id}` as no text; put it in quotes, or write another id"
        yield RULE.at(node.name_place, message, [replace(node.name_place, f'"{node.id}"')])
        return
    if is_id(node.id):
        return
    if is_comment(node):
        place = node.name_place._replace(end=node.key.start + 2)
        message = "a comment begins with `#`, not with `//`"
        yield RULE.at(node.name_place, message, [replace(place, "#", "Begin the comment with `#`")])
        return
    word = node.id.split("{")[0].rstrip()
    if is_id(word) and not node.key.style:
        yield _without_colon(node, word)
        return
    better = _led(_tidied(node.id), node)
    hint = f", such as `{better}`" if 0 < len(better) < LONGEST else ""
    wanted = _wanted(node.id)
    message = f"`{short(node.id)}` is no logical id of CloudFormation; {wanted}{hint}"
    yield RULE.at(node.name_place, message, partial(_fixes, node, better))


def _wanted(id: str) -> str:
    if not id.isalnum() or not id.isascii():
        return "write letters and digits only"
    return "begin it with a letter" if id[0].isdigit() else f"write {LONGEST} letters at most"


def is_comment(node: Node) -> bool:
    """Whether the node is a comment as other languages write it."""
    return node.id.startswith("//")


def is_id(id: str) -> bool:
    """Whether `id` can be a logical id of CloudFormation."""
    return id.isalnum() and id.isascii() and id[0].isalpha() and len(id) <= LONGEST


def _without_colon(node: Node, word: str) -> Finding:
    """The finding on `A {type: bucket}`, which says `A {type` of `bucket}`."""
    end = node.key.start + len(word)
    spaced = node.block.text.startswith(" ", end)
    change = Change(Place(node.block, end, end), ":" if spaced else ": ")
    message = f"`{node.id}` is no logical id of CloudFormation; write a colon behind `{word}`"
    return RULE.at(node.name_place, message, [Fix(f"Write `{word}:`", (change,))])


def _tidied(id: str) -> str:
    """The id with its words joined, in letters of ASCII: `my-table` is `MyTable`, `Größe` is
    `Groesse`."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in _in_ascii(id)).split()
    if len(words) > 1:
        words = [word[0].upper() + word[1:] for word in words]
    return "".join(words)


def _in_ascii(id: str) -> str:
    """The id without accents, as far as its letters can be written so."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", id).translate(LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _led(word: str, node: Node) -> str:
    """The word with the type of the node before a digit with which no id can begin."""
    if word[:1].isdigit():
        type = node.type or "node"
        word = f"{type[0].upper()}{type[1:]}{word}"
    return word[:LONGEST]


def _fixes(node: Node, better: str, model: Model) -> Iterator[Fix]:
    """The better id, wherever the old one stands, if it is free and means one node; safe if it has
    each letter and digit of the old one, and no others."""
    if better and better not in model.nodes and len(model.nodes.get(node.id)) == 1:
        changes = (Change(node.name_place, written(better)), *renamed(node.id, better, model))
        lost = any(c.isalnum() and not c.isascii() for c in _in_ascii(node.id))
        safe = better == _tidied(node.id) and not lost
        yield Fix(f"Rename to `{better}`", changes, safe)
