"""One version of one document: its text, its model, its findings, each made when first needed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sbd_lsp.checks.rule import Finding
from sbd_lsp.checks.run import Report
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.document import Document
from sbd_lsp.text.span import Span


class Analysis:
    """What is known of a document. Immutable; `edit` makes the next version.

    A version takes from the last one that was asked for its model whatever the edits since then
    left alone; versions that nobody asks about cost next to nothing.
    """

    def __init__(
        self,
        document: Document,
        base: Analysis | None = None,
        removed: frozenset[Block] = frozenset(),
        added: frozenset[Block] = frozenset(),
    ) -> None:
        self.document = document
        self._base = base
        self._removed = removed
        self._added = added

    @classmethod
    def of(cls, text: str) -> Analysis:
        """The analysis of `text`."""
        return cls(Document.of(text))

    def edit(self, start: int, end: int, text: str) -> Analysis:
        """The analysis after `text` took the place of what stood from `start` up to `end`."""
        document, gone, come = self.document.edited(start, end, text)
        if self._made or self._base is None:
            return Analysis(document, self, gone, come)
        removed = self._removed | (gone - self._added)
        added = (self._added - gone) | come
        return Analysis(document, self._base, removed, added)

    @property
    def _made(self) -> bool:
        return "report" in self.__dict__

    @cached_property
    def model(self) -> Model:
        """Nodes and edges."""
        if self._base is None:
            return Model.of(self.document)
        return self._base.model.after(self.document, list(self._removed), list(self._added))

    @cached_property
    def report(self) -> Report:
        """The findings, by what they were found on."""
        base, model = self._base, self.model
        if base is None:
            return Report.of(model)
        self._base = None  # not needed any longer: a version must not keep all before it
        return base.report.after(base.model, model, list(self._removed), list(self._added))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the text."""
        index_of = self.document.blocks.index_of

        def order(found: Finding) -> tuple[Any, ...]:
            block, start, end = found.place
            return (index_of(block), start, end, found.key)

        return tuple(sorted(self.report, key=order))

    def complete(self) -> Analysis:
        """The same, when all has been made that is made when first needed: only then may another
        thread read it, since from Python 3.12 on two threads would each make their own."""
        _ = self.findings
        return self

    def span(self, place: Place) -> Span:
        """Where `place` is in the text."""
        start = self.document.offset_of(place.block)
        return Span(start + place.start, start + place.end)
