"""Keys of a node that stand where nodes stand, beside the id of their node or of none."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.model.model import NODE_KEYS, Model, Node
from sbd_lsp.syntax.cut import NODE
from sbd_lsp.syntax.tree import Scalar
from sbd_lsp.text.lines import line_start


def is_stray(node: Node) -> bool:
    """Whether the node is a key of nodes, with a value that no node can have."""
    return node.id in NODE_KEYS and isinstance(node.value, Scalar) and node.block.kind == NODE


def stands_beside(node: Node) -> bool:
    """Whether what belongs to the node stands in the column of its id."""
    if node.body is None or node.body.column < 0:
        return False
    return node.body.column == node.key.start - line_start(node.block.text, node.key.start)


def groups(model: Model) -> Iterator[list[Node]]:
    """Strays that follow each other."""
    strays = [n for key in NODE_KEYS for n in model.nodes.get(key) if is_stray(n)]
    strays.sort(key=lambda node: model.document.offset_of(node.block) + node.key.start)
    while strays:
        group = [strays.pop(0)]
        following = model.document.blocks.following
        while strays and strays[0].block in (group[-1].block, following(group[-1].block)):
            group.append(strays.pop(0))
        yield group
