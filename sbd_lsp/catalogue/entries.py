"""The shape of the catalogue: frozen records of what AWS allows.

The records are filled by `load.py` from `catalogue.json`, which is generated from the YAML files
of this folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})
OTHER = re.compile(r"\{([a-z]+)\.([A-Za-z]+)\}")


class Slip(NamedTuple):
    """A slip that people make: a value in which `pattern` is found was meant to be what `write`
    makes of it, as in `re.sub`; `because` says what AWS wants, without a full stop. If `literal`,
    AWS takes the value, but to the letter."""

    pattern: str
    because: str
    write: str | None = None
    literal: bool = False


class Option(NamedTuple):
    """One key that a node, an edge or a section of the document may have.

    `type` is `string`, `integer`, `number`, `boolean`, `scalar` (any of these), `texts` (a text, or
    a list of some), `mapping`, `list`, `conditions` (a list, or a mapping in which `each` has
    conditions again) or `any`. `values` is the closed set of values, each with its explanation,
    `reserved` those that AWS keeps for itself, `form` says in words what `pattern` asks. `fewest`
    and `most` are how many entries a list or a mapping has, `combinations` how many can be made at
    most of one value of each key. `keys` are the keys of a mapping, no two of `differ` with the
    same value; if it takes any, `names` describes what they are called and `each` what they have.
    `items` describes the items of a list. `room` is how many bytes a mapping may take as JSON
    without spaces. `title` is what messages call an option that has no name. `format` names a
    further check: `runtime` (an id of `Catalogue.runtimes`), `nodeId` (an id of the document),
    `timezone` (of the IANA), or one of `Catalogue.formats`. `property` is the property of
    CloudFormation or SAM that says the same, `aliases` are other names that people try. `computed`
    says where an intrinsic function of CloudFormation may stand: as the `value` or in it, only
    `inside` it, or nowhere, since what is generated depends on the value.
    """

    name: str
    type: str
    summary: str
    computed: str = ""
    docs: str = ""
    default: Any = None
    required: bool = False
    values: Mapping[str, str] = NOTHING
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    room: int | None = None
    fewest: int | None = None
    most: int | None = None
    combinations: int | None = None
    pattern: str = ""
    form: str = ""
    reserved: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    format: str = ""
    title: str = ""
    keys: Mapping[str, Option] = NOTHING
    names: Option | None = None
    each: Option | None = None
    differ: tuple[str, ...] = ()
    items: Option | None = None
    examples: tuple[Any, ...] = ()
    property: str = ""
    aliases: tuple[str, ...] = ()


class Condition(NamedTuple):
    """What an option's value has to be.

    `place` says whose option it is: `source`, `target` or `edge` on an edge, `node` on a service.
    `values` are those allowed (none: any), `minimum` and `maximum` bound an integer, `at_least`
    names another option (`target.timeout`) whose value it must reach, `pattern` is what it must be,
    where `{node.topic}` stands for the value of another option. If `absent`, it must not be given.
    """

    place: str
    option: str
    values: tuple[Any, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    at_least: str = ""
    pattern: str = ""
    absent: bool = False

    @property
    def others(self) -> list[tuple[str, str]]:
        """The options, with their places, on whose values it depends besides."""
        names = [*OTHER.findall(self.pattern), self.at_least.split(".")]
        return [(name[0], name[1]) for name in names if len(name) == 2]

    def judge(self, options: Mapping[str, Mapping[str, Any]]) -> bool | None:
        """Whether it holds for `options`, by place, with defaults filled in; None if the value is
        not given or of a type that cannot be judged."""
        value = options.get(self.place, NOTHING).get(self.option)
        if self.absent:
            return value is None
        if value is None:
            return None
        if self.values:
            return value in self.values
        if self.pattern:
            return self._judge_pattern(value, options)
        return self._judge_bounds(value, options)

    def _judge_pattern(self, value: Any, options: Mapping[str, Mapping[str, Any]]) -> bool | None:
        pattern = self.pattern
        for place, option in OTHER.findall(pattern):
            other = options.get(place, NOTHING).get(option)
            if not isinstance(other, str):
                return None
            pattern = pattern.replace(f"{{{place}.{option}}}", re.escape(other))
        return bool(re.search(pattern, value)) if isinstance(value, str) else None

    def _judge_bounds(self, value: Any, options: Mapping[str, Mapping[str, Any]]) -> bool | None:
        low = self.minimum
        if self.at_least:
            place, option = self.at_least.split(".")
            low = options.get(place, NOTHING).get(option)
        if not isinstance(value, int) or not isinstance(low, int | None):
            return None
        return (low is None or value >= low) and (self.maximum is None or value <= self.maximum)


class Requirement(NamedTuple):
    """Something that AWS asks of the options of an edge and its ends, or of a node.

    If all of `given` hold, all of `needs` must; `sentence` says why, without a full stop.
    """

    needs: tuple[Condition, ...]
    sentence: str
    given: tuple[Condition, ...] = ()

    def broken(self, options: Mapping[str, Mapping[str, Any]]) -> Condition | None:
        """The first of `needs` that `options` (by place, with defaults filled in) do not meet;
        None if all are met or the requirement does not apply."""
        if not all(condition.judge(options) for condition in self.given):
            return None
        return next((need for need in self.needs if need.judge(options) is False), None)


class Idle(NamedTuple):
    """When a node does nothing: none of the options `unless` is set, nor any of `properties`.

    `sentence` says so of the node `{id}`, and what to write.
    """

    unless: tuple[str, ...]
    properties: tuple[str, ...]
    sentence: str


class Service(NamedTuple):
    """A service type: what `type:` may be.

    `requires` are kinds of edge that must leave a node of this type, `most` says how many edges of
    a kind may leave it, and of all kinds together under `any`. A service that is `called` does
    nothing unless something calls it. `returns` says what CloudFormation's `Ref` gives of its
    resource, and what each attribute is that `Fn::GetAtt` gives.
    """

    type: str
    title: str
    resource: str
    summary: str
    docs: str
    aliases: tuple[str, ...] = ()
    options: Mapping[str, Option] = NOTHING
    id_example: str = ""
    requires: tuple[str, ...] = ()
    most: Mapping[str, int] = NOTHING
    requirements: tuple[Requirement, ...] = ()
    called: bool = False
    idle: Idle | None = None
    returns: Mapping[str, str] = NOTHING


class Grant(NamedTuple):
    """Actions that AWS must allow for an edge to do what it says.

    `principal` is who acts: `source` or `target` (the role of that node), or a service principal
    such as `s3.amazonaws.com` whose resource policy or Lambda permission names the resource.
    `resource` is what it acts on: `source` or `target`, with an optional ARN suffix (`/*`);
    `unqualified` says that AWS judges by the ARN of a function without a version or alias.
    """

    principal: str
    actions: tuple[str, ...]
    resource: str
    suffixes: tuple[str, ...] = ("",)
    unqualified: bool = False


class EventSet(NamedTuple):
    """The event kinds that an edge of one kind can carry; without `default` and none given, all."""

    values: Mapping[str, str]
    default: tuple[str, ...] = ()
    docs: str = ""
    slips: tuple[Slip, ...] = ()


class EdgeKind(NamedTuple):
    """One row of what AWS allows: from a type to a type, as a kind.

    `invocation` is `synchronous`, `asynchronous`, `stream` (polled in order), `queue` (polled),
    `delivery` (no code runs) or `none` (the function makes the call itself).
    `becomes` says what is made of it in AWS, `sample` is the service and event with which
    `sam local generate-event` makes a sample of what the target gets ("" if it makes none).
    `distinct` are the keys in which two such edges from one source must differ; filters differ if
    no object fits both; `to` is the target. `exclusive` means that no other edge may lead there.
    """

    source: str
    target: str
    kind: str
    title: str
    sentence: str
    becomes: str = ""
    docs: str = ""
    invocation: str = ""
    usual: bool = False
    aliases: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = ()
    events: EventSet | None = None
    options: Mapping[str, Option] = NOTHING
    sample: str = ""
    distinct: tuple[str, ...] = ()
    exclusive: bool = False
    requirements: tuple[Requirement, ...] = ()


class Runtime(NamedTuple):
    """A Lambda runtime; `deprecated` and `blocked` are days (`YYYY-MM-DD`) from which AWS no longer
    patches it, and no longer creates functions with it."""

    id: str
    language: str
    title: str
    deprecated: str
    blocked: str


class Catalogue(NamedTuple):
    """Everything that the language can say.

    `formats` has the forms that a value of a format can take, by the name in `Option.format`: each
    an `Option` whose `pattern` the whole value must match and whose `keys` are its parts in order.
    `timezones` are the names that the IANA has. `functions` are the intrinsic functions of
    CloudFormation, as their tags name them, with what each gives, `attributes` what a resource of
    a template has beside its properties, `pseudo` the parameters that every stack has, with what
    each is.
    """

    services: Mapping[str, Service]
    edges: tuple[EdgeKind, ...]
    runtimes: Mapping[str, Runtime]
    timezones: frozenset[str]
    document: Mapping[str, Option]
    node: Mapping[str, Option]
    edge: Mapping[str, Option]
    kinds_of: Mapping[tuple[str, str], tuple[EdgeKind, ...]]
    aliases: Mapping[str, str]
    formats: Mapping[str, Mapping[str, Option]] = NOTHING
    functions: Mapping[str, str] = NOTHING
    attributes: tuple[str, ...] = ()
    pseudo: Mapping[str, str] = NOTHING

    def kinds(self, source: str, target: str) -> tuple[EdgeKind, ...]:
        """What an edge from type `source` to type `target` can be, the usual kind first."""
        return self.kinds_of.get((source, target), ())

    def kind(self, source: str, target: str, kind: str | None) -> EdgeKind | None:
        """The row for `kind`, or the usual one if `kind` is None; None if AWS has no such edge."""
        for row in self.kinds(source, target):
            if kind is None or row.kind == kind:
                return row
        return None

    def targets_of(self, source: str) -> tuple[str, ...]:
        """Types that an edge may lead to from type `source`, in the catalogue's order."""
        return tuple(dict.fromkeys(row.target for row in self.edges if row.source == source))

    def sources_of(self, target: str) -> tuple[str, ...]:
        """Types from which an edge may lead to type `target`, in the catalogue's order."""
        return tuple(dict.fromkeys(row.source for row in self.edges if row.target == target))
