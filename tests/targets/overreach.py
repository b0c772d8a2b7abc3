"""What roles in a stack may do that no edge of the design says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.targets.evidence import api_arn, pool_roles, stage
from tests.targets.stack import ACCOUNT, REGION, Stack


def overreach(stack: Stack, design: dict[str, Any]) -> list[str]:
    """What roles in `stack` may do that no edge of `design` says."""
    joined = {(edge["from"], edge["to"]) for edge in design["edges"]}
    joined |= {(b, a) for a, b in joined}
    hooks = (design.get("deployment") or {}).get("hooks", {}).values()
    found = []
    for actor, role in _actors(stack, design):
        for other, action, arn in _probes(stack, design):
            if (actor, other) not in joined and stack.allowed(role, action, arn):
                if actor in hooks and action == "lambda:InvokeFunction":
                    continue
                found.append(f"{actor} may {action} on {other}, which no edge says")
        for action, arn in FOREIGN.items():
            if stack.allowed(role, action, arn):
                found.append(f"{actor} may {action} on a foreign resource")
    return found


FOREIGN = {
    "s3:GetObject": "arn:aws:s3:::foreign/key",
    "s3:PutObject": "arn:aws:s3:::foreign/key",
    "dynamodb:GetItem": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/foreign",
    "dynamodb:PutItem": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/foreign",
    "dynamodb:GetRecords": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/foreign/stream/1",
    "sqs:SendMessage": f"arn:aws:sqs:{REGION}:{ACCOUNT}:foreign",
    "sqs:ReceiveMessage": f"arn:aws:sqs:{REGION}:{ACCOUNT}:foreign",
    "sns:Publish": f"arn:aws:sns:{REGION}:{ACCOUNT}:foreign",
    "kinesis:PutRecord": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/foreign",
    "kinesis:GetRecords": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/foreign",
    "firehose:PutRecord": f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/foreign",
    "events:PutEvents": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/foreign",
    "lambda:InvokeFunction": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:foreign",
    "states:StartExecution": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:foreign",
    "execute-api:Invoke": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:foreign/prod/GET/",
    "logs:PutLogEvents": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:foreign:log-stream:x",
    "lambda:UpdateAlias": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:foreign",
    "iot:Publish": f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/foreign",
    "iam:PassRole": f"arn:aws:iam::{ACCOUNT}:role/foreign",
}


def _actors(stack: Stack, design: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Nodes and the roles under which they act."""
    keys = {
        "AWS::Lambda::Function": "Role",
        "AWS::StepFunctions::StateMachine": "RoleArn",
        "AWS::KinesisAnalyticsV2::Application": "ServiceExecutionRole",
    }
    for id in design["nodes"]:
        row = stack.resources.get(id, {"Type": ""})
        if row["Type"] in keys:
            yield id, row["Properties"][keys[row["Type"]]]
        if row["Type"] == "AWS::Scheduler::Schedule":
            yield id, row["Properties"]["Target"]["RoleArn"]
        if row["Type"] == "AWS::KinesisFirehose::DeliveryStream":
            yield id, row["Properties"]["ExtendedS3DestinationConfiguration"]["RoleARN"]
        if row["Type"] == "AWS::Cognito::IdentityPool":
            for role in pool_roles(stack, id).values():
                yield id, role


def _probes(stack: Stack, design: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """An action, and the ARN that it is tried on, for each node that can be acted upon."""
    for id, node in design["nodes"].items():
        if node["type"] in ACTION:
            action = ACTION[node["type"]]
            if node["type"] == "api":
                yield id, action, f"{api_arn(stack, id)}/{stage(stack, id)}/GET/"
            elif node["type"] == "function":
                yield id, action, stack.invoked_arn(id)
            else:
                yield id, action, stack.arn(id) + ("/key" if node["type"] == "bucket" else "")


ACTION = {
    "bucket": "s3:PutObject",
    "table": "dynamodb:PutItem",
    "api": "execute-api:Invoke",
    "stream": "kinesis:PutRecord",
    "deliveryStream": "firehose:PutRecord",
    "topic": "sns:Publish",
    "queue": "sqs:SendMessage",
    "eventBus": "events:PutEvents",
    "function": "lambda:InvokeFunction",
    "stateMachine": "states:StartExecution",
}
