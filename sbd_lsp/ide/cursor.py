"""What stands at an offset of a document: the entry, and the place in it."""

from __future__ import annotations

from typing import NamedTuple, Union

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.strays import stands_beside
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.model.model import Edge, Node, is_displaced, meaning_of
from sbd_lsp.model.options import Options, likely_options
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.brackets import level
from sbd_lsp.syntax.cursor import Cursor, Step, at
from sbd_lsp.syntax.cut import DESIGN, EDGE, END, NODE, TOP, WHOLE
from sbd_lsp.syntax.tree import Mapping, key_text
from sbd_lsp.text.span import Span


class Spot(NamedTuple):
    """A place in a document. `path` leads from the root of the document; `start` is where the
    block begins, to which the places of `cursor` are relative; `prefix` is what of the word at the
    cursor stands before it."""

    block: Block
    start: int
    cursor: Cursor
    path: tuple[Step, ...]
    entry: Union[Node, Edge, None]
    prefix: str = ""

    @property
    def word(self) -> Span:
        """The word at the cursor, as offsets in the document."""
        return self.cursor.word.shifted(self.start)

    @property
    def typed(self) -> str:
        """The text of that word."""
        return self.block.text[self.cursor.word.start : self.cursor.word.end]

    @property
    def quote(self) -> str:
        """The quote that the word stands in, empty if it stands in none."""
        return self.block.text[self.cursor.word.start - 1] if self.cursor.quoted else ""


def spot(analysis: Analysis, offset: int) -> Spot:
    """What stands at `offset`."""
    blocks = analysis.document.blocks
    index = blocks.index_at(min(offset, blocks.length))
    block, start = blocks[index], blocks.start(index)
    cursor = at(block.reading.tree, block.text, offset - start)
    path = _path(block, cursor, offset - start)
    cursor = cursor._replace(part=_part(block, cursor, path, offset - start))
    prefix = block.text[cursor.word.start : offset - start]
    return Spot(block, start, cursor, path, _entry(block, path), prefix)


def _path(block: Block, cursor: Cursor, offset: int) -> tuple[Step, ...]:
    """The path from the root of the document."""
    column = offset - (block.text.rfind("\n", 0, offset) + 1)
    if _is_behind(block, offset):
        return ()
    blank = not block.text[offset - column : offset].strip()
    typed = cursor.word.end > offset
    at_base = column <= max(block.state.base, 0) and column < block.column
    if blank and not typed and at_base and block.kind in (NODE, EDGE):
        return ()
    if block.kind == NODE or is_displaced(block):
        return ("nodes", *_owner(block, offset), *cursor.path)
    if block.kind == EDGE:
        return ("edges", *cursor.path)
    return cursor.path


def _is_behind(block: Block, offset: int) -> bool:
    """Whether a place is behind the bracket with which the block closes its section."""
    return block.ends and not block.text[offset:].strip(" \t\r\n,")


def _owner(block: Block, offset: int) -> tuple[str, ...]:
    """The id of the node whose keys stand beside it at `offset`; nothing if there is none."""
    beside = (node for node in meaning_of(block).nodes if stands_beside(node))
    inside = (n.id for n in beside if n.value and n.value.start <= offset <= n.value.end)
    return tuple(inside)


def _part(block: Block, cursor: Cursor, path: tuple[Step, ...], offset: int) -> str:
    if _is_behind(block, offset):
        alone = not block.text[block.text.rfind("\n", 0, offset) + 1 : offset].strip()
        return "key" if alone and level(block.after) else "nothing"
    if block.kind in (NODE, EDGE) and not path:
        return "key"
    if block.kind == EDGE and path == ("edges",) and cursor.part == "key":
        return "item"
    if path == ("edges",) and cursor.part == "key":
        return "item"
    closed = block.kind == END and block.reading.tree is None
    if closed and block.state.flow == DESIGN:
        return "nothing"
    if closed or block.kind not in (NODE, EDGE, TOP, END, WHOLE):
        return (
            "key"
            if cursor.word.start == 0 or block.text[cursor.word.start - 1] == "\n"
            else "nothing"
        )
    return cursor.part


def _entry(block: Block, path: tuple[Step, ...]) -> Union[Node, Edge, None]:
    meaning = meaning_of(block)
    if len(path) > 1 and path[0] == "nodes":
        return next((node for node in meaning.nodes if node.id == path[1]), None)
    if len(path) > 1 and path[0] == "edges":
        return next((edge for edge in meaning.edges if edge.index == path[1]), None)
    return None


def options_at(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Options:
    """The keys that the mapping at the end of `path` may have, by the catalogue."""
    if not path:
        return CATALOGUE.document
    if path[0] in ("nodes", "edges"):
        if len(path) < 2:
            return {}
        options: Options = _entry_options(analysis, here, str(path[0]))
        rest = path[2:]
    else:
        options, rest = CATALOGUE.document, path
    for step in rest:
        option = options.get(str(step)) if isinstance(step, str) else None
        options = option.keys if option is not None else {}
    return options


def option_at(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Option | None:
    """The option whose value stands at the end of `path`; of a list, what its items are."""
    if not path:
        return None
    if isinstance(path[-1], int):
        option = option_at(analysis, here, path[:-1])
        return option.items if option is not None else None
    return options_at(analysis, here, path[:-1]).get(path[-1])


def present(analysis: Analysis, here: Spot) -> frozenset[str | None]:
    """Keys that the mapping at the cursor has already, but for the one being typed."""
    word = here.word
    if not here.path:
        start = analysis.document.offset_of
        return frozenset(
            key_text(section.pair)
            for section in analysis.model.sections
            if not start(section.block) + section.pair.key.start <= word.start
            or start(section.block) + section.pair.key.end < word.start
        )
    inside = here.cursor.inside
    pairs = inside.pairs if isinstance(inside, Mapping) else ()
    at = here.cursor.word.start
    return frozenset(key_text(p) for p in pairs if not p.key.start <= at <= p.key.end)


def _entry_options(analysis: Analysis, here: Spot, section: str) -> Options:
    if here.entry is not None:
        return likely_options(here.entry, analysis.model)
    return CATALOGUE.node if section == "nodes" else CATALOGUE.edge
