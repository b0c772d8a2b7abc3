"""A transformed template as the stack that AWS would make of it: names, ARNs, who may do what.

Reads nothing but the template. Names that AWS would choose are made up; policies are evaluated as
IAM does for the few condition operators that occur.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from tests.targets.authorization import judged_on

ACCOUNT = "123456789012"
REGION = "us-east-1"
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "Shape",
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/Shape/"
    "0a1b2c3d-1111-2222-3333-444455556666",
}
# type: property with the physical name, and the ARN made of it
TYPES = {
    "AWS::ApiGateway::RestApi": ("-", "-"),
    "AWS::CloudWatch::Alarm": ("AlarmName", "cloudwatch:{place}:alarm:{name}"),
    "AWS::CodeDeploy::Application": (
        "ApplicationName",
        "codedeploy:{place}:application:{name}",
    ),
    "AWS::CodeDeploy::DeploymentGroup": ("DeploymentGroupName", "-"),
    "AWS::Cognito::IdentityPool": ("-", "-"),
    "AWS::DynamoDB::Table": ("TableName", "dynamodb:{place}:table/{name}"),
    "AWS::Events::EventBus": ("Name", "events:{place}:event-bus/{name}"),
    "AWS::Events::Rule": ("Name", "events:{place}:rule/{name}"),
    "AWS::IAM::Role": ("RoleName", "iam::{account}:role/{name}"),
    "AWS::IoT::TopicRule": ("RuleName", "iot:{place}:rule/{name}"),
    "AWS::Kinesis::Stream": ("Name", "kinesis:{place}:stream/{name}"),
    "AWS::KinesisAnalyticsV2::Application": ("ApplicationName", "kinesisanalytics:{place}:{name}"),
    "AWS::KinesisFirehose::DeliveryStream": (
        "DeliveryStreamName",
        "firehose:{place}:deliverystream/{name}",
    ),
    "AWS::Lambda::Function": ("FunctionName", "lambda:{place}:function:{name}"),
    "AWS::Logs::LogGroup": ("LogGroupName", "logs:{place}:log-group:{name}:*"),
    "AWS::S3::Bucket": ("BucketName", "s3:::{name}"),
    "AWS::SNS::Topic": ("TopicName", "sns:{place}:{name}"),
    "AWS::SQS::Queue": ("QueueName", "sqs:{place}:{name}"),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", "states:{place}:stateMachine:{name}"),
}
REFERRED_BY_ARN = ("AWS::SNS::Topic", "AWS::StepFunctions::StateMachine", "AWS::Lambda::Alias")


class Stack:
    """The resources of a template with every value worked out."""

    def __init__(self, template: Mapping[str, Any], name: str = "Shape") -> None:
        self.template = template
        self.pseudo = {key: value.replace("Shape", name) for key, value in PSEUDO.items()}
        self.parameters = {name: f"{name.lower()}-given" for name in template.get("Parameters", {})}

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """Logical id to resource, its properties resolved."""
        return {
            id: {**row, "Properties": self.resolve(row.get("Properties", {}))}
            for id, row in self.template["Resources"].items()
        }

    def of_type(self, type: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Id and resolved properties of each resource of `type`."""
        for id, row in self.resources.items():
            if row["Type"] == type:
                yield id, row["Properties"]

    def properties(self, id: str) -> dict[str, Any]:
        """The resolved properties of the resource `id`."""
        properties: dict[str, Any] = self.resources[id]["Properties"]
        return properties

    def name(self, id: str) -> str:
        """The physical name of the resource `id`."""
        row = self.template["Resources"][id]
        key, _ = TYPES.get(row["Type"], ("-", "-"))
        own = row.get("Properties", {}).get(key)
        return str(self.resolve(own)) if own is not None else f"shape-{id}-made"

    def arn(self, id: str) -> str:
        """The ARN of the resource `id`."""
        row = self.template["Resources"][id]
        if row["Type"] == "AWS::Lambda::Alias":
            function = self.resolve(row["Properties"]["FunctionName"])
            return f"{self.function_arn(function)}:{row['Properties']['Name']}"
        _, pattern = TYPES[row["Type"]]
        place = f"{REGION}:{ACCOUNT}"
        return "arn:aws:" + pattern.format(place=place, account=ACCOUNT, name=self.name(id))

    def function_arn(self, text: str) -> str:
        """The ARN of a function that `text` names by its name or its ARN."""
        return (
            text
            if text.startswith("arn:")
            else f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{text}"
        )

    def resolve(self, value: Any) -> Any:
        """`value` with intrinsic functions worked out."""
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((function, argument),) = value.items()
            if function == "Ref" and isinstance(argument, str):
                return self._ref(argument)
            if function.startswith("Fn::"):
                return getattr(self, "_" + function[4:].lower())(argument)
        return {key: self.resolve(item) for key, item in value.items()}

    def _ref(self, id: str) -> Any:
        if id in self.pseudo:
            return self.pseudo[id]
        if id in self.parameters:
            return self.parameters[id]
        row = self.template["Resources"][id]
        if row["Type"] in REFERRED_BY_ARN:
            return self.arn(id)
        if row["Type"] == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{self.name(id)}"
        return self.name(id)

    def _getatt(self, argument: Any) -> str:
        id, _, attribute = (
            argument if isinstance(argument, str) else ".".join(argument)
        ).partition(".")
        if attribute == "Arn":
            return self.arn(id)
        if attribute == "StreamArn":
            return f"{self.arn(id)}/stream/2026-01-01T00:00:00.000"
        if attribute == "Version":
            return "1"
        raise AssertionError(f"no attribute {attribute} of {id} is known")

    def _sub(self, argument: Any) -> str:
        text, variables = (argument, {}) if isinstance(argument, str) else argument

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in variables:
                return str(self.resolve(variables[name]))
            return str(self._getatt(name) if "." in name else self._ref(name))

        return re.sub(r"\$\{([^}]*)\}", value, text)

    def _join(self, argument: Any) -> str:
        return str(argument[0]).join(str(part) for part in self.resolve(argument[1]))

    def _select(self, argument: Any) -> Any:
        return self.resolve(argument[1])[int(argument[0])]

    def _split(self, argument: Any) -> list[str]:
        return str(self.resolve(argument[1])).split(argument[0])

    def needs(self, id: str) -> set[str]:
        """The ids of the resources that must be made before the resource `id`."""
        row = self.template["Resources"][id]
        return (set(_references(row)) | set(listed(row.get("DependsOn", [])))) & set(
            self.template["Resources"]
        )

    def circles(self) -> set[str]:
        """The ids of resources of which each needs another before it, round in a circle."""
        left = {id: self.needs(id) for id in self.template["Resources"]}
        while ready := {id for id, needs in left.items() if not needs & set(left)}:
            left = {id: needs for id, needs in left.items() if id not in ready}
        return set(left)

    # who may do what

    def alias_of(self, function: str) -> str | None:
        """The id of the alias of `function`, if it has one."""
        for id, row in self.template["Resources"].items():
            if row["Type"] == "AWS::Lambda::Alias" and row["Properties"]["FunctionName"] == {
                "Ref": function
            }:
                return id
        return None

    def invoked_arn(self, function: str) -> str:
        """The ARN by which `function` is to be invoked: its alias's if it has one."""
        return self.arn(self.alias_of(function) or function)

    def statements(self, role_arn: str) -> list[dict[str, Any]]:
        """The statements of all policies of the role."""
        found: list[dict[str, Any]] = []
        for id, properties in self.of_type("AWS::IAM::Role"):
            if self.arn(id) == role_arn:
                for policy in properties.get("Policies", []):
                    found += listed(policy["PolicyDocument"]["Statement"])
                name = self.name(id)
                for _, extra in self.of_type("AWS::IAM::RolePolicy"):
                    if extra["RoleName"] == name:
                        found += listed(extra["PolicyDocument"]["Statement"])
        return found

    def policies(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each statement of a role's policies, with the id of the resource that has it."""
        for type in ("AWS::IAM::Role", "AWS::IAM::RolePolicy"):
            for id, properties in self.of_type(type):
                for policy in properties.get("Policies", [properties]):
                    for statement in listed(policy.get("PolicyDocument", {}).get("Statement", [])):
                        yield id, statement

    def trust(self, role_arn: str) -> list[dict[str, Any]]:
        """The statements that say who may take on the role."""
        for id, properties in self.of_type("AWS::IAM::Role"):
            if self.arn(id) == role_arn:
                return listed(properties["AssumeRolePolicyDocument"]["Statement"])
        return []

    def allowed(self, role_arn: str, action: str, arn: str) -> bool:
        """Whether the role may do `action` with `arn`, of a type on which IAM judges it."""
        assert judged_on(action, arn), f"IAM does not judge {action} on {arn}"
        return allows(self.statements(role_arn), action, arn)

    def trusts(self, role_arn: str, service: str, source_arn: str = "") -> bool:
        """Whether `service` may take on the role, acting for `source_arn` in this account."""
        context = {
            "aws:SourceAccount": ACCOUNT,
            "aws:SourceArn": source_arn,
            "sts:ExternalId": ACCOUNT,
        }
        return any(
            service in listed(statement.get("Principal", {}).get("Service"))
            and holds(statement.get("Condition", {}), context)
            for statement in self.trust(role_arn)
        )

    def may_invoke(self, service: str, source_arn: str, function_arn: str) -> bool:
        """Whether a Lambda permission lets `service` invoke `function_arn` for `source_arn`."""
        for _, permission in self.of_type("AWS::Lambda::Permission"):
            if self.function_arn(permission["FunctionName"]) != function_arn:
                continue
            fits = "SourceArn" in permission and fnmatchcase(source_arn, permission["SourceArn"])
            home = permission.get("SourceAccount", ACCOUNT) == ACCOUNT
            if permission["Principal"] == service and fits and home:
                return True
        return False


def _references(value: Any) -> Iterator[str]:
    """The ids that `value` refers to."""
    if isinstance(value, list):
        for item in value:
            yield from _references(item)
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        if key == "Ref" and isinstance(item, str):
            yield item
        elif key == "Fn::GetAtt":
            yield item.split(".")[0] if isinstance(item, str) else item[0]
        elif key == "Fn::Sub":
            text = item if isinstance(item, str) else item[0]
            yield from (name.split(".")[0] for name in re.findall(r"\$\{([^!}][^}]*)\}", text))
            yield from _references(item)
        else:
            yield from _references(item)


def listed(value: Any) -> list[Any]:
    """`value` as a list."""
    return value if isinstance(value, list) else [value]


def allows(
    statements: list[dict[str, Any]],
    action: str,
    arn: str,
    context: Mapping[str, str] | None = None,
) -> bool:
    """Whether `statements` allow `action` with `arn`, and none denies it."""
    matching = [
        statement["Effect"]
        for statement in statements
        if any(fnmatchcase(action.lower(), known.lower()) for known in listed(statement["Action"]))
        and any(fnmatchcase(arn, known) for known in listed(statement["Resource"]))
        and holds(statement.get("Condition", {}), context or {})
    ]
    return "Allow" in matching and "Deny" not in matching


def holds(conditions: Mapping[str, Any], context: Mapping[str, str]) -> bool:
    """Whether all `conditions` hold in `context`."""
    return all(
        any(_compare(operator, context.get(key, ""), wanted) for wanted in listed(values))
        for operator, tests in conditions.items()
        for key, values in tests.items()
    )


def _compare(operator: str, value: str, wanted: str) -> bool:
    kind = operator.split(":")[-1]
    if kind in ("StringLike", "ArnLike"):
        return fnmatchcase(value, wanted)
    if kind in ("StringEquals", "ArnEquals", "Bool"):
        return value == wanted
    raise AssertionError(f"no condition {operator} is known")
