"""option-requirement: options that AWS does not take together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Union

from sbd_lsp.catalogue.entries import Condition, Option, Requirement
from sbd_lsp.checks.edits import remove_pair, set_value, written
from sbd_lsp.checks.joining import Values, names_in, option_of, value_of
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Edge, Model, Node, Place
from sbd_lsp.syntax.tree import Scalar, key_text

RULE = Rule("option-requirement", Severity.ERROR, "options that AWS does not take together")

Entries = dict[str, Union[Node, Edge]]


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """What the node's type asks of its options."""
    if node.service is not None and node.service.requirements:
        yield from _broken(node.service.requirements, node, model)


def check_edge(edge: Edge, model: Model) -> Iterator[Finding]:
    """What the edge's kind asks of its options and those of its ends."""
    rule = model.rule(edge)
    if rule is not None and rule.requirements:
        yield from _broken(rule.requirements, edge, model)


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """Keys of a mapping that must not have the same value."""
    if keys.option is None or keys.body is None or len(keys.option.differ) < 2:
        return
    first: dict[str, str] = {}
    for pair in keys.body.pairs:
        name = key_text(pair)
        if name in keys.option.differ and isinstance(pair.value, Scalar):
            other = first.setdefault(pair.value.text, name)
            if other != name:
                place = Place(keys.block, pair.value.start, pair.value.end)
                message = f"`{name}` is the same as `{other}`; let them differ or leave one out"
                change = remove_pair(keys.block, keys.body, pair)
                removal = Fix(f"Remove `{name}`", (change,), safe=False)
                fixes = [] if keys.options[name].required else [removal]
                yield RULE.at(place, message, fixes)


def _entries(at: Node | Edge, model: Model) -> Entries:
    """The entries about which the requirements of `at` speak, by what they call them."""
    if isinstance(at, Node):
        return {"node": at}
    source, target = model.ends(at)
    assert source is not None  # or there were no row for the edge
    assert target is not None
    return {"edge": at, "source": source, "target": target}


def _broken(
    requirements: Iterable[Requirement], at: Node | Edge, model: Model
) -> Iterator[Finding]:
    entries = _entries(at, model)
    for requirement in requirements:
        values = _values(requirement, entries, model)
        need = requirement.broken(values)
        if need is not None:
            yield _finding(requirement, need, values, entries, at)


def _values(requirement: Requirement, entries: Entries, model: Model) -> Values:
    """The values that a requirement asks about, by place."""
    return {
        place: {
            name: value_of(entry, _option(entry, name, model))
            for name in names_in(requirement, place)
        }
        for place, entry in entries.items()
    }


def _option(entry: Node | Edge, name: str, model: Model) -> Option | None:
    """The option `name` of an entry, None if it has none of that name."""
    if isinstance(entry, Node):
        return option_of(entry, name)
    rule = model.rule(entry)
    return rule.options.get(name) if rule else None


def _finding(
    requirement: Requirement,
    need: Condition,
    values: Values,
    entries: Entries,
    at: Node | Edge,
) -> Finding:
    value = _cure(need, values)
    entry = entries[need.place]
    hint = f"change `{need.option}`{_whose(entry, at)}"
    if value is not None:
        hint = f"{hint} to `{written(value)}`"
    place = _place(requirement, need, entries, at)
    fixes = partial(_fixes, requirement, need, value, at)
    return RULE.at(place, f"{requirement.sentence}; {hint}", fixes)


def _fixes(
    requirement: Requirement, need: Condition, value: Any, at: Node | Edge, model: Model
) -> Iterator[Fix]:
    """Fixes that give the option at fault the value that it needs, or remove the reason."""
    entries = _entries(at, model)
    entry = entries[need.place]
    change = set_value(entry, need.option, written(value)) if value is not None else None
    if change and _holds(entry, need.option, value, model):
        title = f"Set `{need.option}`{_whose(entry, at)} to `{written(value)}`"
        yield Fix(title, (change,), safe=False)
    yield from _removals(requirement, entries, at, model)


def _whose(entry: Node | Edge, at: Node | Edge) -> str:
    return f" of `{entry.id}`" if isinstance(entry, Node) and entry is not at else ""


def _cure(need: Condition, values: Values) -> Any:
    """The value nearest to what is given that meets `need`; None if there is no telling."""
    if need.values:
        return need.values[0]
    if need.at_least:
        place, _, option = need.at_least.partition(".")
        return values.get(place, {}).get(option)
    return None if need.pattern else need.maximum if need.minimum is None else need.minimum


def _place(requirement: Requirement, need: Condition, entries: Entries, at: Node | Edge) -> Place:
    """The option at fault if it stands in the entry; else what makes it a fault there."""
    names = [c.option for c in (need, *requirement.given) if entries.get(c.place) is at]
    ends = {"source": "from", "target": "to"}
    names += [ends[c.place] for c in (need, *requirement.given) if c.place in ends]
    found = next((at.place_of(name) for name in names if name in at.fields), None)
    if found is not None:
        return found
    return at.name_place if isinstance(at, Node) else at.whole


def _removals(
    requirement: Requirement, entries: Entries, at: Node | Edge, model: Model
) -> Iterator[Fix]:
    """Fixes that remove an option without which the requirement does not apply."""
    for condition in requirement.given:
        entry = entries[condition.place]
        pair, body = entry.fields.get(condition.option), entry.body
        option = _option(entry, condition.option, model)
        if pair is None or body is None or option is None:
            continue
        default = {condition.place: {condition.option: option.default}}
        if not condition.judge(default) and _holds(entry, condition.option, option.default, model):
            change = remove_pair(entry.block, body, pair)
            title = f"Remove `{condition.option}`{_whose(entry, at)}"
            yield Fix(title, (change,), safe=False)


def _holds(entry: Node | Edge, name: str, value: Any, model: Model) -> bool:
    """Whether nothing else would be broken if the option `name` of `entry` had that value."""
    if not isinstance(entry, Node) or entry.service is None:
        return True
    cases = [(entry.service.requirements, _entries(entry, model))]
    for edge, rule in (*model.rules_from(entry), *model.rules_to(entry)):
        cases.append((rule.requirements, _entries(edge, model)))
    for requirements, entries in cases:
        for requirement in requirements:
            values = _values(requirement, entries, model)
            before = requirement.broken(values)
            for place, other in entries.items():
                if other is entry:
                    values[place][name] = value
            if before is None and requirement.broken(values) is not None:
                return False
    return True
