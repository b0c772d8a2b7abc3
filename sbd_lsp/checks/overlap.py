"""What an edge takes of its source, and whether two edges take the same.

Where a row of the catalogue has `distinct` keys, AWS refuses two edges from one source that ask
for the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as Names
from typing import Any, NamedTuple

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.model.model import Edge
from sbd_lsp.model.routes import default_path
from sbd_lsp.syntax.tree import Mapping, Scalar, Sequence, Tree

PARAMETER = re.compile(r"\{[^{}]*\}")


class Claim(NamedTuple):
    """What an edge asks of its source: its values in the keys that are `distinct`."""

    edge: Edge | None
    rule: EdgeKind
    values: Names[str, Any]

    @property
    def exact(self) -> tuple[Any, ...]:
        """The values that overlap only if they are equal."""
        return tuple(value for key, value in self.values.items() if key not in LOOSE)


def claim_of(edge: Edge, rule: EdgeKind, shared: Collection[str] = ()) -> Claim:
    """What `edge`, which is a `rule`, asks of its source; `shared` are the paths that it cannot
    have by default."""
    return Claim(edge, rule, {key: _value(key, edge, rule, shared) for key in rule.distinct})


def bare_claim(rule: EdgeKind, target: str) -> Claim:
    """What an edge to the id `target` asks of its source if it has no options."""
    values = {
        "filter": ("", ""),
        "event": _default_events(rule),
        "path": default_path(target),
        "to": target,
    }
    return Claim(None, rule, {key: values.get(key, _default(key, rule)) for key in rule.distinct})


def overlaps(one: Claim, other: Claim) -> bool:
    """Whether AWS refuses the two together."""
    return one.values.keys() == other.values.keys() and all(
        LOOSE[key](value, other.values[key]) if key in LOOSE else value == other.values[key]
        for key, value in one.values.items()
    )


def event_overlaps(one: str, other: str) -> bool:
    """Whether one of two event kinds is the other, or a group (`…:*`) with the other in it."""
    return one == other or _among(one, other) or _among(other, one)


def events_of(edge: Edge, rule: EdgeKind) -> tuple[str, ...]:
    """The event kinds that `edge` carries: those that it names, else those that its kind does."""
    pair = edge.fields.get("event")
    named = tuple(value.text for value in scalars(pair.value if pair else None) if value.text)
    return named or _default_events(rule)


def scalars(tree: Tree | None) -> list[Scalar]:
    """The scalar that `tree` is, or those in it if it is a list."""
    items = tree.items if isinstance(tree, Sequence) else (tree,)
    return [item for item in items if isinstance(item, Scalar)]


def prefix_and_suffix(edge: Edge) -> tuple[str, str]:
    """How the keys of the objects begin and end that an edge's filter lets through."""
    pair = edge.fields.get("filter")
    body = pair.value if pair else None
    if not isinstance(body, Mapping):
        return "", ""
    values = [body.get(key) for key in ("prefix", "suffix")]
    first, last = (p.value.text if p and isinstance(p.value, Scalar) else "" for p in values)
    return first, last


def parameters_unnamed(path: str) -> str:
    """`/photos/{id}` as `/photos/{}`: API Gateway tells paths apart by place, not by name."""
    return PARAMETER.sub("{}", path)


def _value(key: str, edge: Edge, rule: EdgeKind, shared: Collection[str]) -> Any:
    if key == "event":
        return events_of(edge, rule)
    if key == "filter":
        return prefix_and_suffix(edge)
    text = edge.text(key)
    if key == "path":
        return PARAMETER.sub(_unnamed, text or default_path(edge.target or "", shared))
    return text or _default(key, rule)


def _unnamed(parameter: re.Match[str]) -> str:
    """A parameter without its name; one that takes the rest of a path asks for more."""
    return "{+}" if parameter[0].endswith("+}") else "{}"


def _default(key: str, rule: EdgeKind) -> Any:
    option = rule.options.get(key)
    return option.default if option else None


def _default_events(rule: EdgeKind) -> tuple[str, ...]:
    if rule.events is None:
        return ()
    return rule.events.default or tuple(rule.events.values)


def _among(kind: str, group: str) -> bool:
    return group.endswith("*") and kind.startswith(group[:-1])


def _events_meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(event_overlaps(a, b) for a in one for b in other)


def _filters_meet(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether the key of an object can fit both."""
    (start, end), (start2, end2) = one, other
    return (start.startswith(start2) or start2.startswith(start)) and (
        end.endswith(end2) or end2.endswith(end)
    )


LOOSE = {"event": _events_meet, "filter": _filters_meet}
