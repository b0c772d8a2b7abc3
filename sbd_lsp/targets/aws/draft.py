"""The plan while it is being made: what each family of services adds to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sbd_lsp.catalogue.entries import Grant
from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.targets.aws.references import References, with_guid
from sbd_lsp.targets.intrinsics import ACCOUNT, Noted, Value, attribute, sub
from sbd_lsp.targets.naming import Names
from sbd_lsp.targets.plan import FunctionResource, Output, Plan, Resource

POLICY_VERSION = "2012-10-17"
DEAD_LETTER_DAYS = 14
# AWS's limit on the name of a queue, less `.fifo`; that on a topic's is higher
QUEUE_NAME = 75


@dataclass(slots=True)
class Role:
    """A role that a resource of `node` takes on, and the statements that say what it may do."""

    id: str
    statements: list[dict[str, Any]] = field(default_factory=list)

    @property
    def arn(self) -> Value:
        """The ARN of the role."""
        return attribute(self.id, "Arn")


class Draft:
    """What has been planned so far. `roles` are by the id of the node that acts, and who it is."""

    def __init__(self, design: Design, names: Names, alias: str) -> None:
        self.design = design
        self.names = names
        self.refer = References(design, alias)
        self.plan = Plan(design, names, alias, {id: [] for id in design.nodes}, [], {}, [])
        self.roles: dict[tuple[str, str], Role] = {}
        self.dead_letters: dict[str, str] = {}
        self.main: dict[str, Resource] = {}

    def add(self, node: Node, resource: Resource) -> None:
        """Puts `resource` behind the other resources of `node`, the main one before them."""
        section = self.plan.sections[node.id]
        if resource.node is None:
            section.append(resource)
        else:
            self.main[node.id] = resource
            section.insert(0, resource)

    def add_variant(self, node: Node, resource: Resource) -> None:
        """Puts `resource` behind the main resource of `node` and others of that type."""
        section = self.plan.sections[node.id]
        section.insert(sum(other.type == resource.type for other in section), resource)

    def function(self, node: Node) -> FunctionResource:
        """The main resource of the function `node`."""
        resource = self.main[node.id]
        assert isinstance(resource, FunctionResource)
        return resource

    def role(
        self,
        node: Node,
        service: str,
        statements: Iterable[dict[str, Any]] = (),
        conditions: Mapping[str, Any] | None = None,
    ) -> Role:
        """The role of `node`, made when first asked for, that the AWS `service` takes on for it."""
        key = (node.id, "")
        if key not in self.roles:
            trust = allow("sts:AssumeRole", principal={"Service": service}, conditions=conditions)
            self.add_role(key, f"{node.id}Role", trust, statements)
        return self.roles[key]

    def add_role(
        self,
        key: tuple[str, str],
        wish: str,
        trust: dict[str, Any],
        statements: Iterable[dict[str, Any]] = (),
    ) -> Role:
        """A role under `key` that whoever `trust` says may take on, its id `wish` if it can be."""
        role = self.roles[key] = Role(self.names.take(wish), list(statements))
        policy = {
            "PolicyName": "permissions",
            "PolicyDocument": document(role.statements),
        }
        properties = {
            "AssumeRolePolicyDocument": document([trust]),
            "Policies": [policy],
        }
        self.add(self.design.nodes[key[0]], Resource(role.id, "AWS::IAM::Role", properties))
        return role

    def grant(self, role: Role, edge: Edge, grant: Grant, resources: list[Value]) -> None:
        """Adds to `role` what `grant` of `edge` says that it may do, with `resources`."""
        statement = allow(*grant.actions, resources=resources)
        if any(known == statement for known in role.statements):
            return
        role.statements.append(Noted(caption(edge), statement))

    def log_group(self, node: Node, name: Value, days: int = 30) -> str:
        """The logical id of a new log group called `name` that keeps its entries for `days`."""
        id = self.names.take(f"{node.id}Logs")
        properties = {"LogGroupName": name, "RetentionInDays": days}
        self.add(node, Resource(id, "AWS::Logs::LogGroup", properties, retained=False))
        return id

    def dead_letter_queue(self, node: Node, fifo: bool = False) -> str:
        """The logical id of the queue for what `node` could not deal with; one for each node."""
        if node.id not in self.dead_letters:
            id = self.dead_letters[node.id] = self.names.take(f"{node.id}DeadLetters")
            properties: dict[str, Any] = {
                "MessageRetentionPeriod": DEAD_LETTER_DAYS * 86400,
                "SqsManagedSseEnabled": True,
            }
            if fifo:
                name = fifo_name(id)
                properties = {"QueueName": name, "FifoQueue": True, **properties}
            self.add(node, Resource(id, "AWS::SQS::Queue", properties, retained=False))
        return self.dead_letters[node.id]

    def permission(
        self, edge: Edge, service: str, source_arn: Value, account: bool = True
    ) -> Resource:
        """Lets `service` invoke the function that `edge` leads to, for `source_arn` only."""
        function = self.function(edge.target)
        properties = {
            "Action": "lambda:InvokeFunction",
            "FunctionName": self.invoked(edge.target),
            "Principal": service,
            "SourceArn": source_arn,
        }
        if account:
            properties["SourceAccount"] = ACCOUNT
        id = self.names.take(f"{function.id}{edge.source.id}Permission")
        resource = Resource(id, "AWS::Lambda::Permission", properties, note=caption(edge))
        self.add(edge.target, resource)
        return resource

    def invoked(self, function: Node) -> Value:
        """What `Ref` gives of what is invoked: the alias of `function` or itself."""
        return {"Ref": f"{function.id}.Alias" if self.refer.aliased(function) else function.id}

    def output(self, node: Node, ending: str, description: str, value: Value) -> None:
        """Makes `value`, about `node`, known to whoever deploys the stack."""
        self.plan.outputs.append(Output(node.id + ending, description, value))


def caption(edge: Edge) -> str:
    """`edge` in a few words, for comments."""
    words = f"{edge.source.id} -> {edge.target.id}: {edge.kind}"
    return f"{words}. {edge.description}" if edge.description else words


def allow(
    *actions: str,
    resources: list[Value] | None = None,
    principal: Mapping[str, Any] | None = None,
    conditions: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A policy statement that allows `actions`, with `resources` or to `principal`."""
    statement: dict[str, Any] = {"Effect": "Allow"}
    if principal is not None:
        statement["Principal"] = dict(principal)
    statement["Action"] = actions[0] if len(actions) == 1 else list(actions)
    if resources is not None:
        statement["Resource"] = resources[0] if len(resources) == 1 else resources
    if conditions:
        statement["Condition"] = dict(conditions)
    return statement


def document(statements: list[dict[str, Any]]) -> dict[str, Any]:
    """A policy of `statements`, which may still grow."""
    return {"Version": POLICY_VERSION, "Statement": statements}


def own_account() -> dict[str, Any]:
    """The condition that a service acts for this account and no other."""
    return {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def from_source(source_arn: Value) -> dict[str, Any]:
    """The condition that a service acts for `source_arn` in this account."""
    return {"ArnLike": {"aws:SourceArn": source_arn}, **own_account()}


def log_name(prefix: str, node: Node) -> Value:
    """The name of the log group of `node` under `prefix`, apart from those of other stacks."""
    return sub(f"{prefix}/${{AWS::StackName}}-{node.id}")


def fifo_name(id: str) -> Value:
    """The name of the FIFO queue or topic `id`, which has to end in `.fifo`."""
    return sub("${name}.fifo", name=with_guid(id, QUEUE_NAME))
