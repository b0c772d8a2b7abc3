"""unknown-kind: a kind that does not fit what the edge joins."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edge_not_allowed import turned
from sbd_lsp.checks.rule import Finding, Rule, Severity, a, listed, replace
from sbd_lsp.model.model import Edge, Model
from sbd_lsp.text.nearest import nearest

RULE = Rule("unknown-kind", Severity.ERROR, "a kind that does not fit the ends of its edge")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """A kind that is none of those that AWS allows between the ends."""
    kind = edge.kind
    if kind is None:
        return
    rows, place = model.kinds(edge), edge.place_of("kind")
    kinds = [row.kind for row in rows]
    if not rows or place is None or kind in kinds:
        return
    ends = f"{a(rows[0].source)} to {a(rows[0].target)}"
    message = f"an edge from {ends} cannot be `{kind}`; it can be {listed(kinds)}"
    close = nearest(kind, kinds)
    likely = [row.kind for row in rows if kind in row.aliases or row.kind == close]
    fixes = [replace(place, kind) for kind in likely or kinds]
    source, target = model.ends(edge)
    if source is not None and target is not None:
        back = CATALOGUE.kind(target.type or "", source.type or "", kind)
        if back is not None and back.kind == kind:
            fixes = [*turned(edge, source, target, model), *fixes]
    yield RULE.at(place, message, fixes)
