"""unknown-kind: a kind that does not fit what the edge joins."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity, listed, replace
from sbd_lsp.model.model import Edge, Model

RULE = Rule("unknown-kind", Severity.ERROR, "a kind that does not fit the ends of its edge")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """A kind that is none of those that AWS allows between the ends."""
    rows, kind, place = model.kinds(edge), edge.kind, edge.place_of("kind")
    if not rows or not kind or place is None or kind in [row.kind for row in rows]:
        return
    first = rows[0]
    kinds = listed(row.kind for row in rows)
    message = f"an edge from a `{first.source}` to a `{first.target}` cannot be `{kind}`; it is {kinds}"
    meant = [row.kind for row in rows if kind in row.aliases] or [row.kind for row in rows]
    yield RULE.at(place, message, [replace(place, kind) for kind in meant])
