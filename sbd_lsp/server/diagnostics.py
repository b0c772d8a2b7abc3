"""Findings as LSP's diagnostics, written as JSON.

LSP has all diagnostics of a document published with each change. Most of them are the same as the
time before, so what was written of a finding is kept for as long as it stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sbd_lsp.checks.rule import Finding, Severity
from sbd_lsp.server.convert import Json, place_range
from sbd_lsp.server.written import dumped
from sbd_lsp.syntax.document import Document

MOST = 1000  # findings that are published
SOURCE = "sbd"

Where = tuple[int, ...]


class Diagnostics:
    """The diagnostics of one open document, of which positions are counted in `encoding`."""

    def __init__(self, uri: str, encoding: str) -> None:
        self._uri = uri
        self._encoding = encoding
        self._written: dict[Finding, tuple[Where, str]] = {}

    def params(
        self, version: int | None, document: Document, shown: Iterable[tuple[Finding, Severity]]
    ) -> str:
        """The parameters, as JSON, that publish what is `shown` of a version of the document."""
        rest = iter(shown)
        written = [*self._each(document, islice(rest, MOST))]
        more = sum(1 for _ in rest)
        if more:
            message = f"{MOST:,} of {MOST + more:,} findings are shown; `sbd check` lists all"
            written.append(dumped(note("more-findings", message)))
        return _params(self._uri, version, written)

    def _each(self, document: Document, shown: Iterable[tuple[Finding, Severity]]) -> Iterator[str]:
        before, self._written = self._written, {}
        for finding, severity in shown:
            where = (severity, *_lines(document, finding))
            known = before.get(finding)
            if known is None or known[0] != where:
                made = diagnostic(self._uri, document, finding, severity, self._encoding)
                known = (where, dumped(made))
            self._written[finding] = known
            yield known[1]


def only(uri: str, version: int | None, diagnostics: Iterable[Json]) -> str:
    """The parameters, as JSON, that publish these diagnostics and no others."""
    return _params(uri, version, map(dumped, diagnostics))


def diagnostic(
    uri: str, document: Document, finding: Finding, severity: Severity, encoding: str
) -> Json:
    """A finding on the document `uri` as a Diagnostic."""
    made: dict[str, Any] = {
        "range": place_range(document, finding.place, encoding),
        "severity": int(severity),
        "code": finding.rule.slug,
        "codeDescription": {"href": finding.rule.page},
        "source": SOURCE,
        "message": finding.message,
    }
    if finding.related:
        made["relatedInformation"] = [
            {
                "location": {"uri": uri, "range": place_range(document, place, encoding)},
                "message": message,
            }
            for place, message in finding.related
        ]
    return made


def note(code: str, message: str) -> Json:
    """A warning about the whole file, at its beginning."""
    start = {"line": 0, "character": 0}
    place = {"start": start, "end": start}
    return {"range": place, "severity": 2, "code": code, "source": SOURCE, "message": message}


def _params(uri: str, version: int | None, written: Iterable[str]) -> str:
    document = f'"uri":{dumped(uri)}' + ("" if version is None else f',"version":{version}')
    return f'{{{document},"diagnostics":[{",".join(written)}]}}'


def _lines(document: Document, finding: Finding) -> Iterator[int]:
    """The lines at which the blocks begin to which the finding points."""
    for place in (finding.place, *(related.place for related in finding.related)):
        yield document.blocks.line(document.blocks.index_of(place.block))
