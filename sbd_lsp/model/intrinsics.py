"""Ids of nodes within CloudFormation's functions, where the id of a node is that of its resource.

`!Ref`, `!GetAtt` and `!Sub`, in their short and their long forms:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.tree import Mapping, Scalar, Sequence, Tree, key_text
from sbd_lsp.text.span import Span

REF, ATTRIBUTE, SUB = "Ref", "Fn::GetAtt", "Fn::Sub"
FUNCTIONS = {"!Ref": REF, "!GetAtt": ATTRIBUTE, "!Sub": SUB}
LEAD = re.compile(r"""(?:[!&]\S*\s+)*["']?""")  # tag, anchor and quote of a scalar
# an id, up to the attribute of `GetAtt`, be it a good one or not
NAME = re.compile(r"""[^\s."'{}$!]+(?: +[^\s."'{}$!]+)*""")
# what `Fn::Sub` puts in; `${!Name}` stays as it is
VARIABLE = re.compile(rf"\$\{{\s*({NAME.pattern})(?=\s*[.}}])")


class Reference(NamedTuple):
    """An id and its place in the block; `whole` if nothing else stands in its scalar."""

    id: str
    place: Span
    whole: bool


def may_refer(text: str) -> bool:
    """Whether `text` can have a call of one of these functions."""
    return "!" in text or "Ref" in text or "Fn::" in text


def references_in(block: Block) -> Iterator[Reference]:
    """The ids that CloudFormation's functions name in `block`, be they of nodes or not."""
    waiting = [block.reading.tree]
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Mapping):
            waiting += [pair.value for pair in tree.pairs]
            if len(tree.pairs) == 1:
                yield from _named(key_text(tree.pairs[0]), tree.pairs[0].value, block.text)
        elif isinstance(tree, Sequence):
            waiting += tree.items
        if isinstance(tree, (Scalar, Mapping, Sequence)) and tree.tag in FUNCTIONS:
            yield from _named(FUNCTIONS[tree.tag], tree, block.text)


def _named(function: str | None, argument: Tree | None, text: str) -> Iterator[Reference]:
    """What a call of `function` with `argument` names."""
    first = argument
    if isinstance(argument, Sequence) and argument.items and function != REF:
        first = argument.items[0]
    if not isinstance(first, Scalar):
        return
    start = _content(first, text)
    if function == SUB:
        given = _variables(argument)
        for match in VARIABLE.finditer(text, start, first.end):
            if match[1] not in given:
                yield Reference(match[1], Span(*match.span(1)), False)
    elif function in FUNCTIONS.values() and (name := NAME.match(text, start, first.end)):
        yield Reference(name[0], Span(*name.span()), name[0] == first.text)


def _content(scalar: Scalar, text: str) -> int:
    """Where the text of `scalar` begins, behind its tag and its quote."""
    lead = LEAD.match(text, scalar.start)
    assert lead is not None
    return lead.end()


def _variables(argument: Tree | None) -> set[str | None]:
    """Names that a call of `Fn::Sub` gives values itself, which are no references."""
    items = argument.items if isinstance(argument, Sequence) else ()
    given = items[1] if len(items) > 1 else None
    return {key_text(pair) for pair in given.pairs} if isinstance(given, Mapping) else set()
