"""unknown-node: an edge, or a hook of the deployment, names a node that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Finding, Rule, Severity, meant
from sbd_lsp.model.model import Edge, Model, Place
from sbd_lsp.model.options import section_fields
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("unknown-node", Severity.ERROR, "a node is named that is not declared")


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An end of an edge that is no node."""
    for key, id in (("from", edge.source), ("to", edge.target)):
        place = edge.place_of(key)
        if id and place and id not in model.nodes:
            yield _unknown(id, place, model)


def check_design(model: Model) -> Iterator[Finding]:
    """A hook that is no node."""
    for section in model.sections:
        for option, _, value in section_fields(section):
            if option.format == "nodeId" and isinstance(value, Scalar) and value.text:
                if value.text not in model.nodes:
                    place = Place(section.block, value.start, value.end)
                    yield _unknown(value.text, place, model)


def _unknown(id: str, place: Place, model: Model) -> Finding:
    hint, fixes = meant(id, model.nodes, place, "declare it under `nodes`")
    return RULE.at(place, f"no node is named `{id}`; {hint}", fixes)
