"""The outline of a document: its nodes and its edges, and where it can be folded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sbd_lsp.model.model import meaning_of
from sbd_lsp.syntax.block import Block
from sbd_lsp.text.lines import count_breaks
from sbd_lsp.text.span import Span


class Symbol(NamedTuple):
    """Something with a name. `kind` is `node` or `edge`; `whole` is all of it, `name` its name,
    both in the block in which it stands."""

    title: str
    detail: str
    kind: str
    whole: Span
    name: Span


def symbols(block: Block) -> Iterator[Symbol]:
    """The nodes and edges of a block in the order of the text."""
    meaning = meaning_of(block)
    for node in meaning.nodes:
        name = Span(node.key.start, node.key.end)
        end = node.value.end if node.value else name.end
        whole = Span(name.start, max(end, name.end))
        yield Symbol(node.id or "…", node.text("type") or "", "node", whole, name)
    for edge in meaning.edges:
        if edge.value is not None:
            title = f"{edge.source or '…'} → {edge.target or '…'}"
            whole = Span(edge.whole.start, edge.whole.end)
            yield Symbol(title, edge.kind or "", "edge", whole, whole)


def fold(block: Block) -> int:
    """How many lines a block has below its first one that can be folded under it."""
    return count_breaks(block.text.rstrip())
