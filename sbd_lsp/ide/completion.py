"""What can be written at a place, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide import markdown
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.candidates import node_ids
from sbd_lsp.ide.cursor import Spot, option_at, options_at, present, spot
from sbd_lsp.ide.writing import escaped, key_text, written
from sbd_lsp.model.model import Edge, Node
from sbd_lsp.model.values import choices
from sbd_lsp.syntax.cursor import Step
from sbd_lsp.syntax.write import inline
from sbd_lsp.text.span import Span

MOST = 100
T = TypeVar("T")


class Completion(NamedTuple):
    """Something to write. `kind` is LSP's name of the sort of thing, in lower case; `snippet` says
    that `text` has LSP's placeholders (`$1`, `${2:name}`)."""

    label: str
    text: str
    kind: str
    detail: str = ""
    documentation: str = ""
    snippet: bool = False


class Completions(NamedTuple):
    """Completions in order, and the word that each of them replaces. `complete` is False if there
    are more than are given."""

    items: tuple[Completion, ...]
    span: Span
    complete: bool = True


def completion(analysis: Analysis, offset: int) -> Completions:
    """What can be written at `offset`."""
    here = spot(analysis, offset)
    found = _fitting(_items(analysis, here), here.prefix, lambda item: item.label)
    return Completions(tuple(found[:MOST]), here.word, len(found) <= MOST)


def _fitting(items: Iterable[T], typed: str, label: Callable[[T], str]) -> list[T]:
    """Those of `items` in whose label the letters of `typed` come one after another; those whose
    label begins with it first."""
    typed = typed.lower()
    begin: list[T] = []
    others: list[T] = []
    for item in items:
        text = label(item).lower()
        if text.startswith(typed):
            begin.append(item)
        elif _has_in_order(text, typed):
            others.append(item)
    return begin + others


def _has_in_order(text: str, letters: str) -> bool:
    place = -1
    for letter in letters:
        place = text.find(letter, place + 1)
        if place < 0:
            return False
    return True


def _items(analysis: Analysis, here: Spot) -> Iterator[Completion]:
    path, part = here.path, here.cursor.part
    if part == "nothing" or _in_comment(here):
        return
    if part == "item":
        yield from _edges(analysis, "- ")
    elif part == "key" and path == ("nodes",):
        yield from _nodes(analysis, here)
    elif part == "key":
        yield from _keys(analysis, here, path)
    elif len(path) == 2 and path[0] in ("nodes", "edges"):
        yield from _whole(analysis, here, path)
    else:
        yield from _values(analysis, here, path)


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
        yield Completion(row.name, text, "property", row.summary, markdown.option(row, owner))


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
    indent = " " * max(here.block.column, 2) if here.block.kind == "node" else "  "
    if not _ends_line(here):
        return
    model = analysis.model
    for id in islice((id for id in (*model.leaving, *model.reaching) if id not in model.nodes), 20):
        key = id if here.quote else inline(id)
        yield Completion(id, f"{key}:\n{indent}", "reference", "named by an edge")
    for row in CATALOGUE.services.values():
        body = "".join(f"\n{indent}{line}" for line in _required(row.type))
        text = f"${{1:{row.id_example or row.title}}}:\n{indent}type: {row.type}{body}"
        yield Completion(row.type, text, "snippet", f"a {row.title}", markdown.service(row), True)


def _required(type: str) -> Iterator[str]:
    """Lines for the options that a node of `type` must have."""
    for number, row in enumerate(CATALOGUE.services[type].options.values(), 2):
        if row.required:
            example = inline(row.examples[0]) if row.examples else ""
            yield f"{row.name}: ${{{number}:{escaped(example)}}}"


def _ends_line(here: Spot) -> bool:
    rest = here.block.text[here.cursor.word.end :].split("\n", 1)[0]
    return not rest.strip()


def _edges(analysis: Analysis, lead: str) -> Iterator[Completion]:
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


