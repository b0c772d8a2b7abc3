"""Ids of nodes: where one is declared, where it is used, and giving it another."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.invalid_id import LONGEST, is_id
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.cursor import Spot, option_at, spot
from sbd_lsp.ide.intrinsics import reference_at, references_in
from sbd_lsp.model.model import Edge, Place
from sbd_lsp.syntax.tree import Mapping, Scalar
from sbd_lsp.syntax.write import inline
from sbd_lsp.text.edit import Edit
from sbd_lsp.text.span import Span


class CannotRename(Exception):
    """The new name cannot be; the message says why."""


def id_at(analysis: Analysis, offset: int) -> tuple[str, Span] | None:
    """The id of a node that stands at `offset`, and the word; None if there is none."""
    here = spot(analysis, offset)
    if here.typed and _names_node(analysis, here):
        return here.typed, here.word
    called = reference_at(here.block, offset - here.start)
    if called and called.id in analysis.model.nodes:
        return called.id, called.place.shifted(here.start)
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
    return tuple(_declarations(analysis, found[0])) if found else ()


def references(analysis: Analysis, offset: int, declared: bool = True) -> tuple[Span, ...]:
    """Where the id at `offset` stands: in edges, in hooks, in CloudFormation's functions and, if
    `declared`, as a node."""
    found = id_at(analysis, offset)
    if found is None:
        return ()
    return tuple(sorted(span for span, _ in _places(analysis, found[0], declared)))


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
        Edit(span, _written(name, span, analysis) if whole else name)
        for span, whole in sorted(_places(analysis, found[0]))
    )


def _written(name: str, span: Span, analysis: Analysis) -> str:
    """`name` as it is written at `span`, which leaves out quotes: with quotes if it needs them and
    there are none."""
    before = analysis.document.text_between(max(0, span.start - 1), span.start)
    return name if before in ('"', "'") else inline(name)


def _places(analysis: Analysis, id: str, declared: bool = True) -> Iterator[tuple[Span, bool]]:
    """Where `id` stands, and whether as all of a value or a key."""
    yield from ((span, True) for span in _uses(analysis, id))
    yield from _calls(analysis, id)
    if declared:
        yield from ((span, True) for span in _declarations(analysis, id))


def _declarations(analysis: Analysis, id: str) -> Iterator[Span]:
    for node in analysis.model.nodes.get(id):
        yield _inside(analysis, node.block, node.key)


def _uses(analysis: Analysis, id: str) -> Iterator[Span]:
    model = analysis.model
    for key, edges in (("from", model.leaving), ("to", model.reaching)):
        for edge in edges.get(id):
            value = edge.fields[key].value
            if isinstance(value, Scalar):
                yield _inside(analysis, edge.block, value)
    section = model.section("deployment")
    hooks = _hooks(section.pair.value) if section else None
    for pair in hooks.pairs if section and hooks else ():
        if isinstance(pair.value, Scalar) and pair.value.text == id:
            yield _inside(analysis, section.block, pair.value)  # type: ignore[union-attr]


def _calls(analysis: Analysis, id: str) -> Iterator[tuple[Span, bool]]:
    """Where CloudFormation's functions name `id`, and whether as all of a value."""
    for block in analysis.document.blocks:
        if id in block.text:
            for called in references_in(block):
                if called.id == id:
                    place = Place(block, called.place.start, called.place.end)
                    yield analysis.span(place), called.whole


def _hooks(value: object) -> Mapping | None:
    pair = value.get("hooks") if isinstance(value, Mapping) else None
    return pair.value if pair is not None and isinstance(pair.value, Mapping) else None


def _inside(analysis: Analysis, block: object, scalar: Scalar) -> Span:
    """The place of a scalar in the text, without its quotes."""
    quote = 1 if scalar.style in ("'", '"') and scalar.style else 0
    place = Place(block, scalar.start + quote, scalar.end - quote)  # type: ignore[arg-type]
    return analysis.span(place)
