"""What fires by itself: schedules and IoT rules."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sbd_lsp.model.design import Edge, Node
from sbd_lsp.model.topics import topic_filter, topic_within
from sbd_lsp.targets.aws.draft import (
    Draft,
    allow,
    caption,
    from_source,
    log_name,
)
from sbd_lsp.targets.intrinsics import Noted, Value, arn, attribute, ref, sub
from sbd_lsp.targets.naming import shorten
from sbd_lsp.targets.plan import CannotGenerate, Resource

SCHEDULER = "scheduler.amazonaws.com"
IOT = "iot.amazonaws.com"
# AWS's limit on the name of a schedule
SCHEDULE_NAME = 64
SQL_VERSION = "2016-03-23"


def schedule(draft: Draft, node: Node) -> None:
    """The role and the dead-letter queue of a schedule; each edge makes a schedule with them."""
    if not any(draft.design.outgoing(node)):
        raise CannotGenerate(node.id, "a schedule needs a target that it invokes")
    name = node.properties.get("GroupName", "default")
    group = arn("scheduler", "schedule-group/${name}", name=name)
    role = draft.role(node, SCHEDULER, conditions=from_source(group))
    queue = attribute(draft.dead_letter_queue(node), "Arn")
    role.statements.append(allow("sqs:SendMessage", resources=[queue]))


def schedule_to_target(draft: Draft, edge: Edge) -> None:
    """AWS gives a schedule one target, so further edges of a node make further schedules."""
    node = edge.source
    first = node.id not in draft.main
    id = node.id if first else draft.names.take(f"{node.id}For{edge.target.id}")
    target: dict[str, Any] = {
        "Arn": draft.refer.arn(edge.target, node),
        "RoleArn": draft.roles[node.id, ""].arn,
        "DeadLetterConfig": {"Arn": attribute(draft.dead_letter_queue(node), "Arn")},
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 5},
    }
    if "input" in edge.options:
        target["Input"] = _input(edge)
    if edge.target.type == "stream":
        target["KinesisParameters"] = {"PartitionKey": node.id}
    properties = {
        **_times(node),
        "State": "ENABLED" if node.options["enabled"] else "DISABLED",
        "Target": Noted(caption(edge), target),
    }
    resource = Resource(id, "AWS::Scheduler::Schedule", properties)
    if first:
        resource.node = node
        draft.add(node, resource)
    else:
        resource.variant = _renamed(node, edge.target)
        draft.add_variant(node, resource)


def _renamed(node: Node, target: Node) -> Node:
    """`node` as its further schedule for `target` is, which must not have the name of the first."""
    if "Name" not in node.properties:
        return node
    name = sub("${name}-${target}", name=node.properties["Name"], target=target.id)
    if isinstance(name, str):
        name = shorten(name, SCHEDULE_NAME)
    return replace(node, properties={**node.properties, "Name": name})


def _times(node: Node) -> dict[str, Any]:
    expression, window = node.options["expression"], node.options.get("window")
    times: dict[str, Any] = {"ScheduleExpression": expression}
    if not expression.startswith("rate("):
        times["ScheduleExpressionTimezone"] = node.options["timezone"]
    flexible = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": window}
    times["FlexibleTimeWindow"] = flexible if window else {"Mode": "OFF"}
    return times


def _input(edge: Edge) -> Value:
    """What the target receives: text as it is, but JSON for a function."""
    given = edge.options["input"]
    if isinstance(given, str) and edge.target.type != "function":
        return given
    return json.dumps(given, ensure_ascii=False)


def iot_rule(draft: Draft, node: Node) -> None:
    """A rule that logs the messages on which an action failed."""
    logs = draft.log_group(node, log_name("/aws/iot", node))
    rules = from_source(arn("iot", "rule/*"))
    role = draft.role(node, IOT, conditions=rules)
    resources = [attribute(logs, "Arn")]
    role.statements.append(
        allow(
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            resources=resources,
        )
    )
    payload: dict[str, Any] = {
        "AwsIotSqlVersion": SQL_VERSION,
        "Sql": node.options.get("sql") or f"SELECT * FROM '{_topic_filter(node)}'",
        "RuleDisabled": False,
        "Actions": [],
        "ErrorAction": {"CloudwatchLogs": {"LogGroupName": ref(logs), "RoleArn": role.arn}},
    }
    properties = {"TopicRulePayload": payload}
    draft.add(node, Resource(node.id, "AWS::IoT::TopicRule", properties, node))


def _topic_filter(node: Node) -> str:
    """The topic filter that the rule `node` listens to."""
    return topic_filter(node.id, node.options.get("topic"), node.options.get("sql"))


def topic_for(edge: Edge) -> str:
    """A topic that the rule at the end of `edge` listens to; wildcards become the sender's id."""
    return topic_within(_topic_filter(edge.target), edge.source.id)


def iot_topic_arn(edge: Edge) -> Value:
    """The ARN of the topic to which `edge` republishes."""
    return arn("iot", "topic/${topic}", topic=topic_for(edge))


def iot_rule_to_function(draft: Draft, edge: Edge) -> None:
    """A Lambda action, and the permission for that rule."""
    action = {"Lambda": {"FunctionArn": draft.refer.arn(edge.target, edge.source)}}
    _actions(draft, edge).append(Noted(caption(edge), action))
    draft.permission(edge, IOT, attribute(edge.source.id, "Arn"))


def iot_rule_to_iot_rule(draft: Draft, edge: Edge) -> None:
    """A republish action to a topic that the other rule listens to."""
    topic = topic_for(edge)
    action = {
        "Republish": {
            # a topic of AWS's own is written with two dollars
            "Topic": f"${topic}" if topic.startswith("$") else topic,
            "Qos": edge.options["qos"],
            "RoleArn": draft.roles[edge.source.id, ""].arn,
        }
    }
    _actions(draft, edge).append(Noted(caption(edge), action))


def _actions(draft: Draft, edge: Edge) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = draft.main[edge.source.id].properties["TopicRulePayload"][
        "Actions"
    ]
    return actions
