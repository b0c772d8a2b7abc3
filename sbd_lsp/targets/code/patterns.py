"""Values that pass the filters of a design: event patterns of EventBridge, filter policies of SNS.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sbd_lsp.model.design import Edge, Node

NOTHING = object()


def wanted_event(sender: Node, rules: Iterable[Edge]) -> tuple[str, str]:
    """Source and detail type of an event that `sender` puts on a bus: as a rule of `rules` wants.

    Rules that lead elsewhere come before those that lead back to `sender`.
    """
    edges = [edge for edge in rules if edge.target.type == "function"]
    edges.sort(key=lambda edge: edge.target.id == sender.id)
    for edge in edges:
        pattern = pattern_of(edge)
        if "source" in pattern or "detail-type" in pattern:
            return source_of(pattern, sender.id), detail_type_of(pattern)
    return sender.id, DETAIL_TYPE


DETAIL_TYPE = "Received"


def source_of(pattern: Mapping[str, Any], default: str) -> str:
    """A source that `pattern` lets through."""
    return str(example(pattern["source"])) if "source" in pattern else default


def detail_type_of(pattern: Mapping[str, Any]) -> str:
    """A detail type that `pattern` lets through."""
    return str(example(pattern["detail-type"])) if "detail-type" in pattern else DETAIL_TYPE


def pattern_of(edge: Edge) -> dict[str, Any]:
    """The event pattern of `edge`, from a bus, in EventBridge's words."""
    pattern = {}
    for option, key in (("source", "source"), ("detailType", "detail-type")):
        if option in edge.options:
            value = edge.options[option]
            pattern[key] = list(value) if isinstance(value, (list, tuple)) else [value]
    return {**pattern, **(edge.options.get("pattern") or {})}


def attributes_for(subscriptions: Iterable[Edge]) -> dict[str, Any]:
    """Message attributes that the first filtered subscription of a topic lets through."""
    for edge in subscriptions:
        if edge.options.get("filter"):
            return fitting(edge.options["filter"])
    return {}


def fitting(pattern: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping that `pattern` lets through; operators such as `$or` are left to the reader."""
    values = {key: example(value) for key, value in pattern.items() if not str(key).startswith("$")}
    return {key: value for key, value in values.items() if value is not NOTHING}


def example(matchers: Any) -> Any:
    """A value that `matchers`, what stands behind a key of a pattern, let through.

    `NOTHING` if the key must not be there.
    """
    if isinstance(matchers, Mapping):
        return fitting(matchers)
    if not isinstance(matchers, Sequence) or isinstance(matchers, str):
        return matchers
    first = matchers[0] if matchers else "example"
    if not isinstance(first, Mapping):
        return first
    operator, operand = next(iter(first.items()), ("", None))
    try:
        return OPERATORS[operator](operand) if operator in OPERATORS else "example"
    except (TypeError, LookupError):
        return "example"  # what the operator asks for is known only at deployment


def _ignoring_case(operand: Any) -> Any:
    return operand["equals-ignore-case"] if isinstance(operand, Mapping) else operand


def _number(operand: Sequence[Any]) -> Any:
    """A number that fulfils conditions such as `[">", 0, "<=", 5]`."""
    sign, bound = operand[0], operand[1]
    if sign in ("=", ">=", "<="):
        return bound
    if sign == "<":
        return bound - 1
    upper = operand[3] if len(operand) > 3 else bound + 2
    return bound + 1 if bound + 1 < upper else (bound + upper) / 2


OPERATORS: Mapping[str, Callable[[Any], Any]] = {
    "prefix": lambda operand: f"{_ignoring_case(operand)}example",
    "suffix": lambda operand: f"example{_ignoring_case(operand)}",
    "equals-ignore-case": lambda operand: operand,
    "wildcard": lambda operand: str(operand).replace("*", "example"),
    "exists": lambda operand: "example" if operand else NOTHING,
    "numeric": _number,
    "cidr": lambda operand: str(operand).split("/")[0],
}
