"""wrong-type: a value is of another type than its key takes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.checks.edits import written
from sbd_lsp.checks.halves import parted
from sbd_lsp.checks.keys import Keys, cut_short, is_cut
from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity, listed, replace
from sbd_lsp.checks.strays import groups, is_stray, stands_beside
from sbd_lsp.checks.unknown_type import named
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.model.options import options_of
from sbd_lsp.model.values import (
    NAMES,
    called,
    corrected,
    fits_type,
    is_call,
    label,
    misplaced_call,
    refusal,
)
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import TOP, WHOLE
from sbd_lsp.syntax.tree import Alias, Mapping, Scalar, Sequence, Tree, key_text
from sbd_lsp.text.lines import line_end, line_starts

RULE = Rule("wrong-type", Severity.ERROR, "a value is of another type than its key takes")

COLLECTION_AS_KEY = re.compile(r"[\]}]\s*:")
LISTS = ("list", "conditions")
AMOUNT = re.compile(r"(\d{1,9}) ?([A-Za-z]+)\Z")  # `128MB`, `30 s`


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """A node that is no mapping, or one that CloudFormation computes."""
    if node.value is not None and is_call(node.value):
        yield _unknown_before(node.place(node.value), f"`{node.id}`", node.value)
        return
    if node.body is not None and stands_beside(node):
        yield _beside(node, node.body)
    if node.body is not None or isinstance(node.value, Alias) or is_stray(node):
        return
    if is_cut(node.value, node.block):
        return
    if node.value is not None:
        place = node.place(node.value)
        word = node.value.text if isinstance(node.value, Scalar) else ""
        type = named(word)
        better = f"{{type: {type}}}" if type else parted(word, options_of(node, model))
        message = f"`{node.id}` must be a mapping, with a `type` at least"
        hint = f"; did you mean `{better}`?" if better else ""
        yield RULE.at(place, message + hint, [replace(place, better)] if better else [])


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An edge that is no mapping, or one that CloudFormation computes."""
    if edge.value is not None and is_call(edge.value):
        yield _unknown_before(edge.whole, "an edge", edge.value)
    elif edge.body is None and edge.value is not None and not isinstance(edge.value, Alias):
        yield RULE.at(edge.whole, "an edge must be a mapping, with `from` and `to`")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Values of options."""
    for option, _, value in keys.misfits:
        if value is None or cut_short(value, keys.block):
            continue
        name = label(option)
        call = misplaced_call(value, option)
        if call is not None:
            yield _unknown_before(Place(keys.block, call.start, call.end), name, call)
        else:
            place = Place(keys.block, value.start, value.end)
            fixes = list(_fixes(place, value, option))
            wanted = NAMES[option.type]
            hint = _hint(fixes)
            yield RULE.at(place, f"{name} must be {wanted}{hint}", fixes)


def _unknown_before(place: Place, name: str, call: Tree) -> Finding:
    """The finding on a call whose result what is generated would depend on."""
    function = called(call)
    message = f"{name} needs a plain value; what `{function}` gives is known only at deployment"
    return RULE.at(place, message)


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """Keys that are mappings, lists or have a tag, which YAML allows and nothing can read."""
    text = block.text
    closed = "]" in text or "}" in text
    odd = "!" in text or "?" in text or (closed and COLLECTION_AS_KEY.search(text))
    waiting = [block.reading.tree] if odd else []
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Sequence):
            waiting += tree.items
        for key, _, value in tree.pairs if isinstance(tree, Mapping) else ():
            waiting.append(value)
            place = Place(block, key.start, key.end)
            if isinstance(key, Scalar) and is_call(key):
                yield RULE.at(place, f"a key must be a word; remove `{key.tag}`")
            elif isinstance(key, (Mapping, Sequence)):
                yield RULE.at(place, "a key must be a word, not a mapping or a list")


def check_design(model: Model) -> Iterator[Finding]:
    """A document that is no mapping, and keys that stand where nodes stand."""
    for group in groups(model):
        names, stand = _stand([node.id for node in group])
        them = "it" if len(group) == 1 else "them"
        message = f"{names} {stand} where nodes stand; put {them} below the id of a node"
        yield RULE.at(group[0].name_place, message)
    if model.sections:
        return
    for block in model.document.blocks:
        tree = block.reading.tree
        if block.kind in (TOP, WHOLE) and tree is not None:
            message = "a design must be a mapping that begins with `sbd: 1`"
            place = Place(block, max(tree.start, 0), min(tree.end, len(block.text)))
            empty = isinstance(tree, Mapping)
            yield RULE.at(place, message, unfinished=empty)
            return


def _beside(node: Node, body: Mapping) -> Finding:
    """Keys of a node beside its id."""
    first, text = body.pairs[0].key, node.block.text
    names, stand = _stand([key_text(pair) or "" for pair in body.pairs])
    message = f"{names} {stand} beside `{node.id}`; indent below it what belongs to it"
    lines = (at for at in line_starts(text[: body.end]) if at > node.key.end)
    filled = (at for at in lines if text[at : line_end(text, at)].strip())
    deeper = [Change(Place(node.block, at, at), "  ") for at in filled]
    return RULE.at(node.place(first), message, [Fix(f"Indent below `{node.id}`", tuple(deeper))])


def _stand(names: list[str]) -> tuple[str, str]:
    return listed(names, "and"), "stands" if len(names) == 1 else "stand"


def _fixes(place: Place, value: Tree, option: Option) -> Iterator[Fix]:
    """What the value was meant to be, if the option takes that."""
    if option.type == "list" and isinstance(value, Mapping) and not value.pairs:
        yield replace(place, "[]", "Make it a list")
    if not isinstance(value, Scalar) or not value.text:
        return
    text, unquoted = value.text, "Remove the quotes"
    meant, _ = corrected(text, option)
    number = AMOUNT.match(text)
    if option.type == "string" and meant != text and refusal(meant, option) is None:
        yield replace(place, written(meant), f"Change to `{meant}`")
    elif option.type == "string" and option.examples and isinstance(value.value, bool):
        for example in option.examples:
            yield replace(place, written(example), safe=False)
    elif number and _counts(number, option) and refusal(int(number[1]), option) is None:
        yield replace(place, number[1])
    elif option.type == "string" and not value.style and refusal(text, option) is None:
        yield replace(place, f'"{text}"', "Put it in quotes")
    elif option.type == "integer" and isinstance(value.value, str) and text.isdecimal():
        if refusal(int(text), option) is None:
            yield replace(place, text, unquoted)
    elif option.type == "mapping" and not value.style and _only(option):
        yield replace(place, f"{{{_only(option)}: {text}}}", "Make it a mapping")
    elif option.type == "boolean" and text.lower() in ("true", "false"):
        yield replace(place, text.lower(), unquoted)
    elif option.type in LISTS and option.items and not value.style and _is(value, option.items):
        yield replace(place, f"[{text}]", "Make it a list")


def _hint(fixes: list[Fix]) -> str:
    """What to write, by the fixes: what was meant, or examples of it."""
    if not fixes:
        return ""
    if fixes[0].safe:
        return f"; did you mean `{fixes[0].changes[0].text}`?"
    return f"; write for example {listed(fix.changes[0].text for fix in fixes)}"


def _counts(amount: re.Match[str], option: Option) -> bool:
    """Whether a number and letters behind it say how many of the option's unit are meant."""
    unit = option.unit.casefold()
    return option.type == "integer" and bool(unit) and unit.startswith(amount[2].casefold())


def _only(option: Option) -> str:
    """The one key that a mapping must have, if it is one; else nothing."""
    names = [name for name, key in option.keys.items() if key.required and key.type == "string"]
    return names[0] if len(names) == 1 else ""


def _is(value: Scalar, option: Option) -> bool:
    return fits_type(value, option) and refusal(value.value, option) is None
