"""Ids of nodes: where one is declared, where it is used, and giving it another."""

from __future__ import annotations

from sbd_lsp.checks.invalid_id import LONGEST, is_id
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.cursor import Spot, option_at, spot
from sbd_lsp.model.model import Edge, call_at
from sbd_lsp.model.uses import Use, uses, whole
from sbd_lsp.text.edit import Edit
from sbd_lsp.text.span import Span


class CannotRename(Exception):
    """The new name cannot be; the message says why."""


def id_at(analysis: Analysis, offset: int) -> tuple[str, Span] | None:
    """The id of a node that stands at `offset`, and the word; None if there is none."""
    here = spot(analysis, offset)
    if here.typed and _names_node(analysis, here):
        return here.typed, here.word
    call = call_at(here.block, offset - here.start)
    if call and call.reference.id in analysis.model.nodes:
        return call.reference.id, analysis.span(call.place)
    return None


def _names_node(analysis: Analysis, here: Spot) -> bool:
    path, part = here.path, here.cursor.part
    if part == "key":
        return path == ("nodes",)
    if part != "value" or not path:
        return False
    if isinstance(here.entry, Edge) and len(path) == 3:
        return path[-1] in ("from", "to")
    option = option_at(analysis, here, path)
    return option is not None and option.format == "nodeId"


def definition(analysis: Analysis, offset: int) -> tuple[Span, ...]:
    """Where the node whose id stands at `offset` is declared."""
    found = id_at(analysis, offset)
    nodes = analysis.model.nodes.get(found[0]) if found else ()
    return tuple(analysis.span(whole(node.name_place).place) for node in nodes)


def references(analysis: Analysis, offset: int, declared: bool = True) -> tuple[Span, ...]:
    """Where the id at `offset` stands: in edges, in hooks, in CloudFormation's functions and, if
    `declared`, as a node."""
    found = id_at(analysis, offset)
    if found is None:
        return ()
    places = _uses(analysis, found[0]) if declared else uses(found[0], analysis.model)
    return tuple(analysis.span(use.place) for use in places)


def rename(analysis: Analysis, offset: int, name: str) -> tuple[Edit, ...]:
    """The edits that give the node whose id stands at `offset` the id `name`.

    Raises CannotRename if no id stands there, or `name` is none or is taken.
    """
    found = id_at(analysis, offset)
    if found is None:
        raise CannotRename("no id of a node stands here")
    if not is_id(name):
        raise CannotRename(
            f"`{name}` is no id; write letters and digits, a letter first, {LONGEST} at most"
        )
    if name in analysis.model.nodes and name != found[0]:
        raise CannotRename(f"another node is named `{name}`")
    return tuple(
        Edit(analysis.span(use.place), use.written(name)) for use in _uses(analysis, found[0])
    )


def _uses(analysis: Analysis, id: str) -> list[Use]:
    """Where `id` stands, in the order of the text: where it is declared, and where it is used."""
    declared = (whole(node.name_place) for node in analysis.model.nodes.get(id))
    return sorted(
        (*declared, *uses(id, analysis.model)), key=lambda use: analysis.span(use.place).start
    )
