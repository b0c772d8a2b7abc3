"""Handler, logic and resources of a function, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sbd_lsp.targets.code.functions import FunctionCode, Source
from sbd_lsp.targets.code.kinds import DELIVERY, DEPLOYMENT, FILE, MESSAGE, PAYLOAD, REQUEST
from sbd_lsp.targets.code.language import Arrival, Language
from sbd_lsp.targets.code.literals import Code, call, literal
from sbd_lsp.targets.code.render import render, render_once
from sbd_lsp.targets.code.requests import PARAMETER
from sbd_lsp.targets.code.uses import Port, Token, Use

# what is said of messages whose order is kept, in place of what is said of others
ORDERED = {
    "all": "Handles messages of {from} in their order: after one that fails all that follow wait",
    "some": "Handles messages of {from}: those that fail come again, and in a FIFO queue all that "
    "follow",
}


def files(function: FunctionCode, language: Language) -> Iterator[tuple[str, str]]:
    """Name and text of each file of the folder of `function`."""
    yield f"handler{language.ending}", handler(function, language)
    yield f"logic{language.ending}", logic(function, language)
    if function.has_resources:
        yield f"resources{language.ending}", resources(function, language)


def handler(function: FunctionCode, language: Language) -> str:
    """The text of the file in which Lambda finds the handler."""
    about = language.comment(
        0,
        f"Entry point of {function.id}: reads events, calls the logic, answers the source.",
        function.node.description,
    )
    return _file(language, about, "handler", _handler_parts(function, language))


def _handler_parts(function: FunctionCode, language: Language) -> Iterator[str]:
    rest = ", resources" if function.has_resources else ""
    folder = language.folder
    top = "handle" if rest else "handler"
    if rest:
        yield render_once(f"{folder}/entry")
    several = len(function.sources) > 1 or function.probed
    if several:
        yield _dispatch(function, language, top, rest)
    for source in function.sources:
        if several and source.kind is PAYLOAD:
            continue
        yield _event(function, source, language, language.name(source.kind.event) if several
                     else top, rest)  # fmt: skip
    if function.probed:
        yield render(f"{folder}/events/probe", rest=rest)


def _dispatch(function: FunctionCode, language: Language, top: str, rest: str) -> str:
    """The table of what handles each shape of event."""
    table = [
        (
            source.kind.shape,
            f"logic.{language.name(source.logic)}"
            if source.kind is PAYLOAD
            else language.name(source.kind.event),
        )
        for source in function.sources
    ]
    if function.probed:
        table.insert(0, ("probe", language.name("answer probe")))
    shapes = {shape for shape, _ in table}
    return render(
        f"{language.folder}/dispatch",
        **_lines(language, top, rest),
        table=table,
        shapes=shapes,
        looks_inside=bool(shapes - {"probe", PAYLOAD.shape}),
        records=sum(shape.startswith("aws:") for shape, _ in table),
    )


def _event(function: FunctionCode, source: Source, language: Language, name: str, rest: str) -> str:
    """The function `name` that takes events of one kind, and those that read them."""
    says = source.kind.event_says
    values: dict[str, Any] = {}
    if source.kind is MESSAGE:
        values["order"] = order_kept(source)
        says = ORDERED.get(values["order"], says)
    says = says.replace("{from}", source.senders)
    if source.kind is REQUEST:
        values["origins"] = function.origins
        values["origin"] = literal(next(iter(function.origins), ""), language.layout)
    body = render_once(
        f"{language.folder}/events/{source.kind.name}",
        **_lines(language, name, rest),
        logic=language.name(source.logic),
        doc=language.comment(language.body_comment, f"{says}."),
        **values,
    )
    if len(values.get("origins", ())) > 1:
        origins = literal(function.origins, language.layout, 0, 16)
        constant = render(f"{language.folder}/origins", origins=origins)
        return f"{constant}{language.gap}{body}"
    return body


def order_kept(source: Source) -> str:
    """Which of the queues of `source` keep the order of messages: `none`, `all` or `some`."""
    kept = {edge.source.options["fifo"] for edge in source.edges}
    return "some" if len(kept) > 1 else "all" if kept.pop() else "none"


def _lines(language: Language, name: str, rest: str) -> dict[str, str]:
    """What surrounds the body of the function `name`, which takes events."""
    parameters = "event, context" if name == "handler" else f"event{rest}"
    head, tail = language.definition(name, parameters)
    return {"head": head, "tail": tail, "rest": rest}


def logic(function: FunctionCode, language: Language) -> str:
    """The text of the file with the logic, which knows nothing of AWS."""
    about = language.comment(
        0,
        f"What {function.id} does. Nothing here knows AWS: values and resources come as arguments.",
        function.node.description,
    )
    return _file(language, about, "logic", _logic_parts(function, language))


def _logic_parts(function: FunctionCode, language: Language) -> Iterator[str]:
    rest = ", resources" if function.has_resources else ""
    for source in function.sources:
        yield _called(function, source, language, rest)
    if not (function.when and len(function.sources) == 1 and not function.ports):
        yield _pass_on(function, language, rest)


def _called(function: FunctionCode, source: Source, language: Language, rest: str) -> str:
    """The plain function that the handler calls for `source`."""
    kind, name = source.kind, language.name(source.logic)
    says = kind.logic_says.replace("{from}", source.senders).replace("{when}", function.when)
    doc = language.comment(language.body_comment, says.replace("{nothing}", language.nothing) + ".")
    template = "check_deployment" if kind is DEPLOYMENT else "logic"
    key, content, via = arrival(source, language)
    arguments = [Code(key), Code(content), *([Code(via)] if function.loops else [])]
    if rest:
        arguments.append(Code("resources"))
    returns = kind.answers and kind is not DELIVERY
    head = ("return " if returns else language.wait) + language.name("pass on")
    indent = language.layout.indent
    return render(
        f"{language.folder}/{template}",
        logic=name,
        value=kind.value,
        rest=rest,
        doc=doc,
        call=call(head, arguments, language.layout, indent, language.end),
        transforms=kind is DELIVERY,
        uses=function.ports,
    )


def arrival(source: Source, language: Language) -> Arrival:
    """How the logic finds key, content and trail in the value that it gets from `source`."""
    key, content, via = language.arrivals[source.kind.name]
    if source.kind is REQUEST and with_parameters(source):
        return language.path_parameter, content, via
    return key, content, via


def reads_trail(function: FunctionCode) -> bool:
    """Whether the logic finds the trail in what came in, and not in a key."""
    return function.loops and any(
        source.kind not in (FILE, DEPLOYMENT) for source in function.sources
    )


def with_parameters(source: Source) -> bool:
    """Whether the path of a request of `source` has parameters."""
    return any(PARAMETER.search(file.sample.event["resource"]) for file in source.samples)


def _pass_on(function: FunctionCode, language: Language, rest: str) -> str:
    """The starting code, which uses each resource once."""
    layout = language.layout
    result = {"id": Token("key"), **({"via": Token("via")} if function.loops else {})}
    return render(
        f"{language.folder}/pass_on",
        id=function.id,
        rest=rest,
        via_param=", via" if function.loops else "",
        loops=function.loops and bool(function.ports),
        **starting(function, language),
        answers=any(use.answer is not None for _, use in uses(function)),
        result=literal(language.value(result), layout, layout.indent, 15),
        uses=[_used(port, use, language) for port, use in uses(function)],
    )


def uses(function: FunctionCode) -> list[tuple[Port, Use]]:
    """What the starting code calls: first what tells something, then what changes something."""
    calls = [(port, use) for port in function.ports for use in port.uses]
    return sorted(calls, key=lambda one: one[1].answer is None)


def starting(function: FunctionCode, language: Language) -> dict[str, Any]:
    """The variables of the starting code that anything in it uses: `entry` as source text (empty if
    not), `name` as whether."""
    arguments = [one for _, use in uses(function) for one in use.arguments]
    tokens = [one for one in arguments if isinstance(one, Token)]
    passed = any(one.name in ("entry", "json") for one in tokens)
    return {
        "entry": entry(function, language) if passed else "",
        "name": any(one.name == "file" and one.detail == "name" for one in tokens),
    }


def entry(function: FunctionCode, language: Language) -> str:
    """What is passed on: what came in, under its key."""
    value = {"id": Token("key"), "content": Token("content")}
    if function.loops:
        value["via"] = Token("via")
    return literal(language.value(value), language.layout)


def _used(port: Port, use: Use, language: Language) -> str:
    """The statement by which the starting code uses `port`."""
    name = language.port(port)
    wait = language.wait
    head = f"resources.{name}.{use.method}"
    arguments = language.value(use.arguments)
    layout = language.layout
    if use.answer is None:
        return call(wait + head, arguments, layout, layout.indent, language.end)
    result = language.tokens["result"](_result_name(port, use, language))
    if use.counted:
        got = call(wait + head, arguments, layout, None)
        return f"{result} = {language.tokens['size'](got)}{language.end}"
    text = call(f"{result} = {wait}{head}", arguments, layout, layout.indent, language.end)
    alone = len(arguments) == 1 and not isinstance(arguments[0], dict)
    if wait and "\n" in text and alone:
        return f"{result} =\n    " + call(wait + head, arguments, layout, 4, language.end)
    return text


def _result_name(port: Port, use: Use, language: Language) -> str:
    return f"{port.camel}Size" if use.counted else port.camel


def resources(function: FunctionCode, language: Language) -> str:
    """The text of the file with the adapters to AWS."""
    about = language.comment(
        0,
        f"The resources of AWS that {function.id} uses, each behind a small adapter.",
        "Generated from the design and overwritten with it; your own code goes into other files.",
    )
    return _file(language, about, "resources", _resource_parts(function, language))


def _resource_parts(function: FunctionCode, language: Language) -> Iterator[str]:
    flags = (
        "reads", "writes", "sorted", "fifo", "unique", "attributes", "synchronous", "asynchronous",
    )  # fmt: skip
    for port in {port.adapter: port for port in function.ports}.values():
        yield render_once(
            f"{language.folder}/resources/{port.part}",
            name=port.adapter,
            **{flag: flag in port.flags for flag in flags},
        )
    if function.when:
        yield render_once(f"{language.folder}/resources/deployment")
    yield language.resources(function.ports, bool(function.when))


def _file(language: Language, about: str, role: str, parts: Iterator[str]) -> str:
    """A file of `parts` and of the snippets that they call, under its comment and imports."""
    written = list(parts)
    text = "\n".join(written)
    snippets = [
        render_once(f"{language.folder}/snippets/{name}")
        for called, name in language.snippets.items()
        if called in text
    ]
    last = len(written) - 1 if role == "resources" else len(written)
    text = language.gap.join([*written[:last], *snippets, *written[last:]])
    return f"{language.header(about, role, text)}{text}\n"
