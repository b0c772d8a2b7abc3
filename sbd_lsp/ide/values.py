"""What can stand as a value: ids, types, kinds, events, and what an option takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from sbd_lsp.catalogue.entries import EdgeKind, Option
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide import markdown
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.candidates import candidates
from sbd_lsp.ide.cursor import Spot, option_at
from sbd_lsp.ide.offer import MOST, Completion, fitting
from sbd_lsp.ide.writing import written, written_in
from sbd_lsp.model.model import Edge, Node
from sbd_lsp.model.options import likely_rules
from sbd_lsp.model.values import choices, refusal
from sbd_lsp.syntax.cursor import Step
from sbd_lsp.syntax.tree import Scalar, Sequence
from sbd_lsp.syntax.write import inline

# its examples are properties of one type or another, not of every node
PROPERTIES = CATALOGUE.node["properties"]


def values(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> Iterator[Completion]:
    """Values that the key, or the list, at the end of `path` may have."""
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    entry = here.entry
    if path[0] == "edges" and isinstance(entry, Edge) and len(path) <= 4:
        if key in ("from", "to"):
            yield from _ids(candidates(analysis.model, here, entry, key), here)
            return
        if key == "kind":
            yield from _kinds(analysis, entry)
            return
        if key == "event":
            yield from _events(analysis, here, entry)
            return
    if path[0] == "nodes" and key == "type" and len(path) == 3:
        yield from _types()
        return
    row = option_at(analysis, here, path)
    if row is not None:
        yield from _option_values(analysis, here, row)


def takes_list(analysis: Analysis, here: Spot, path: tuple[Step, ...]) -> bool:
    """Whether the value of the key at the end of `path` may be a list of words."""
    if path[0] == "edges" and len(path) == 3 and path[2] == "event":
        return True
    row = option_at(analysis, here, path)
    return row is not None and row.items is not None


def _ids(nodes: Iterable[Node], here: Spot) -> Iterator[Completion]:
    """The ids of `nodes`, each once, no more than are shown and one."""
    quote, flow = here.quote, here.cursor.flow
    given = set[str]()
    for node in nodes:
        if node.id in given:
            continue
        given.add(node.id)
        yield _reference(node, quote, flow)
        if len(given) > MOST:
            return


@lru_cache(maxsize=512)  # most are offered again when the next letter is typed
def _reference(node: Node, quote: str, flow: bool) -> Completion:
    """The id of `node`, as it is written between two of `quote`, or in braces or not."""
    detail = node.service.title if node.service else "a node"
    text = written_in(node.id, quote, flow)
    return Completion(node.id, text, "reference", detail, node.text("description") or "")


def _types() -> Iterator[Completion]:
    for row in CATALOGUE.services.values():
        doc = markdown.service(row)
        yield Completion(row.type, row.type, "class", row.title, doc, aliases=row.aliases)


def _kinds(analysis: Analysis, entry: Edge) -> Iterator[Completion]:
    rows: dict[str, EdgeKind] = {}
    for row in likely_rules(entry, analysis.model):
        rows.setdefault(row.kind, row)
    for kind, row in rows.items():
        doc = markdown.edge_kind(row, entry.source or "", entry.target or "")
        yield Completion(kind, kind, "enummember", row.title, doc, aliases=row.aliases)


def _events(analysis: Analysis, here: Spot, entry: Edge) -> Iterator[Completion]:
    """Event kinds of the edge, those that it has by default first; of all edges that may be meant
    where an end is still to be written."""
    rule = analysis.model.rule(entry)
    rows = likely_rules(entry, analysis.model) if rule is None else (rule,)
    sets = [row.events for row in rows if row.events and entry.kind in (None, row.kind)]
    usual = {name: each.values[name] for each in sets for name in each.default}
    every = {name: summary for each in sets for name, summary in each.values.items()}
    given = _given(here)
    for name, summary in {**usual, **every}.items():
        if name not in given:
            yield Completion(name, written(name, here), "event", summary)


def _given(here: Spot) -> frozenset[str]:
    """What the list at the cursor has already, but for the word being typed."""
    inside, at = here.cursor.inside, here.cursor.word.start
    items = inside.items if isinstance(inside, Sequence) else ()
    scalars = (item for item in items if isinstance(item, Scalar))
    return frozenset(item.text for item in scalars if not item.start <= at <= item.end)


def _option_values(analysis: Analysis, here: Spot, row: Option) -> Iterator[Completion]:
    if row.format == "runtime":
        yield from _runtimes()
    elif row.format == "nodeId":
        functions = fitting(analysis.model, here.prefix, "function")
        yield from _ids(chain(*functions), here)
    elif row.type in ("mapping", "list") and here.quote:
        return
    elif row.keys:
        yield from _mappings(row)
    elif row.items is not None:
        for value, meaning in row.items.values.items():
            yield Completion(value, f"[{value}]", "value", meaning)
    else:
        yield from _examples_of(row, here)
        yield from _words(here, row)


def _runtimes() -> Iterator[Completion]:
    from datetime import date

    today = date.today().isoformat()
    for row in CATALOGUE.runtimes.values():
        if row.deprecated > today:
            yield Completion(row.id, row.id, "enummember", row.title, markdown.runtime(row))


def _mappings(row: Option) -> Iterator[Completion]:
    """A mapping in braces for each of its keys, with the keys that it must have."""
    needed = [key for key, inner in row.keys.items() if inner.required]
    for inner in row.keys.values():
        keys = [*needed, *([] if inner.required else [inner.name])]
        label = ", ".join(f"{key}: " for key in keys)
        text = ", ".join(_to_fill(row.keys[key], number) for number, key in enumerate(keys, 1))
        doc = markdown.option(inner)
        if not inner.required or inner.name == needed[0]:
            yield Completion(f"{{{label}}}", f"{{{text}}}", "snippet", inner.summary, doc, True)


def _to_fill(row: Option, number: int) -> str:
    """A key with the place of its value: in brackets, or with an example, if it is no text."""
    place = f"${number}"
    if row.type in ("list", "mapping"):
        place = f"[{place}]" if row.type == "list" else f"{{{place}}}"
    elif row.type != "string" and row.examples:
        place = f"${{{number}:{row.examples[0]}}}"
    return f"{row.name}: {place}"


def _examples_of(row: Option, here: Spot) -> Iterator[Completion]:
    """Examples that are mappings or lists, on the line."""
    for example in row.examples if not here.quote and row is not PROPERTIES else ():
        if isinstance(example, (dict, list)):
            text = inline(example)
            yield Completion(text, text, "snippet", row.summary, markdown.option(row))


def _words(here: Spot, row: Option) -> Iterator[Completion]:
    known = list(dict.fromkeys([*choices(row), *map(text_of, _examples(row, here.prefix))]))
    if row.default is not None and text_of(row.default) in known:
        known.remove(text_of(row.default))
        known.insert(0, text_of(row.default))
    given = _given(here)
    for text in known:
        if text not in given:
            doc = markdown.value(text, row.values.get(text, row.summary), row)
            value = text if row.type in ("integer", "boolean") else written(text, here)
            yield Completion(text, value, "value", row.values.get(text, ""), doc)


def text_of(value: Any) -> str:
    """A plain value as it is written without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _examples(row: Option, typed: str) -> Iterable[object]:
    """Words for an option that takes more than a closed set."""
    if choices(row):
        return ()
    forms = CATALOGUE.formats.get(row.format, {})
    found: list[object] = [example for form in forms.values() for example in form.examples]
    for name, form in forms.items():
        if form.keys and typed.startswith(f"{name}("):
            found += [text for text in _continued(name, form, typed) if refusal(text, row) is None]
    if row.format == "timezone":
        found = list(_time_zones())
    if row.default is not None and row.type != "mapping" and not found:
        found = [row.default]
    own = [example for example in row.examples if not isinstance(example, (dict, list))]
    return [*own, *found]


def _continued(name: str, form: Option, typed: str) -> Iterator[str]:
    """What `typed`, the first parts of a form, can go on to: of `rate(7 `, `rate(7 hours)`."""
    *before, _ = typed[len(name) + 1 :].split(" ")
    parts = list(form.keys.values())
    usual = str(form.examples[0])[len(name) + 1 : -1].split(" ")
    if len(before) < len(parts):
        part = parts[len(before)]
        for word in map(str, part.values or part.examples):
            if f"{word}s" in part.values and before[-1:] != ["1"]:
                continue  # a unit in the singular
            yield f"{name}({' '.join([*before, word, *usual[len(before) + 1 :]])})"


@lru_cache(maxsize=1)
def _time_zones() -> tuple[str, ...]:
    """The names of the time zones that say where they are."""
    return tuple(sorted(zone for zone in CATALOGUE.timezones if "/" in zone))
