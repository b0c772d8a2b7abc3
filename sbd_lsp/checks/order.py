"""The order in which entries stand in the text; a model that grew by edits does not keep it."""

from __future__ import annotations

from collections.abc import Iterable

from sbd_lsp.model.model import Edge, Model


def in_order(edges: Iterable[Edge], model: Model) -> list[Edge]:
    """`edges` as they stand in the text."""
    document = model.document
    return sorted(edges, key=lambda edge: document.offset_of(edge.block) + edge.whole.start)
