"""Handlers: LSP in, `ide`, LSP out. In the order of the table in `app.py`."""

from __future__ import annotations

from typing import Any

from sbd_lsp.ide.code_actions import quick_fixes
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.hover import hover
from sbd_lsp.server import to_lsp
from sbd_lsp.server.convert import Json, offset_at
from sbd_lsp.server.generate import generate_actions
from sbd_lsp.text.span import Span


def on_save(ls: Any, params: Json) -> None:
    """textDocument/didSave"""
    ls.session.saved(params["textDocument"]["uri"])


def on_completion(ls: Any, params: Json) -> Json | None:
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
        actions = [to_lsp.quick_fix(document, finding, fix) for finding, fix in fixes]
    return [*actions, *generate_actions(document, only, ls.client)]


def on_resolve(ls: Any, params: Json) -> Json:
    """codeAction/resolve: actions are complete already."""
    return params