def _whole(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Iterator[Completion]:
    """What follows a dash under `edges`, or the id of a node."""
    if path[0] == "edges":
        yield from _keys(analysis, here, path)
        if not here.typed:
            yield from _edges(analysis, "")
    elif _below_its_key(here):
        yield from _keys(analysis, here, path)
    else:
        for row in CATALOGUE.services.values():
            text = "{type: " + row.type + "}"
            yield Completion(text, text, "snippet", f"a {row.title}", markdown.service(row))


def _below_its_key(here: Spot) -> bool:
    """Whether the word stands on a line of its own below the key that it is the value of."""
    text, start = here.block.text, here.cursor.word.start
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not line.strip()


# -- values ----------------------------------------------------------------------------------------


def _values(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Iterator[Completion]:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    entry = here.entry
    if path[0] == "edges" and isinstance(entry, Edge) and len(path) <= 4:
        if key in ("from", "to"):
            yield from _ids(analysis, node_ids(analysis.model, here, entry, key), here)
            return
        if key in ("kind", "event"):
            yield from (
                _kinds(analysis, here, entry) if key == "kind" else _events(analysis, here, entry)
            )
            return
    if path[0] == "nodes" and key == "type" and len(path) == 3:
        yield from _types(here)
        return
    row = option_at(analysis, here, path)
    if row is not None:
        yield from _option_values(analysis, here, path, row)


def _ids(analysis: Analysis, ids: Iterable[str], here: Spot) -> Iterator[Completion]:
    """Those of `ids` that fit what is typed, no more than are shown and one."""
    for id in _fitting(ids, here.prefix, str)[: MOST + 1]:
        node = analysis.model.nodes[id][0]
        detail = node.service.title if node.service else "a node"
        yield Completion(id, written(id, here), "reference", detail, node.text("description") or "")


def _types(here: Spot) -> Iterator[Completion]:
    for row in CATALOGUE.services.values():
        yield Completion(row.type, row.type, "class", row.title, markdown.service(row))


def _kinds(analysis: Analysis, here: Spot, entry: Edge) -> Iterator[Completion]:
    model = analysis.model
    rows = model.kinds(entry)
    if not rows:
        source, target = model.ends(entry)
        rows = tuple(
            row
            for row in CATALOGUE.edges
            if (source is None or source.type in (None, row.source))
            and (target is None or target.type in (None, row.target))
        )
    for kind in dict.fromkeys(row.kind for row in rows):
        row = next(row for row in rows if row.kind == kind)
        doc = markdown.edge_kind(row, entry.source or "", entry.target or "")
        yield Completion(kind, kind, "enummember", row.title, doc)


def _events(analysis: Analysis, here: Spot, entry: Edge) -> Iterator[Completion]:
    rule = analysis.model.rule(entry)
    if rule is None or rule.events is None:
        return
    names = [*rule.events.default, *(n for n in rule.events.values if n not in rule.events.default)]
    for name in names:
        yield Completion(name, written(name, here), "event", rule.events.values[name])


def _option_values(
    analysis: Analysis, here: Spot, path: tuple[Step, ...], row: Option
) -> Iterator[Completion]:
    if row.format == "runtime":
        yield from _runtimes(here)
    elif row.format == "nodeId":
        functions = (
            n.id for ns in analysis.model.nodes.values() for n in ns if n.type == "function"
        )
        yield from _ids(analysis, functions, here)
    elif row.type in ("mapping", "list") and here.quote:
        return
    elif row.keys:
        yield from _mapping(analysis, here, path, row)
    elif row.items is not None:
        for value, meaning in row.items.values.items():
            yield Completion(value, f"[{value}]", "value", meaning)
    else:
        yield from _closed(here, row)


def _runtimes(here: Spot) -> Iterator[Completion]:
    from datetime import date

    today = date.today().isoformat()
    for row in CATALOGUE.runtimes.values():
        if row.deprecated > today:
            yield Completion(row.id, row.id, "enummember", row.title, markdown.runtime(row))


def _mapping(
    analysis: Analysis, here: Spot, path: tuple[Step, ...], row: Option
) -> Iterator[Completion]:
    """Keys of a mapping that has none yet: on their own lines, or in braces on the line."""
    if _below_its_key(here):
        yield from _keys(analysis, here, path)
        return
    for inner in row.keys.values():
        text = f"{{{inner.name}: $1}}"
        yield Completion(
            f"{{{inner.name}: }}", text, "snippet", inner.summary, markdown.option(inner), True
        )


def _closed(here: Spot, row: Option) -> Iterator[Completion]:
    known = list(choices(row)) or [
        str(e) for e in _examples(row) if not isinstance(e, (dict, list))
    ]
    if row.default is not None and str(row.default) in known:
        known.remove(str(row.default))
        known.insert(0, str(row.default))
    for text in known:
        doc = markdown.value(text, row.values.get(text, row.summary), row)
        value = text if row.type in ("integer", "boolean") else written(text, here)
        yield Completion(text, value, "value", row.values.get(text, ""), doc)


def _examples(row: Option) -> Iterable[object]:
    if row.type == "boolean":
        return ("true", "false")
    forms = CATALOGUE.formats.get(row.format, {})
    found = [example for form in forms.values() for example in form.examples]
    if row.default is not None and row.type != "mapping" and not found:
        found = [row.default]
    return dict.fromkeys([*row.examples, *found]) if all(map(_plain, row.examples)) else found


def _plain(value: object) -> bool:
    return not isinstance(value, (dict, list))
