"""Keys of a node that stand beside its id instead of below it, where they look like nodes."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.model import Model, Node, meaning_of
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import NODE
from sbd_lsp.syntax.tree import Scalar

KEYS = frozenset(CATALOGUE.node).union(*(row.options for row in CATALOGUE.services.values()))


def is_stray(node: Node) -> bool:
    """Whether the node is a key of nodes, with a value that no node can have."""
    return node.id in KEYS and isinstance(node.value, Scalar) and node.block.kind == NODE


def has_stray_below(node: Node, model: Model) -> bool:
    """Whether what follows the node in the text is a key that was meant to be its own."""
    stray = _only_node(_block(model, node.block, 1))
    return node.value is None and stray is not None and is_stray(stray)


def groups(model: Model) -> Iterator[tuple[Node | None, list[Node]]]:
    """Strays that follow each other, with the node above them that has nothing, if there is one."""
    strays = [n for key in KEYS for n in model.nodes.get(key) if is_stray(n)]
    strays.sort(key=lambda node: model.document.blocks.index_of(node.block))
    while strays:
        group = [strays.pop(0)]
        while strays and _block(model, group[-1].block, 1) is strays[0].block:
            group.append(strays.pop(0))
        above = _only_node(_block(model, group[0].block, -1))
        yield (above if above is not None and above.value is None else None), group


def _block(model: Model, block: Block, step: int) -> Block | None:
    index = model.document.blocks.index_of(block) + step
    blocks = model.document.blocks
    return blocks[index] if 0 <= index < len(blocks) else None


def _only_node(block: Block | None) -> Node | None:
    nodes = meaning_of(block).nodes if block is not None and block.kind == NODE else ()
    return nodes[0] if len(nodes) == 1 else None
