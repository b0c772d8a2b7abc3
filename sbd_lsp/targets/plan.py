"""What stands between a design and a target: resources and what joins them, in no target's words.

Properties are CloudFormation's, as plain values with intrinsic functions in their long form. What
targets say in ways of their own (functions, APIs, state machines, event sources) has records of
its own. With a safe deployment, `{"Ref": "F.Alias"}` stands for the alias of the function `F`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.targets.intrinsics import Value
from sbd_lsp.targets.naming import Names


class CannotGenerate(ValueError):
    """The design leaves no project that AWS would take: `node` is where, `reason` says why."""

    def __init__(self, node: str, reason: str) -> None:
        super().__init__(f"{node}: {reason}")
        self.node = node
        self.reason = reason


@dataclass(slots=True)
class Resource:
    """A resource of the template; `node` is set on the main resource of a node, `variant` on a
    further one with the same description and properties.

    `retained` says whether it outlives the stack (None leaves that to CloudFormation), `note` is a
    remark for the reader of the template.
    """

    id: str
    type: str
    properties: dict[str, Any] = field(default_factory=dict)
    node: Node | None = None
    depends_on: list[str] = field(default_factory=list)
    retained: bool | None = None
    note: str = ""
    variant: Node | None = None


@dataclass(slots=True)
class EventSource:
    """What invokes a function through Lambda's, SNS's or EventBridge's own machinery.

    `type` is `queue`, `stream`, `table`, `topic` or `eventBus`, `source` its ARN or name; `name`
    is free among the events of the function, and so are the ids of resources made of it.
    """

    edge: Edge
    name: str
    type: str
    source: Value
    properties: dict[str, Any]


@dataclass(slots=True)
class Traffic:
    """How new versions of a function take over: SAM's deployment type, ids of the alarms that stop
    it, ids of the hook functions, ARN of CodeDeploy's role."""

    type: str
    alarms: list[str]
    before: str | None
    after: str | None
    role: Value


@dataclass(slots=True)
class ActingResource(Resource):
    """A resource that acts under a role, whose id is `role`; `statements` are what that allows."""

    role: str = ""
    statements: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class FunctionResource(ActingResource):
    """A Lambda function with what invokes it; `aliased` ones are invoked through their alias.

    `variables` are its environment, `invocations` what becomes of asynchronous invocations that
    fail.
    """

    events: list[EventSource] = field(default_factory=list)
    variables: dict[str, Value] = field(default_factory=dict)
    invocations: dict[str, Any] = field(default_factory=dict)
    aliased: bool = False
    traffic: Traffic | None = None


@dataclass(slots=True)
class ApiResource(Resource):
    """A REST API as an OpenAPI document. `access_log` is the ARN of its log group."""

    body: dict[str, Any] = field(default_factory=dict)
    stage: str = ""
    cors: str | None = None
    throttle: dict[str, int] | None = None
    access_log: Value = None


@dataclass(slots=True)
class MachineResource(ActingResource):
    """A state machine; `substitutions` are the values that stand as `${name}` in its definition."""

    definition: dict[str, Any] = field(default_factory=dict)
    substitutions: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Output:
    """A value that the stack tells once it is deployed."""

    name: str
    description: str
    value: Value


@dataclass(slots=True)
class Plan:
    """A whole application for a target to write down. Resources stand by node, in its order.

    `names` gives out further logical ids; `alias` is the name of the alias of functions.
    """

    design: Design
    names: Names
    alias: str
    sections: dict[str, list[Resource]]
    shared: list[Resource]
    parameters: dict[str, dict[str, Any]]
    outputs: list[Output]

    @property
    def ids(self) -> frozenset[str]:
        """The logical ids of all resources and parameters."""
        return frozenset(item.id for item in self.resources) | frozenset(self.parameters)

    @property
    def resources(self) -> Iterator[Resource]:
        """Every resource, in the order of the template."""
        for section in self.sections.values():
            yield from section
        yield from self.shared
