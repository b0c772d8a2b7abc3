"""unknown-kind: a kind that does not fit what the edge joins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edge_not_allowed import turned
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, a, listed, replace
from sbd_lsp.model.model import Edge, Model, Place
from sbd_lsp.text.nearest import nearest

RULE = Rule("unknown-kind", Severity.ERROR, "a kind that does not fit the ends of its edge")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """A kind that is none of those that AWS allows between the ends."""
    kind = edge.kind
    if kind is None or model.rule(edge) is not None:
        return
    rows, place = model.kinds(edge), edge.place_of("kind")
    kinds = [row.kind for row in rows]
    if not rows or place is None:
        return
    ends = f"{a(rows[0].source)} to {a(rows[0].target)}"
    message = f"an edge from {ends} cannot be `{kind}`; it can be {listed(kinds)}"
    yield RULE.at(place, message, partial(_fixes, edge, kind, place))


def _fixes(edge: Edge, kind: str, place: Place, model: Model) -> Iterator[Fix]:
    """The edge the other way round if that is of this kind, then the kinds that were meant."""
    source, target = model.ends(edge)
    if source is not None and target is not None:
        back = CATALOGUE.kind(target.type or "", source.type or "", kind)
        if back is not None and back.kind == kind:
            yield from turned(edge, source, target, model)
    rows = model.kinds(edge)
    kinds = [row.kind for row in rows]
    close = nearest(kind, kinds)
    likely = [row.kind for row in rows if kind in row.aliases or row.kind == close]
    for each in likely or kinds:
        yield replace(place, each, safe=each in likely)
