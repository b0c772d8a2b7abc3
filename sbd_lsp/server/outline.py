"""Answers about all entries of a document, written as JSON.

LSP has outline and folds sent whole, and editors ask for them after each change. What was written
of a stretch of blocks is kept with its lines left open, so that an entry put above costs no more
than filling them in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sbd_lsp.ide.symbols import fold, symbols
from sbd_lsp.server.convert import within
from sbd_lsp.server.written import Written, dumped
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.document import Document
from sbd_lsp.syntax.row import Stretch
from sbd_lsp.text.span import Span

KINDS = {"node": 5, "edge": 24}  # SymbolKind: Class, Event
RANGE = '{"start":{"line":%%d,"character":%d},"end":{"line":%%d,"character":%d}}'
FOLD = '{"startLine":%d,"endLine":%d}'


class Entry(NamedTuple):
    """JSON of one entry with `%d` for each line, and these lines, counted from its block."""

    template: str
    lines: tuple[int, ...]


class Outline:
    """An answer about one open document; `write` makes the entries of a block."""

    def __init__(self, write: Callable[[Block], Iterator[Entry]]) -> None:
        self._write = write
        self._kept: dict[Stretch, Entry] = {}

    def answer(self, document: Document) -> Written:
        """The entries of a version of the document, as an array."""
        before, self._kept = self._kept, {}
        written, begin = [], 0
        for stretch in document.blocks.stretches:
            kept = self._kept[stretch] = before.get(stretch) or self._of(stretch)
            if kept.template:
                written.append(kept.template % tuple([begin + line for line in kept.lines]))
            begin += stretch.breaks
        return Written(f"[{','.join(written)}]")

    def _of(self, stretch: Stretch) -> Entry:
        """All entries of a stretch as one, with lines that are counted from its beginning."""
        templates, lines = list[str](), list[int]()
        for block, begin in zip(stretch.blocks, stretch.lines, strict=True):
            for entry in self._write(block):
                templates.append(entry.template)
                lines += (begin + line for line in entry.lines)
        return Entry(",".join(templates), tuple(lines))


def symbol_entries(block: Block, encoding: str) -> Iterator[Entry]:
    """The nodes and edges of a block as DocumentSymbols."""
    for symbol in symbols(block):
        whole, lines = _range(block, symbol.whole, encoding)
        name, lines_of_name = _range(block, symbol.name, encoding)
        title, detail = (dumped(text).replace("%", "%%") for text in (symbol.title, symbol.detail))
        template = (
            f'{{"name":{title},"detail":{detail},"kind":{KINDS[symbol.kind]},'
            f'"range":{whole},"selectionRange":{name}}}'
        )
        yield Entry(template, (*lines, *lines_of_name))


def fold_entries(block: Block) -> Iterator[Entry]:
    """A block that stands on several lines as FoldingRange."""
    lines = fold(block)
    if lines:
        yield Entry(FOLD, (0, lines))


def _range(block: Block, span: Span, encoding: str) -> tuple[str, tuple[int, int]]:
    first, start = within(block.text, span.start, encoding)
    last, end = within(block.text, span.end, encoding)
    return RANGE % (start, end), (first, last)
