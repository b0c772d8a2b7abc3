"""Answers of `ide` as LSP's JSON."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sbd_lsp.checks.rule import Finding, Fix
from sbd_lsp.ide.completion import Completions
from sbd_lsp.ide.hover import Hover
from sbd_lsp.ide.offer import Completion, Kind
from sbd_lsp.server.client import Client
from sbd_lsp.server.convert import Json, place_range, range_of
from sbd_lsp.server.diagnostics import diagnostic
from sbd_lsp.server.session import OpenDocument
from sbd_lsp.server.written import Written, dumped
from sbd_lsp.text.edit import Edit
from sbd_lsp.text.span import Span

KINDS: dict[Kind, int] = {
    "function": 3,
    "property": 10,
    "reference": 18,
    "snippet": 15,
    "class": 7,
    "enummember": 20,
    "constant": 21,
    "event": 23,
    "value": 12,
}


def completions(document: OpenDocument, found: Completions, client: Client) -> Written:
    """A CompletionList. What its items have in common is said once to a client that can tell."""
    span = dumped(range_of(document.analysis.document, found.span, document.encoding))
    end = "}" if client.default_range else f"{span}}}}}"
    items = [
        f'{{"sortText":"{number:04}",{_item(item, client)}{end}'
        for number, item in enumerate(found.items)
    ]
    answer = f'{{"isIncomplete":{dumped(not found.complete)},"items":[{",".join(items)}]'
    if client.default_range:
        answer += f',"itemDefaults":{{"editRange":{span}}}'
    return Written(f"{answer}}}")


@lru_cache(maxsize=2048)  # the ids, types and keys of a design are offered again and again
def _item(item: Completion, client: Client) -> str:
    """What a CompletionItem says wherever it stands, without its braces; if there is a range in
    each item, up to that."""
    snippet = item.snippet and client.snippets
    text = item.text if snippet or not item.snippet else _without_placeholders(item.text)
    row: Json = {"label": item.label, "kind": KINDS[item.kind]}
    if client.default_range and text != item.label:
        row["textEditText"] = text
    if snippet:
        row["insertTextFormat"] = 2
    if item.found_by:
        row["filterText"] = item.found_by
    if item.detail:
        row["detail"] = item.detail
    if item.documentation:
        row["documentation"] = {"kind": "markdown", "value": item.documentation}
    said = dumped(row)[1:-1]
    if client.default_range:
        return said
    return f'{said},"textEdit":{{"newText":{dumped(text)},"range":'


def _without_placeholders(text: str) -> str:
    """The text of a snippet for an editor that knows none: each placeholder as its default."""
    parts: list[str] = []
    rest = text
    while "$" in rest:
        before, _, rest = rest.partition("$")
        parts.append(before)
        if rest.startswith("{"):
            inside, _, rest = rest[1:].partition("}")
            parts.append(inside.partition(":")[2])
        else:
            rest = rest.lstrip("0123456789")
    return "".join((*parts, rest))


def hover(document: OpenDocument, found: Hover | None) -> Json | None:
    """A Hover."""
    if found is None:
        return None
    return {
        "contents": {"kind": "markdown", "value": found.text},
        "range": range_of(document.analysis.document, found.span, document.encoding),
    }


def quick_fix(document: OpenDocument, finding: Finding, fix: Fix, preferred: bool) -> Json:
    """A CodeAction of kind quickfix."""
    text, encoding = document.analysis.document, document.encoding
    edits = [
        {"range": place_range(text, change.place, encoding), "newText": change.text}
        for change in fix.changes
    ]
    told = diagnostic(document.uri, text, finding, finding.rule.severity, encoding)
    return {
        "title": fix.title,
        "kind": "quickfix",
        "diagnostics": [told],
        "isPreferred": preferred,
        "edit": {"changes": {document.uri: edits}},
    }


def wanted(kind: str, only: list[str] | None) -> bool:
    """Whether a client that asks for kinds `only` wants actions of `kind`."""
    return only is None or any(kind == want or kind.startswith(f"{want}.") for want in only)


def locations(document: OpenDocument, spans: Iterable[Span]) -> list[Json]:
    """Locations in the document."""
    return [{"uri": document.uri, "range": _range(document, span)} for span in spans]


def highlights(document: OpenDocument, spans: Iterable[Span]) -> list[Json]:
    """DocumentHighlights."""
    return [{"range": _range(document, span)} for span in spans]


def renameable(document: OpenDocument, found: tuple[str, Span] | None) -> Json | None:
    """The answer to prepareRename."""
    if found is None:
        return None
    return {"range": _range(document, found[1]), "placeholder": found[0]}


def edits(document: OpenDocument, changes: Iterable[Edit]) -> Json:
    """A WorkspaceEdit."""
    rows = [{"range": _range(document, c.span), "newText": c.text} for c in changes]
    return {"changes": {document.uri: rows}}


def _range(document: OpenDocument, span: Span) -> Json:
    return range_of(document.analysis.document, span, document.encoding)
