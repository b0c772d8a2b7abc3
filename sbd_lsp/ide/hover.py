"""What a person sees when the pointer rests on a word."""

from __future__ import annotations

from typing import NamedTuple

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.unknown_type import named
from sbd_lsp.ide import markdown
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.calls import explained, naming_at
from sbd_lsp.ide.cursor import Spot, option_at, options_at, spot
from sbd_lsp.model.model import Edge, Node, call_at, meaning_of
from sbd_lsp.syntax.cursor import Step
from sbd_lsp.text.nearest import nearest
from sbd_lsp.text.span import Span


class Hover(NamedTuple):
    """Markdown, and the word that it is about."""

    text: str
    span: Span


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """What the word at `offset` is; None where nothing is to be said."""
    here = spot(analysis, offset)
    call = call_at(here.block, offset - here.start)
    node = analysis.model.node(call.reference.id) if call else None
    if call and node:
        return Hover(markdown.node(analysis.model, node), analysis.span(call.place))
    naming = naming_at(here)
    text = explained(analysis, naming) if naming else None
    if naming and text:
        return Hover(text, naming.here.word)
    text = _text(analysis, here)
    return Hover(text, here.word) if text else None


def _text(analysis: Analysis, here: Spot) -> str | None:
    path, word, part = here.path, here.typed, here.cursor.part
    if not word:
        return _edge(analysis, here)
    if part == "key" and path == ("nodes",):
        found = next((node for node in meaning_of(here.block).nodes if node.id == word), None)
        return markdown.node(analysis.model, found) if found else None
    if part == "key":
        row = options_at(analysis, here, path).get(word)
        if row is None:
            return None
        text = markdown.option(row, _owner(here), _docs(analysis, here, path))
        known = isinstance(here.entry, Edge) and word in CATALOGUE.edge and len(path) == 2
        return _both(text, _edge(analysis, here)) if known else text
    if part == "value":
        return _value(analysis, here, word)
    if part == "tag":
        return markdown.named(word, CATALOGUE.functions.get(word[1:]))
    return _edge(analysis, here)


def _docs(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> str:
    """Where the nearest option around the end of `path` is documented."""
    ends = range(len(path), 0, -1)
    rows = (option_at(analysis, here, path[:end]) for end in ends)
    return next((row.docs for row in rows if row is not None and row.docs), "")


def _both(*parts: str | None) -> str | None:
    return "\n\n---\n\n".join(part for part in parts if part) or None


def _owner(here: Spot) -> str:
    return f"`{here.entry.type}`" if isinstance(here.entry, Node) and here.entry.type else ""


def _edge(analysis: Analysis, here: Spot) -> str | None:
    return markdown.edge(analysis.model, here.entry) if isinstance(here.entry, Edge) else None


def _value(analysis: Analysis, here: Spot, word: str) -> str | None:
    key = next((step for step in reversed(here.path) if isinstance(step, str)), "")
    model, entry = analysis.model, here.entry
    if isinstance(entry, Node) and key == "type" and len(here.path) == 3:
        row = CATALOGUE.services.get(word)
        return markdown.service(row) if row else _meant_type(word)
    if isinstance(entry, Edge) and key in ("from", "to"):
        node = model.node(word)
        return _both(markdown.node(model, node) if node else None, _edge(analysis, here))
    if isinstance(entry, Edge) and key == "kind":
        return _edge(analysis, here)
    if isinstance(entry, Edge) and key == "event":
        rule = model.rule(entry)
        return markdown.event(rule, word) if rule else None
    return _option_value(analysis, here, word)


def _option_value(analysis: Analysis, here: Spot, word: str) -> str | None:
    row = option_at(analysis, here, here.path)
    if row is None:
        return None
    if row.format == "runtime" and word in CATALOGUE.runtimes:
        return markdown.runtime(CATALOGUE.runtimes[word])
    if row.format == "nodeId":
        node = analysis.model.node(word)
        return markdown.node(analysis.model, node) if node else None
    meaning, docs = row.values.get(word), _docs(analysis, here, here.path)
    if meaning is None:
        return markdown.option(row, _owner(here), docs)
    key = next((step for step in reversed(here.path) if isinstance(step, str)), "")
    return markdown.value(word, meaning, row, key, docs)


def _meant_type(word: str) -> str | None:
    """What a word that is no service type was meant to be."""
    meant = named(word) or nearest(word, CATALOGUE.services)
    return markdown.unknown_type(word, meant) if meant else None
