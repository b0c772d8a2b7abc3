"""The README of a project: what the application is, its picture, and what to do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sbd_lsp.model.design import Design, Edge
from sbd_lsp.targets.code.functions import FunctionCode
from sbd_lsp.targets.code.render import render
from sbd_lsp.targets.routes import route

# characters that would be read as Markdown or HTML
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~])")


def readme(design: Design, functions: Sequence[FunctionCode]) -> str:
    """The text of `README.md`."""
    text = render(
        "README.md",
        name=design.name,
        description=markdown(design.description),
        picture=list(_picture(design)),
        nodes=[
            (node.id, node.service, markdown(node.description)) for node in design.nodes.values()
        ],
        edges=[_row(design, edge) for edge in design.edges],
        languages=sorted({function.language for function in functions}, reverse=True),
        invocations=list(_invocations(functions)),
        functions=functions,
        machines=any(node.type == "stateMachine" for node in design.nodes.values()),
        applications=[node.id for node in design.of_type("analyticsStream")],
        hooks=[function.id for function in functions if function.when],
    )
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def _invocations(functions: Sequence[FunctionCode]) -> Iterator[tuple[str, str]]:
    """Function and file of its first sample event."""
    for function in functions:
        file = function.sources[0].samples[0]
        yield function.id, f"events/{function.id}/{file.name}.json"


def _row(design: Design, edge: Edge) -> tuple[str, str, str, str, str]:
    words = ", ".join(_words(design, edge))
    return (
        edge.source.id,
        edge.target.id,
        edge.kind,
        markdown(words),
        markdown(edge.description),
    )


def _words(design: Design, edge: Edge) -> Iterator[str]:
    """What sets `edge` apart from others of its kind: its events, method and path."""
    yield from edge.events
    if edge.source.type == "api":
        yield " ".join(route(design, edge))
    elif edge.target.type == "api" and "method" in edge.options:
        yield " ".join([edge.options["method"], edge.options.get("path") or ""]).strip()


def _picture(design: Design) -> Iterator[str]:
    """The lines of a Mermaid flowchart. Nodes get names of their own, since words such as `end` and
    `class` mean something to Mermaid."""
    names = {id: f"n{number}" for number, id in enumerate(design.nodes, 1)}
    for id, node in design.nodes.items():
        yield f'{names[id]}["{_label(id)}<br/>{_label(node.service.title)}"]'
    for edge in design.edges:
        words = " ".join([edge.kind, *_words(design, edge)])
        yield f'{names[edge.source.id]} -->|"{_label(words)}"| {names[edge.target.id]}'


def _label(text: str) -> str:
    """`text` inside quotes in Mermaid, which writes special characters as `#number;`."""
    return re.sub(r"[^\w\s.,:/()*+-]", lambda match: f"#{ord(match[0])};", " ".join(text.split()))


def markdown(text: str) -> str:
    """`text` as Markdown that shows it as it is, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
