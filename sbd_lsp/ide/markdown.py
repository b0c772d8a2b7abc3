"""How services, edges, options and values are described, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sbd_lsp.catalogue.entries import EdgeKind, Grant, Option, Runtime, Service
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import a, article
from sbd_lsp.model.model import Edge, Model, Node
from sbd_lsp.syntax.write import inline

WHO_WAITS = {
    "synchronous": "Invocation: synchronous, the caller waits for the answer.",
    "asynchronous": "Invocation: asynchronous, the caller does not wait.",
    "stream": "Invocation: stream-based, records are read in order and in batches.",
    "queue": "Invocation: Lambda polls and hands over batches.",
    "delivery": "No code runs: AWS delivers.",
    "none": "The function makes the call itself.",
}


def service(row: Service) -> str:
    """A service type."""
    onward = ", ".join(f"`{type}`" for type in CATALOGUE.targets_of(row.type)) or "none"
    inward = ", ".join(f"`{type}`" for type in CATALOGUE.sources_of(row.type)) or "none"
    return _paragraphs(
        f"**{row.title}** · `{row.type}` · {row.resource}",
        row.summary,
        f"Edges lead to: {onward}\n\nEdges come from: {inward}",
        _link(row.docs),
    )


def option(row: Option, owner: str = "", docs: str = "") -> str:
    """An option, with its range, default and values; `docs` is where it is documented if it has no
    page of its own."""
    facts = [row.type if row.type != "any" else "any value"]
    if row.minimum is not None or row.maximum is not None:
        facts.append(_range(row))
    elif row.unit:
        facts.append(row.unit)
    if row.required:
        facts.append("required")
    if row.default is not None:
        facts.append(f"default `{inline(row.default)}`")
    values = "\n".join(f"- `{value}`: {text}" for value, text in row.values.items())
    examples = ", ".join(f"`{inline(example)}`" for example in row.examples)
    return _paragraphs(
        f"**{row.name}**{' of ' + owner if owner else ''} · {', '.join(facts)}",
        row.summary,
        values,
        f"Examples: {examples}" if examples else "",
        _link(row.docs or docs),
    )


def named(name: str, meaning: str | None) -> str | None:
    """Something with a name and what it is; None if that is not known."""
    return f"**{name}** · {meaning}" if meaning else None


def value(text: str, meaning: str, owner: Option, name: str = "", docs: str = "") -> str:
    """One value of a closed set; `name` is the key of the list whose items `owner` describes."""
    key = owner.name or name
    title = f"**{text}** · {key}" if key else f"**{text}**"
    return _paragraphs(title, meaning, _link(owner.docs or docs))


def unknown_type(word: str, meant: str) -> str:
    """A word that is no service type, with the type that it most likely means."""
    row = CATALOGUE.services[meant]
    said = (
        f"There is no service type `{word}`; {article(row.title)} {row.title} is {a(meant)} here."
    )
    return _paragraphs(said, service(row))


def runtime(row: Runtime) -> str:
    """A Lambda runtime."""
    past = row.deprecated <= date.today().isoformat()
    state = "AWS no longer patches it since" if past else "AWS patches it until"
    docs = CATALOGUE.document["runtime"].docs
    title = f"**{row.title}** · `{row.id}`"
    return _paragraphs(title, f"{state} {row.deprecated}.", _link(docs))


def edge_kind(row: EdgeKind, source: str = "", target: str = "") -> str:
    """A row of the catalogue; the ids of its ends stand in the sentence if they are given."""
    source, target = source or row.source, target or row.target
    sentence = row.sentence.replace("{from}", source).replace("{to}", target)
    grants = "\n".join(f"- {_grant(grant, source, target)}" for grant in row.grants)
    return _paragraphs(
        f"**{row.title}** · `{row.source}` → `{row.target}` · `{row.kind}`",
        sentence,
        row.becomes,
        WHO_WAITS.get(row.invocation, ""),
        f"Permissions:\n{grants}" if grants else "",
        _link(row.docs),
    )


def node(model: Model, row: Node) -> str:
    """A node of the design, with what its edges are."""
    described = row.text("description") or ""
    if row.service is None:
        return _paragraphs(f"**{row.id}**", described)
    lines = [f"- {_sentence(edge, rule)}" for edge, rule in _edges(model, row)]
    return _paragraphs(
        f"**{row.id}** · {row.service.title} · {row.service.resource}",
        described,
        "\n".join(lines[:12] + ([f"- and {len(lines) - 12} more"] if len(lines) > 12 else [])),
        _link(row.service.docs),
    )


def edge(model: Model, row: Edge) -> str | None:
    """An edge of the design; None if it is none that AWS has."""
    rule = model.rule(row)
    if rule is None:
        return None
    return edge_kind(rule, f"{row.source}", f"{row.target}")


def event(row: EdgeKind, name: str) -> str | None:
    """An event kind of an edge; None if the edge does not carry it."""
    if row.events is None or name not in row.events.values:
        return None
    return _paragraphs(
        f"**{name}** · event of a `{row.source}`", row.events.values[name], _link(row.events.docs)
    )


def _edges(model: Model, row: Node) -> Iterable[tuple[Edge, EdgeKind]]:
    yield from model.rules_to(row)
    yield from ((e, rule) for e, rule in model.rules_from(row) if e.target != row.id)


def _sentence(row: Edge, rule: EdgeKind) -> str:
    return rule.sentence.replace("{from}", str(row.source)).replace("{to}", str(row.target))


def _grant(grant: Grant, source: str, target: str) -> str:
    ends = {"source": source, "target": target}
    who = ends.get(grant.principal, grant.principal)
    what = ends[grant.resource]
    actions = ", ".join(f"`{action}`" for action in grant.actions)
    return f"`{who}` may {actions} on `{what}`"


def _range(row: Option) -> str:
    low = "" if row.minimum is None else f"from {row.minimum}"
    high = "" if row.maximum is None else f"to {row.maximum}"
    return " ".join(part for part in (low, high, row.unit) if part)


def _link(address: str) -> str:
    return f"[AWS documentation]({address})" if address else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part and part.strip())
