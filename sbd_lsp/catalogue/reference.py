"""The catalogue as tables in Markdown: what stands in this folder's README.md.

A function of the catalogue alone; `python -m tests.generated --write` writes the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sbd_lsp.catalogue.entries import Catalogue, EdgeKind, EventSet, Grant, Option, Service
from sbd_lsp.catalogue.load import CATALOGUE

INTRODUCTION = """\
# What the language can say

The service types, edges, options, events and runtimes that a design can have. This page is
generated from the YAML files beside it by `python -m tests.generated --write`; edit those.

| file | has |
|---|---|
| `services/<type>.yaml` | a service type with its options |
| `edges.yaml` | what may lead to what, as which kind, with which permissions |
| `edge_options.yaml` | options and event kinds that the rows of `edges.yaml` name |
| `formats.yaml` | forms of schedule expressions and paths |
| `document.yaml` | keys of the document, of every node and of every edge |
| `runtimes.yaml` | Lambda's runtimes for Python and Node.js |
| `timezones.yaml` | the IANA's time zones |
| `catalogue.json` | all of these as the program reads them: `python -m sbd_lsp.catalogue.compile` |
"""


def reference(catalogue: Catalogue = CATALOGUE) -> str:
    """The text of README.md."""
    parts = (
        INTRODUCTION,
        _services(catalogue),
        *(_service(service) for service in catalogue.services.values()),
        _edges(catalogue),
        _edge_options(catalogue),
        _requirements(catalogue),
        *_events(catalogue),
        _formats(catalogue),
        "## Keys of the document\n\n" + _options(catalogue.document),
        "## Keys of every node\n\n" + _options(catalogue.node),
        "## Keys of every edge\n\n" + _options(catalogue.edge),
        _runtimes(catalogue),
    )
    return "\n".join(parts)


def _services(catalogue: Catalogue) -> str:
    rows = (
        (
            f"[`{row.type}`](#{row.type.lower()})",
            row.title,
            f"`{row.resource}`",
            _codes(row.aliases),
        )
        for row in catalogue.services.values()
    )
    return "## Services\n\n" + _table(("type", "is a", "resource", "people also try"), rows)


def _service(service: Service) -> str:
    options = _options(service.options) if service.options else ""
    about = f"{service.summary} ([AWS]({service.docs}))"
    given = "; ".join(f"`{name}`: {what}" for name, what in service.returns.items())
    return f"### {service.type}\n\n{about}\n\nCloudFormation gives of it {given}.\n\n{options}"


def _edges(catalogue: Catalogue) -> str:
    head = ("from", "to", "kind", "what happens", "invocation", "becomes", "permissions")
    return "## Edges\n\n" + _table(head, (_edge(row) for row in catalogue.edges))


def _edge(row: EdgeKind) -> tuple[str, ...]:
    sentence = row.sentence.format_map({"from": row.source, "to": row.target})
    kind = f"[`{row.kind}`]({row.docs})" + (" (usual)" if row.usual else "")
    grants = "; ".join(map(_grant, row.grants))
    return row.source, row.target, kind, sentence, row.invocation, row.becomes, grants


def _grant(grant: Grant) -> str:
    on = ", ".join(f"the {grant.resource}{_suffix(suffix)}" for suffix in grant.suffixes)
    who = grant.principal if "." in grant.principal else f"the {grant.principal}"
    return f"{who}: {_codes(grant.actions)} on {on}"


def _suffix(suffix: str) -> str:
    return f"'s `{suffix}`" if suffix else ""


def _edge_options(catalogue: Catalogue) -> str:
    rows: dict[tuple[str, ...], list[str]] = {}
    for edge in catalogue.edges:
        for name, option in edge.options.items():
            cells = _option(name, option)
            rows.setdefault(cells, []).append(f"{edge.source} → {edge.target} `{edge.kind}`")
    table = ((cells[0], ", ".join(users), *cells[1:]) for cells, users in rows.items())
    return "## Options of edges\n\n" + _table(("option", "of", "value", "default", "is"), table)


def _requirements(catalogue: Catalogue) -> str:
    edges = (
        (f"{row.source} → {row.target} `{row.kind}`", rule.sentence)
        for row in catalogue.edges
        for rule in row.requirements
    )
    services = (
        (f"`{row.type}`", rule.sentence)
        for row in catalogue.services.values()
        for rule in row.requirements
    )
    return "## What AWS asks beyond that\n\n" + _table(("of", "that"), (*services, *edges))


def _events(catalogue: Catalogue) -> Iterable[str]:
    sets: dict[tuple[str, ...], tuple[EventSet, list[str]]] = {}
    for row in catalogue.edges:
        if row.events:
            name = f"{row.source} → {row.target} `{row.kind}`"
            sets.setdefault(tuple(row.events.values), (row.events, []))[1].append(name)
    for events, users in sets.values():
        table = ((f"`{name}`", text) for name, text in events.values.items())
        default = _codes(events.default) if events.default else "all of them"
        title = (
            f"## Events of {', '.join(users)}\n\n[AWS]({events.docs}); {default} if left out\n\n"
        )
        yield title + _table(("event", "means"), table)


def _formats(catalogue: Catalogue) -> str:
    rows = (
        (f"`{format}`", f"`{name}`", form.summary, _codes(form.examples))
        for format, forms in catalogue.formats.items()
        for name, form in forms.items()
    )
    return "## Forms of values\n\n" + _table(("format", "form", "is", "examples"), rows)


def _runtimes(catalogue: Catalogue) -> str:
    rows = (
        (f"`{row.id}`", row.title, row.deprecated, row.blocked)
        for row in catalogue.runtimes.values()
    )
    head = ("runtime", "is", "deprecated", "no new functions")
    return "## Runtimes\n\n" + _table(head, rows)


def _options(options: Mapping[str, Option]) -> str:
    rows = (_option(name, option) for name, option in _flat(options))
    return _table(("option", "value", "default", "is"), rows)


def _flat(options: Mapping[str, Option], prefix: str = "") -> Iterable[tuple[str, Option]]:
    for name, option in options.items():
        yield prefix + name, option
        yield from _flat(option.keys, f"{prefix}{name}.")


def _option(name: str, option: Option) -> tuple[str, ...]:
    summary = f"{option.summary} ([AWS]({option.docs}))" if option.docs else option.summary
    default = "" if option.default is None else f"`{_plain(option.default)}`"
    return f"`{name}`", _value(option), "required" if option.required else default, summary


def _value(option: Option) -> str:
    unit = f" {option.unit}" if option.unit else ""
    if option.values:
        return _codes(option.values) + unit
    low, high = option.minimum, option.maximum
    if high is not None:
        return f"{low} to {high}{unit}"
    if low is not None:
        return f"{low} or more{unit}"
    return (option.format or option.type) + unit


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    return str(value)


def _codes(values: Iterable[object]) -> str:
    return ", ".join(f"`{_plain(value)}`" for value in values)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
