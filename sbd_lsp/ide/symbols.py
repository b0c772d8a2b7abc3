"""The outline of a document: its nodes and its edges."""

from __future__ import annotations

from typing import NamedTuple

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.model.model import Place, meaning_of
from sbd_lsp.syntax.block import Block
from sbd_lsp.text.span import Span


class Symbol(NamedTuple):
    """Something with a name. `kind` is `node` or `edge`; `whole` is all of it, `name` its name."""

    title: str
    detail: str
    kind: str
    whole: Span
    name: Span


def symbols(analysis: Analysis) -> list[Symbol]:
    """All nodes and edges in the order of the text."""
    found: list[Symbol] = []
    for block, start in analysis.document.blocks.placed():
        meaning = meaning_of(block)
        for node in meaning.nodes:
            end = node.value.end if node.value else node.key.end
            place = Span(start + node.key.start, start + max(end, node.key.end))
            name = Span(start + node.key.start, start + node.key.end)
            found.append(Symbol(node.id, node.text("type") or "", "node", place, name))
        for edge in meaning.edges:
            if edge.value is not None:
                title = f"{edge.source or '…'} → {edge.target or '…'}"
                whole = _span(start, edge.whole)
                found.append(Symbol(title, edge.kind or "", "edge", whole, whole))
    return found


def folds(analysis: Analysis) -> list[Span]:
    """Entries that stand on several lines."""
    return [
        Span(start, start + len(_content(block)))
        for block, start in analysis.document.blocks.placed()
        if "\n" in _content(block)
    ]


def _content(block: Block) -> str:
    return block.text.rstrip()


def _span(start: int, place: Place) -> Span:
    return Span(start + place.start, start + place.end)
