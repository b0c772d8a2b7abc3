"""unanswered-call: a function calls an API with a request that no edge of it answers."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.edits import set_value, written
from sbd_lsp.checks.overlap import PARAMETER
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node
from sbd_lsp.model.values import refusal
from sbd_lsp.text.nearest import nearest

RULE = Rule("unanswered-call", Severity.WARNING, "a request that the called API does not answer")
# what answers requests: the types that lead to others by method and path
SHOWN = 3
ANSWERING = frozenset(row.source for row in CATALOGUE.edges if "path" in row.distinct)


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """Calls that reach the node and fit none of its methods and paths."""
    if node.type not in ANSWERING or model.node(node.id) is None:
        return
    asking = [(edge, rule) for edge, rule in model.rules_to(node) if _is_request(rule)]
    calls = [(edge, rule) for edge, rule in asking if edge.text("path")]
    answers = [_request(edge, rule) for edge, rule in model.rules_from(node)] if calls else []
    for edge, rule in calls:
        place, call = edge.place_of("path"), _request(edge, rule)
        if place is None or not answers or not _is_judged(edge, rule):
            continue
        if not any(_answers(answer, call) for answer in answers):
            known = ", ".join(f"`{method} {path}`" for method, path in answers[:SHOWN])
            more = " and others" if len(answers) > SHOWN else ""
            message = f"`{node.id}` does not answer `{' '.join(call)}`; it answers {known}{more}"
            near = nearest(call[1], [path for _, path in answers if "…" not in path])
            fixes = _fixes(edge, rule, call, [each for each in answers if each[1] == near])
            slip = near is not None and near != call[1]  # else the answer may come yet
            yield RULE.at(place, message, fixes, unfinished=not slip)


def _is_request(rule: EdgeKind) -> bool:
    return "method" in rule.options and "path" in rule.options


Request = tuple[str, str]


def _request(edge: Edge, rule: EdgeKind) -> Request:
    """The method and the path of an edge; a path that is made of an id may be any of one part."""
    method = edge.text("method") or str(rule.options["method"].default)
    return method, edge.text("path") or "/{…}"


def _is_judged(edge: Edge, rule: EdgeKind) -> bool:
    """Whether the call names a method and a path that are right by themselves."""
    given = ((rule.options[key], edge.text(key)) for key in ("method", "path"))
    return all(text is None or refusal(text, option) is None for option, text in given)


def _answers(answer: Request, call: Request) -> bool:
    if "ANY" not in (answer[0], call[0]) and answer[0] != call[0]:
        return False
    parts, asked = answer[1].split("/")[1:], call[1].split("/")[1:]
    if asked and asked[-1].endswith("+}"):
        return True
    if parts and parts[-1].endswith("+}"):
        return len(asked) >= len(parts) and _alike(parts[:-1], asked[: len(parts) - 1])
    return len(parts) == len(asked) and _alike(parts, asked)


def _fixes(edge: Edge, rule: EdgeKind, call: Request, near: list[Request]) -> Iterator[Fix]:
    """The call with a method and a path that the API answers, those `near` having one path."""
    if not near:
        return
    methods = [method for method, _ in near]
    method, path = call[0] if {"ANY", call[0]} & set(methods) else methods[0], near[0][1]
    changes = [set_value(edge, "path", written(path))]
    if method != call[0] and method in rule.options["method"].values:
        changes.append(set_value(edge, "method", method))
    yield Fix(f"Call `{method} {path}`", tuple(change for change in changes if change))


def _alike(parts: list[str], asked: list[str]) -> bool:
    """Whether a request can fit both, part by part."""
    pairs = zip(parts, asked, strict=True)
    return all(a == b or PARAMETER.fullmatch(a) or PARAMETER.fullmatch(b) for a, b in pairs)
