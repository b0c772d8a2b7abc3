"""What CloudFormation's functions can name: nodes, their attributes, what every stack has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide import markdown
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.cursor import Spot, option_at
from sbd_lsp.ide.offer import MOST, Completion, fitting
from sbd_lsp.model.intrinsics import ATTRIBUTE, FUNCTIONS, REF, SUB
from sbd_lsp.model.model import Model, Node
from sbd_lsp.syntax.tree import Scalar, Sequence, Tree
from sbd_lsp.text.span import Span

NAME = re.compile(r"""[^\s}"'{$]*""")


class Naming(NamedTuple):
    """A name that is being written as an argument of `function`: the word `here`, which is an
    attribute of the node `owner` unless that is empty."""

    function: str
    here: Spot
    owner: str = ""


def naming_at(here: Spot) -> Naming | None:
    """The call in which a name is being written at the cursor; None if there is none."""
    tag, step = here.cursor.tag, here.path[-1] if here.path else ""
    if isinstance(step, int) and not tag:
        return _in_list(here, here.cursor.inside, step)
    function = FUNCTIONS.get(tag) if tag else step
    if function == SUB:
        return _in_text(here)
    if here.cursor.part != "value":
        return None
    if function == REF:
        return Naming(REF, here)
    return _dotted(ATTRIBUTE, here, 0) if function == ATTRIBUTE else None


def _in_list(here: Spot, arguments: Tree | None, place: int) -> Naming | None:
    """The name that is one of the arguments of a function, or in the first of them."""
    if not isinstance(arguments, Sequence):
        return None
    key = here.path[-2] if len(here.path) > 1 else ""
    function = FUNCTIONS.get(arguments.tag) if arguments.tag else key
    if function == SUB and place == 0:
        return _in_text(here)
    if function != ATTRIBUTE or here.cursor.part != "value" or place > 1:
        return None
    owner = arguments.items[0] if place else Scalar(0, 0, "")
    return Naming(ATTRIBUTE, here, owner.text) if isinstance(owner, Scalar) else None


def _in_text(here: Spot) -> Naming | None:
    """The name behind the last `${` before the cursor, which is still open there."""
    begin = here.prefix.rfind("${") + 2
    name = here.prefix[begin:]
    if begin < 2 or not NAME.fullmatch(name):
        return None
    return _dotted(SUB, here, begin)


def _dotted(function: str, here: Spot, begin: int) -> Naming:
    """The id, or what follows its dot, that is written from the letter `begin` of the word on."""
    text, start = here.block.text, here.cursor.word.start + begin
    offset = here.cursor.word.start + len(here.prefix)
    owner, dot, _ = text[start:offset].partition(".")
    begin = start + len(owner) + 1 if dot else start
    word = NAME.match(text, begin, here.cursor.word.end)
    assert word is not None
    length = len(word[0]) if dot else len(word[0].partition(".")[0])
    cursor = here.cursor._replace(word=Span(begin, begin + length))
    narrow = here._replace(cursor=cursor, prefix=text[begin:offset])
    return Naming(function, narrow, owner if dot else "")


def names(analysis: Analysis, naming: Naming) -> Iterator[Completion]:
    """What can be named in a call."""
    model = analysis.model
    if naming.owner:
        yield from _attributes(model.node(naming.owner))
        return
    for node in _nodes(model, naming):
        row = node.service
        given = row.returns.get(REF, "") if row and naming.function != ATTRIBUTE else ""
        detail = given or (row.title if row else "a node")
        about = node.text("description") or ""
        yield Completion(node.id, node.id, "reference", detail, about)
    for name, meaning in CATALOGUE.pseudo.items() if naming.function != ATTRIBUTE else ():
        yield Completion(name, name, "constant", meaning)


def _attributes(node: Node | None) -> Iterator[Completion]:
    """The attributes of the resource that `node` is; if that is not known, all that there are."""
    if node is not None and node.service is not None:
        rows = node.service.returns
    else:
        rows = {name: "" for each in CATALOGUE.services.values() for name in each.returns}
    for name, meaning in rows.items():
        if name != REF:
            yield Completion(name, name, "property", meaning)


def _nodes(model: Model, naming: Naming) -> list[Node]:
    """Nodes whose ids fit what is typed, no more than are shown and one: those that the node at the
    cursor leads to, those that lead to it, the others; itself last."""
    entry = naming.here.entry
    own = entry.id if isinstance(entry, Node) else ""
    ahead = {edge.target for edge in model.leaving.get(own)}
    behind = {edge.source for edge in model.reaching.get(own)}

    def rank(node: Node) -> int:
        id = node.id
        return 3 if id == own else 0 if id in ahead else 1 if id in behind else 2

    found = fitting(model, naming.here.prefix)
    ranked = chain.from_iterable(sorted(nodes, key=rank) for nodes in found)
    nodes = (n for n in ranked if naming.function != ATTRIBUTE or _has_attributes(n))
    once = {node.id: node for node, _ in zip(nodes, range(MOST + 1), strict=False)}
    return [*once.values()]


def _has_attributes(node: Node) -> bool:
    return node.service is not None and not node.service.returns.keys() <= {REF}


def explained(analysis: Analysis, naming: Naming) -> str | None:
    """What the attribute or the parameter of every stack is that is named in a call."""
    word = naming.here.typed
    if not naming.owner:
        return markdown.named(word, CATALOGUE.pseudo.get(word))
    node = analysis.model.node(naming.owner)
    given = node.service.returns if node and node.service else {}
    return markdown.named(word, given.get(word))


def tags(analysis: Analysis, here: Spot) -> Iterator[Completion]:
    """The functions themselves, where a value may be computed."""
    row = option_at(analysis, here, here.path)
    for name, meaning in CATALOGUE.functions.items() if row is None or row.computed else ():
        yield Completion(f"!{name}", f"!{name}", "function", meaning)
