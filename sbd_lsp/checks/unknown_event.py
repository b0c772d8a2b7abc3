"""unknown-event: an event kind that the edge does not carry."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity, listed, meant
from sbd_lsp.model.model import Edge, Model
from sbd_lsp.syntax.tree import Scalar, Sequence, Tree

RULE = Rule("unknown-event", Severity.ERROR, "an event kind that its edge does not carry")
SHOWN = 6


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """Event kinds that are not among those of the edge's kind."""
    rule, pair = model.rule(edge), edge.fields.get("event")
    if rule is None or rule.events is None or pair is None:
        return
    known = list(rule.events.values)
    for value in _values(pair.value):
        if not isinstance(value, Scalar):
            message = "`event` must be an event kind or a list of them"
            yield RULE.at(edge.place(value), message)
        elif value.text not in known:
            few = listed(known) if len(known) <= SHOWN else f"{listed(known[:SHOWN], 'and')} and others"
            hint, fixes = meant(value.text, known, edge.place(value), f"there are {few}")
            message = f"a `{rule.source}` sends no event `{value.text}`; {hint}"
            yield RULE.at(edge.place(value), message, fixes)


def _values(tree: Tree | None) -> Iterator[Tree]:
    if isinstance(tree, Sequence):
        yield from (item for item in tree.items if item is not None)
    elif tree is not None:
        yield tree
