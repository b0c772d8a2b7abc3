"""What can be written at a place, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from sbd_lsp.catalogue.entries import Option, Service
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import free_id
from sbd_lsp.checks.rule import article
from sbd_lsp.ide import markdown
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.calls import names, naming_at, tags
from sbd_lsp.ide.cursor import Spot, option_at, options_at, present, spot
from sbd_lsp.ide.offer import MOST, Completion, fitting_or_called
from sbd_lsp.ide.values import PROPERTIES, takes_list, values
from sbd_lsp.ide.writing import as_json, escaped, has_colon, key_text, written
from sbd_lsp.model.model import Model, Node
from sbd_lsp.syntax.cursor import Step
from sbd_lsp.syntax.tree import Scalar
from sbd_lsp.syntax.write import inline
from sbd_lsp.text.span import Span


class Completions(NamedTuple):
    """Completions in order, and the word that each of them replaces. `complete` is False if there
    are more than are given."""

    items: tuple[Completion, ...]
    span: Span
    complete: bool = True


def completion(analysis: Analysis, offset: int) -> Completions:
    """What can be written at `offset`."""
    here = spot(analysis, offset)
    naming = naming_at(here)
    if naming is not None:
        here = naming.here
    items = list(_items(analysis, here) if naming is None else names(analysis, naming))
    found = fitting_or_called(items, here.prefix)
    # an editor that narrows a list down by itself does not look at aliases
    complete = len(found) <= MOST and not any(item.aliases for item in items)
    shown = found[:MOST]
    if naming is None and _is_quoted(analysis, here):
        shown = [*map(_as_json, shown)]
    return Completions(tuple(shown), here.word, complete)


@lru_cache(maxsize=2048)  # the ids, types and keys of a design are offered again and again
def _as_json(item: Completion) -> Completion:
    """`item` as a design laid out as JSON has it."""
    return item._replace(text=as_json(item.text))


def _is_quoted(analysis: Analysis, here: Spot) -> bool:
    """Whether words have to be put in quotes to be like the others of a design laid out as JSON."""
    if not here.block.flow or here.quote or here.cursor.tag or here.cursor.part == "tag":
        return False
    keys = (section.pair.key for section in analysis.model.sections)
    return any(isinstance(key, Scalar) and key.style == '"' for key in islice(keys, 3))


def _items(analysis: Analysis, here: Spot) -> Iterator[Completion]:
    path, part = here.path, here.cursor.part
    if part == "nothing" or _in_comment(here):
        return
    if part == "item" and path == ("edges",):
        yield from _edges("- ")
        if here.block.column == here.block.state.base:  # a key of the design may follow as well
            yield from _keys(analysis, here._replace(path=()), ())
    elif part == "item" or (part == "key" and path and takes_list(analysis, here, path)):
        yield from _list_items(analysis, here, path)
    elif part == "key" and path == ("nodes",):
        yield from _nodes(analysis, here)
    elif part == "key":
        yield from _keys(analysis, here, path)
    elif part == "tag":
        yield from tags(analysis, here)
    elif path in (("nodes",), ("edges",)):
        yield from _section(analysis, here, str(path[0]))
    elif len(path) == 2 and path[0] in ("nodes", "edges"):
        yield from _whole(analysis, here, path)
    elif _below_its_key(here) and options_at(analysis, here, path):
        yield from _keys(analysis, here, path)
    else:
        yield from values(analysis, here, path)


def _in_comment(here: Spot) -> bool:
    text, start = here.block.text, here.cursor.word.start
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line.lstrip().startswith("#") or " #" in line


# -- keys ------------------------------------------------------------------------------------------


def _keys(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Iterator[Completion]:
    """Keys that the mapping may have and does not have yet; those that it must have first."""
    given = present(analysis, here)
    options = [row for row in options_at(analysis, here, path).values() if row.name not in given]
    owner = here.entry.type if isinstance(here.entry, Node) and here.entry.type else ""
    for row in sorted(options, key=lambda row: _weight(row, path)):
        text = key_text(row, here)
        doc = markdown.option(row, owner)
        yield Completion(row.name, text, "property", row.summary, doc, aliases=row.aliases)
    yield from _example_pairs(analysis, here, path, given)


def _example_pairs(
    analysis: Analysis, here: Spot, path: tuple[Step, ...], given: frozenset[str | None]
) -> Iterator[Completion]:
    """Pairs from the examples of a mapping whose keys are not fixed."""
    row = option_at(analysis, here, path)
    if row is None or row.keys or here.quote or row is PROPERTIES:
        return
    for example in row.examples:
        for key, value in example.items() if isinstance(example, dict) else ():
            text = f"{inline(key, here.cursor.flow)}: {inline(value, here.cursor.flow)}"
            if key not in given:
                yield Completion(text, text, "snippet", row.summary, markdown.option(row))


def _weight(row: Option, path: tuple[Step, ...]) -> tuple[bool, bool, bool]:
    """What every entry must have, what this one must have, the others, the rest."""
    common = {"nodes": CATALOGUE.node, "edges": CATALOGUE.edge}.get(str(path[0])) if path else None
    first = common is not None and row.name in common and len(path) == 2
    return (
        not ((row.required and first) or (first and row.name in ("kind", "event"))),
        not row.required,
        row.name in ("description", "properties"),
    )


def _nodes(analysis: Analysis, here: Spot) -> Iterator[Completion]:
    """Ids that edges name and no node has, then a whole node of each type."""
    model = analysis.model
    if here.cursor.flow:
        named = bool(here.quote) or has_colon(here)
        for id in model.undeclared()[:20]:
            text = written(id, here) + ("" if named else ": {type: $1}")
            yield Completion(id, text, "reference", "named by an edge", snippet=not named)
        yield from () if named else _nodes_in_braces(model)
        return
    if not _ends_line(here):
        return
    indent = " " * max(here.block.column, 2) if here.block.kind == "node" else "  "
    for id in model.undeclared()[:20]:
        text = f"{written(id, here)}:\n{indent}"
        yield Completion(id, text, "reference", "named by an edge")
    for row in CATALOGUE.services.values():
        body = "".join(f"\n{indent}{line}" for line in _required(row.type))
        text = f"{_id(row, model)}:\n{indent}type: {row.type}{body}"
        yield _node_snippet(row, row.type, text)


def _nodes_in_braces(model: Model, lead: str = "") -> Iterator[Completion]:
    """A whole node of each type on one line, behind `lead`."""
    for row in CATALOGUE.services.values():
        body = ", ".join([f"type: {row.type}", *_required(row.type, flow=True)])
        yield _node_snippet(row, row.type, f"{lead}{_id(row, model)}: {{{body}}}")


def _node_snippet(row: Service, label: str, text: str) -> Completion:
    """A whole node of the type of `row`, with `text` to write and places to fill in."""
    detail = f"{article(row.title)} {row.title}"
    return Completion(label, text, "snippet", detail, markdown.service(row), True, row.aliases)


def _id(row: Service, model: Model) -> str:
    """A place to fill in with the id of a node, which proposes one that is free."""
    return f"${{1:{free_id(row.id_example or row.title, model)}}}"


def _required(type: str, flow: bool = False, first: int = 2) -> Iterator[str]:
    """Options that a node of `type` must have, as places to fill in that are numbered from
    `first` on."""
    for number, row in enumerate(CATALOGUE.services[type].options.values(), first):
        if row.required:
            example = inline(row.examples[0], flow) if row.examples else ""
            yield f"{row.name}: ${{{number}:{escaped(example)}}}"


def _ends_line(here: Spot) -> bool:
    rest = here.block.text[here.cursor.word.end :].split("\n", 1)[0]
    return not rest.strip()


def _edges(lead: str) -> Iterator[Completion]:
    """A whole edge, as it is usually written."""
    yield Completion(
        "from: … to: …",
        lead + "{from: $1, to: $2}",
        "snippet",
        "an edge of the usual kind",
        "An edge between two nodes; its kind is the usual one for the two.",
        True,
    )
    yield Completion(
        "from: … to: … kind: …",
        lead + "{from: $1, to: $2, kind: $3}",
        "snippet",
        "an edge of a kind",
        "An edge between two nodes, of the kind that is written.",
        True,
    )


def _list_items(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Iterator[Completion]:
    """Items of a list on lines of their own, each with its dash."""
    for item in values(analysis, here, (*path, 0)):
        yield item._replace(text=f"- {item.text}")


def _section(analysis: Analysis, here: Spot, section: str) -> Iterator[Completion]:
    """What follows `nodes:` or `edges:` on its line: a first entry below it."""
    if here.typed or not _ends_line(here) or here.cursor.flow:
        return
    if section == "edges":
        yield from _edges("\n  - ")
    else:
        yield from _nodes_in_braces(analysis.model, "\n  ")


def _whole(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Iterator[Completion]:
    """What follows a dash under `edges`, or the id of a node."""
    if path[0] == "edges":
        if not here.cursor.flow:
            yield from _keys(analysis, here, path)
        if not here.typed:
            yield from _edges("")
    elif _below_its_key(here):
        yield from _keys(analysis, here, path)
    elif not here.quote:
        for row in CATALOGUE.services.values():
            label = f"{{type: {row.type}}}"
            text = ", ".join([f"type: {row.type}", *_required(row.type, True, 1)])
            offered = _node_snippet(row, label, f"{{{text}}}")
            yield offered._replace(snippet=label != offered.text)


def _below_its_key(here: Spot) -> bool:
    """Whether the word stands on a line of its own below the key that it is the value of."""
    text, start = here.block.text, here.cursor.word.start - len(here.quote)
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not line.strip()
