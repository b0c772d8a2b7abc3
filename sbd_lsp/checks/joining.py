"""Whether there is room for one more edge, so that no fix makes a new fault of an old one."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Names
from typing import Any

from sbd_lsp.catalogue.entries import EdgeKind, Option, Requirement
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.overlap import Claim, bare_claim, claim_of, overlaps
from sbd_lsp.model.model import Edge, Model, Node
from sbd_lsp.model.values import fits_type, is_call, refusal
from sbd_lsp.syntax.tree import Alias, Mapping, Sequence

Values = dict[str, dict[str, Any]]


def room(
    model: Model, source: Node, target: Node, row: EdgeKind, apart: Edge | None = None
) -> bool:
    """Whether AWS would take a bare edge `row` from `source` to `target` besides those that there
    are, `apart` not counted."""
    twice = any(e.target == target.id and e is not apart for e in model.leaving.get(source.id))
    return (
        not twice
        and room_at_source(model, source, bare_claim(row, target.id), apart)
        and room_at_target(model, target, row, apart)
        and met(row.requirements, source, target)
    )


def room_at_source(model: Model, source: Node, claim: Claim, apart: Edge | None = None) -> bool:
    """Whether one more edge, which asks for `claim`, may leave `source`."""
    row = claim.rule
    others = [(edge, rule) for edge, rule in model.rules_from(source) if edge is not apart]
    for kind, most in source.service.most.items() if source.service else ():
        counted = [rule for _, rule in others if kind in ("any", rule.kind)]
        if kind in ("any", row.kind) and len(counted) >= most:
            return False
    return not row.distinct or not any(overlaps(claim, claim_of(*other)) for other in others)


def room_at_target(model: Model, target: Node, row: EdgeKind, apart: Edge | None = None) -> bool:
    """Whether an edge `row` may lead to `target` beside those that do."""
    others = [rule for edge, rule in model.rules_to(target) if edge is not apart]
    return not (others and row.exclusive) and not any(rule.exclusive for rule in others)


def met(requirements: Iterable[Requirement], source: Node | None, target: Node | None) -> bool:
    """Whether a bare edge meets `requirements`; an end that is None has no options set."""
    return not any(rule.broken(_bare(rule, source, target)) for rule in requirements)


def _bare(rule: Requirement, source: Node | None, target: Node | None) -> Values:
    values: Values = {"source": {}, "target": {}, "edge": {}}
    for place, node in (("source", source), ("target", target)):
        if node is not None and node.service is not None:
            for name in names_in(rule, place):
                values[place][name] = value_of(node, option_of(node, name))
    return values


def option_of(node: Node, name: str) -> Option | None:
    """The option `name` of a node, None if nodes of its type have none of that name."""
    own = node.service.options.get(name) if node.service else None
    return own or CATALOGUE.node.get(name)


def names_in(rule: Requirement, place: str) -> list[str]:
    """The options of `place` that a requirement asks about."""
    conditions = (*rule.given, *rule.needs)
    named = [condition.option for condition in conditions if condition.place == place]
    others = [other for condition in conditions for other in condition.others]
    return named + [option for owner, option in others if owner == place]


def value_of(entry: Node | Edge, option: Option | None) -> Any:
    """The plain value of an option, a collection as its tree, the default if it is left out; None
    if it cannot be judged."""
    if option is None:
        return None
    pair = entry.fields.get(option.name)
    if pair is None or pair.value is None:
        return option.default
    value = pair.value
    if isinstance(value, Alias) or is_call(value):
        return None
    if isinstance(value, (Mapping, Sequence)):
        return value
    if not fits_type(value, option):
        return None
    return value.value if refusal(value.value, option) is None else None


def types_that_fit(keys: Names[str, object]) -> list[str]:
    """Service types that have all of `keys`, and need nothing besides to be complete."""
    return [
        type
        for type, service in CATALOGUE.services.items()
        if not service.requires
        and all(key in service.options or key in CATALOGUE.node for key in keys)
        and all(name in keys for name, option in service.options.items() if option.required)
    ]
