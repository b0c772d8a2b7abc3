"""unknown-node: an edge, or a hook of the deployment, names a node that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import add_node, written
from sbd_lsp.checks.invalid_id import is_id
from sbd_lsp.checks.joining import met, room_at_source, room_at_target, types_that_fit
from sbd_lsp.checks.keys import is_cut
from sbd_lsp.checks.overlap import claim_of
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity, article, replace
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.text.nearest import is_beside, is_slip

RULE = Rule("unknown-node", Severity.ERROR, "a node is named that is not declared")
MOST = 3
CURLY = "“”„‟‘’‚‛"  # the quotes of a word processor, which are letters to YAML


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """An end of an edge that is no node."""
    for key, id in (("from", edge.source), ("to", edge.target)):
        if id and id not in model.nodes:
            place = edge.place_of(key)
            if place is not None and not is_cut(edge.fields[key].value, edge.block):
                yield _unknown(id, place, model, edge, key)


def check_design(model: Model) -> Iterator[Finding]:
    """A hook that is no node."""
    for place, id in model.hooks():
        if id not in model.nodes:
            yield _unknown(id, place, model)


def _unknown(
    id: str, place: Place, model: Model, edge: Edge | None = None, key: str = ""
) -> Finding:
    close = _close(id, model)
    hint = "declare it under `nodes`" if close is None else f"did you mean `{close}`?"
    fixes = partial(_fixes, id, place, close, edge, key)
    message = f"no node is named `{id}`; {hint}"
    bare = id.strip(CURLY)
    slip = close is not None and is_slip(bare, close) and is_beside(bare, close)
    return RULE.at(place, message, fixes, unfinished=not slip, wide=partial(_close, id))


def _close(id: str, model: Model) -> str | None:
    bare = id.strip(CURLY)
    return bare if bare in model.nodes else model.words.nearest(id)


def _fixes(
    id: str, place: Place, close: str | None, edge: Edge | None, key: str, model: Model
) -> Iterator[Fix]:
    """Fixes that name the node that was meant, or declare one at the end `key` of an edge."""
    if close is not None:
        safe = is_slip(id, close) or close == id.strip(CURLY)
        yield replace(place, written(close), f"Change to `{close}`", safe)
    if edge is not None:
        yield from _declarations(edge, key, id, model)


def _declarations(edge: Edge, key: str, id: str, model: Model) -> Iterator[Fix]:
    """Fixes that declare the node, as what the other end of the edge may be joined to."""
    near = model.node(edge.target if key == "from" else edge.source)
    if near is None or near.type is None or not is_id(id):
        return
    if len(model.leaving.get(id)) + len(model.reaching.get(id)) > 1:
        return
    for type in islice(_types(edge, key, near, model), MOST):
        change = add_node(near, id, type)
        if change is not None:
            title = CATALOGUE.services[type].title
            yield Fix(f"Declare `{id}` as {article(title)} {title}", (change,), False)


def _types(edge: Edge, key: str, near: Node, model: Model) -> Iterator[str]:
    complete = types_that_fit({})
    for row in CATALOGUE.edges:
        ends = (row.source, row.target) if key == "from" else (row.target, row.source)
        usual = CATALOGUE.kind(row.source, row.target, edge.kind)
        if ends[1] != near.type or ends[0] not in complete or row is not usual:
            continue
        if any(name not in CATALOGUE.edge and name not in row.options for name in edge.fields):
            continue
        if "event" in edge.fields and row.events is None:
            continue
        if key == "to" and not room_at_source(model, near, claim_of(edge, row), edge):
            continue
        if key == "from" and not room_at_target(model, near, row, edge):
            continue
        source, target = (None, near) if key == "from" else (near, None)
        if met(row.requirements, source, target):
            yield ends[0]
