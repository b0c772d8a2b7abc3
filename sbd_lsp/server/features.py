"""Handlers: LSP in, `ide`, LSP out. In the order of the table in `app.py`."""

from __future__ import annotations

from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from sbd_lsp.ide.code_actions import quick_fixes
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.hover import hover
from sbd_lsp.ide.names import CannotRename, definition, id_at, references, rename
from sbd_lsp.server import to_lsp
from sbd_lsp.server.convert import Json, offset_at
from sbd_lsp.server.generate import generate_actions
from sbd_lsp.server.written import Written
from sbd_lsp.text.span import Span


def on_save(ls: Any, params: Json) -> None:
    """textDocument/didSave"""
    ls.session.saved(params["textDocument"]["uri"])


def on_completion(ls: Any, params: Json) -> Written | None:
    """textDocument/completion"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    return to_lsp.completions(document, completion(document.analysis, offset), ls.client)


def on_hover(ls: Any, params: Json) -> Json | None:
    """textDocument/hover"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    return to_lsp.hover(document, hover(document.analysis, offset))


def on_code_action(ls: Any, params: Json) -> list[Json] | None:
    """textDocument/codeAction"""
    document = ls.session.documents.get(params["textDocument"]["uri"])
    if document is None:
        return None
    text, places = document.analysis.document, params["range"]
    ends = [
        offset_at(text, int(place["line"]), int(place["character"]), document.encoding)
        for place in (places["start"], places["end"])
    ]
    only = (params.get("context") or {}).get("only")
    actions = []
    if to_lsp.wanted("quickfix", only):
        fixes = quick_fixes(document.analysis, Span(min(ends), max(ends)))
        actions = [to_lsp.quick_fix(document, *each) for each in fixes]
    return [*actions, *generate_actions(ls, document, only)]


def on_definition(ls: Any, params: Json) -> list[Json] | None:
    """textDocument/definition"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    return to_lsp.locations(document, definition(document.analysis, offset))


def on_references(ls: Any, params: Json) -> list[Json] | None:
    """textDocument/references"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    declared = bool((params.get("context") or {}).get("includeDeclaration", True))
    return to_lsp.locations(document, references(document.analysis, offset, declared))


def on_highlight(ls: Any, params: Json) -> list[Json] | None:
    """textDocument/documentHighlight"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    return to_lsp.highlights(document, references(document.analysis, offset))


def on_prepare_rename(ls: Any, params: Json) -> Json | None:
    """textDocument/prepareRename"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    return to_lsp.renameable(document, id_at(document.analysis, offset))


def on_rename(ls: Any, params: Json) -> Json | None:
    """textDocument/rename"""
    found = ls.session.at(params)
    if found is None:
        return None
    document, offset = found
    try:
        edits = rename(document.analysis, offset, str(params["newName"]))
    except CannotRename as error:
        raise JsonRpcInvalidParams(str(error)) from error
    return to_lsp.edits(document, edits)


def on_symbols(ls: Any, params: Json) -> Written | None:
    """textDocument/documentSymbol"""
    document = ls.session.documents.get(params["textDocument"]["uri"])
    return None if document is None else document.symbols.answer(document.analysis.document)


def on_folding(ls: Any, params: Json) -> Written | None:
    """textDocument/foldingRange"""
    document = ls.session.documents.get(params["textDocument"]["uri"])
    return None if document is None else document.folds.answer(document.analysis.document)
