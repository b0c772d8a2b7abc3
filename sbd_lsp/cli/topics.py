"""What `sbd explain` can explain: names, and for each what it may mean, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import sbd_lsp.checks
from sbd_lsp.catalogue.entries import EdgeKind, Option, Service
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks import RULES
from sbd_lsp.checks.rule import Rule, article, types_listed
from sbd_lsp.ide import markdown

PAGES = Path(sbd_lsp.checks.__file__).parent / "pages"
Text = Callable[[], str]


class Topic(NamedTuple):
    """One meaning of a name: the group it is listed in, and its text."""

    group: str
    text: Text


Topics = dict[str, list[Topic]]


def topics() -> Topics:
    """Everything that has a name; a name may mean several things."""
    found: Topics = {}
    for name, topic in _all():
        found.setdefault(name, []).append(topic)
    return found


def _all() -> Iterator[tuple[str, Topic]]:
    for module in RULES:
        yield module.RULE.slug, Topic("rules", partial(_rule, module.RULE))
    for row in CATALOGUE.services.values():
        yield row.type, Topic("service types", partial(_service, row))
        for alias in row.aliases:
            yield alias, Topic("", partial(_alias, alias, row))
    for kind in dict.fromkeys(row.kind for row in CATALOGUE.edges):
        yield kind, Topic("kinds of edges", partial(_kind, kind))
    yield from _edges()
    for id, runtime in CATALOGUE.runtimes.items():
        yield id, Topic("runtimes", partial(markdown.runtime, runtime))
    yield from _options_everywhere()


def _edges() -> Iterator[tuple[str, Topic]]:
    """The edges by their ends, by aliases of their kinds, and their events."""
    for source, target in dict.fromkeys((row.source, row.target) for row in CATALOGUE.edges):
        rows = CATALOGUE.kinds(source, target)
        yield f"{source}->{target}", Topic("edges", partial(_rows, rows))
    for row in CATALOGUE.edges:
        for alias in row.aliases:
            yield alias, Topic("", partial(markdown.edge_kind, row))
    seen = set()
    for row in CATALOGUE.edges:
        for name in row.events.values if row.events else ():
            if (row.source, name) not in seen:
                seen.add((row.source, name))
                yield name, Topic("events", partial(_event, row, name))


def _options_everywhere() -> Iterator[tuple[str, Topic]]:
    """Options: under their owner's name and alone, with the values of closed sets."""
    yield from _options(CATALOGUE.document, "", "a design")
    yield from _options(CATALOGUE.node, "", "a node")
    yield from _options(CATALOGUE.edge, "", "an edge")
    for service in CATALOGUE.services.values():
        yield from _options(service.options, f"{service.type}.", f"`{service.type}`")
    for row in CATALOGUE.edges:
        owner = f"`{row.source}` → `{row.target}` `{row.kind}`"
        yield from _options(row.options, f"{row.source}->{row.target}.", owner)


def _options(rows: Mapping[str, Option], prefix: str, owner: str) -> Iterator[tuple[str, Topic]]:
    group = "options" if "->" not in prefix else "options of edges"
    for name, row in rows.items():
        topic = Topic(group, partial(markdown.option, row, owner))
        yield prefix + name, topic
        if prefix:
            yield name, topic._replace(group="")
        for value, meaning in row.values.items():
            if len(value) > 1 and not value.isdecimal():
                yield value, Topic("", partial(markdown.value, value, meaning, row))
        yield from _options(row.keys, f"{prefix}{name}.", owner)


def _rule(rule: Rule) -> str:
    """The page of a rule."""
    page = (PAGES / f"{rule.slug}.md").read_text("utf-8").strip()
    return f"{page}\n\nSeverity: {rule.severity.name.lower()}. Page: {rule.page}"


def _service(row: Service) -> str:
    options = "\n".join(f"- `{name}`: {option.summary}" for name, option in row.options.items())
    body = markdown.service(row)
    return f"{body}\n\nOptions (`sbd explain {row.type}.NAME` says more):\n\n{options}"


def _alias(alias: str, row: Service) -> str:
    return f"`{alias}` is called `{row.type}` here.\n\n{_service(row)}"


def _kind(kind: str) -> str:
    return _rows(tuple(row for row in CATALOGUE.edges if row.kind == kind))


def _rows(rows: tuple[EdgeKind, ...]) -> str:
    return "\n\n".join(markdown.edge_kind(row) for row in rows)


def _event(row: EdgeKind, name: str) -> str:
    return markdown.event(row, name) or name


def no_such_edge(source: str, target: str) -> str | None:
    """What AWS has instead of an edge between two types; None unless both are service types."""
    services = CATALOGUE.services
    if source not in services or target not in services:
        return None
    onward = types_listed(CATALOGUE.targets_of(source), "and") or "nothing"
    inward = types_listed(CATALOGUE.sources_of(target), "and") or "nothing"
    ends = f"{article(source)} {source} to {article(target)} {target}"
    return (
        f"no edge leads from {ends}; from {article(source)} {source} they lead to {onward}, "
        f"and to {article(target)} {target} they come from {inward}"
    )
