"""Edges by which something happens to a function, a topic or a stream by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.targets.evidence import Edge, Problems, allowed, denied, permitted
from tests.targets.stack import ACCOUNT, REGION, Stack, allows, listed

FIRES = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/default"


# from buckets


def bucket_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The notification with its filter, and the permission made before the bucket."""
    yield from _notified(
        stack, edge, "LambdaConfigurations", "Function", stack.invoked_arn(edge["to"])
    )
    arn = stack.arn(edge["from"])
    yield from permitted(stack, edge, "s3.amazonaws.com", arn, "arn:aws:s3:::foreign")
    permissions = [
        id for id, row in stack.of_type("AWS::Lambda::Permission") if row.get("SourceArn") == arn
    ]
    if not set(permissions) & set(listed(stack.resources[edge["from"]].get("DependsOn", []))):
        yield f"{edge['from']} does not wait for its permission"


def bucket_to_topic(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The notification, and the policy of the topic made before the bucket."""
    topic, bucket = stack.arn(edge["to"]), stack.arn(edge["from"])
    yield from _notified(stack, edge, "TopicConfigurations", "Topic", topic)
    if "KmsMasterKeyId" in stack.properties(edge["to"]):
        yield "S3 may not use the key of the topic"
    for id, policy in stack.of_type("AWS::SNS::TopicPolicy"):
        if topic not in policy["Topics"]:
            continue
        if id not in listed(stack.resources[edge["from"]].get("DependsOn", [])):
            yield f"{edge['from']} does not wait for the policy of {edge['to']}"
        statements = [
            s
            for s in policy["PolicyDocument"]["Statement"]
            if s["Principal"] == {"Service": "s3.amazonaws.com"}
        ]
        for source, wanted in ((bucket, True), ("arn:aws:s3:::foreign", False)):
            context = {"aws:SourceArn": source, "aws:SourceAccount": ACCOUNT}
            if allows(statements, "sns:Publish", topic, context) != wanted:
                yield f"publishing by {source} should be {wanted}"
        return
    yield f"{edge['to']} has no policy"


def _notified(stack: Stack, edge: Edge, group: str, key: str, target: str) -> Problems:
    rows = stack.properties(edge["from"]).get("NotificationConfiguration", {}).get(group, [])
    wanted = sorted((name, value) for name, value in edge.get("filter", {}).items())
    for event in listed(edge.get("event", "s3:ObjectCreated:*")):
        for row in rows:
            rules = row.get("Filter", {}).get("S3Key", {}).get("Rules", [])
            filters = sorted((rule["Name"], rule["Value"]) for rule in rules)
            if row[key] == target and row["Event"] == event and filters == wanted:
                break
        else:
            yield f"{edge['from']} does not tell {edge['to']} of {event}"


# polled sources


def _mapped(stack: Stack, edge: Edge, source: str) -> Iterator[dict[str, Any]]:
    for _, mapping in stack.of_type("AWS::Lambda::EventSourceMapping"):
        function = stack.function_arn(mapping["FunctionName"])
        if mapping["EventSourceArn"] == source and function == stack.invoked_arn(edge["to"]):
            yield mapping


def _polled(stack: Stack, edge: Edge, source: str, *actions: str) -> Problems:
    mappings = list(_mapped(stack, edge, source))
    role = stack.properties(edge["to"])["Role"]
    if not mappings:
        yield f"nothing maps {source} to {edge['to']}"
    for mapping in mappings:
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield "failures of single records are not reported"
        if "batchSize" in edge and mapping["BatchSize"] != edge["batchSize"]:
            yield "the batch has another size"
        failure = mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if failure is not None:
            yield from allowed(stack, role, failure, "sqs:SendMessage")
    yield from allowed(stack, role, source, *actions)
    if not stack.trusts(role, "lambda.amazonaws.com"):
        yield "Lambda may not take on the role"


def queue_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The mapping, its permissions, and a queue that hides messages long enough."""
    source = stack.arn(edge["from"])
    actions = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    yield from _polled(stack, edge, source, *actions)
    hidden = stack.properties(edge["from"]).get("VisibilityTimeout", 30)
    if hidden < 6 * stack.properties(edge["to"])["Timeout"]:
        yield f"messages are hidden for {hidden} seconds only"
    for mapping in _mapped(stack, edge, source):
        if mapping["BatchSize"] > 10 and not mapping.get("MaximumBatchingWindowInSeconds"):
            yield "a large batch has no time to gather in"


def stream_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The mapping and its permissions."""
    actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListShards")
    source = stack.arn(edge["from"])
    yield from _polled(stack, edge, source, *(f"kinesis:{action}" for action in actions))


def table_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The stream of the table, the mapping with its filter and permissions."""
    if "StreamSpecification" not in stack.properties(edge["from"]):
        yield f"{edge['from']} has no stream"
    source = f"{stack.arn(edge['from'])}/stream/2026-01-01T00:00:00.000"
    actions = ("DescribeStream", "GetRecords", "GetShardIterator")
    yield from _polled(stack, edge, source, *(f"dynamodb:{action}" for action in actions))
    wanted = listed(edge["event"]) if "event" in edge else None
    if not any(_event_names(mapping) == wanted for mapping in _mapped(stack, edge, source)):
        yield f"no mapping lets through {wanted}"


def _event_names(mapping: dict[str, Any]) -> list[str] | None:
    filters = mapping.get("FilterCriteria", {}).get("Filters", [])
    return json.loads(filters[0]["Pattern"])["eventName"] if filters else None


# pushed to functions


def topic_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The subscription with its filter, and the permission."""
    topic = stack.arn(edge["from"])
    foreign = f"arn:aws:sns:{REGION}:{ACCOUNT}:foreign"
    yield from permitted(stack, edge, "sns.amazonaws.com", topic, foreign)
    wanted = (topic, stack.invoked_arn(edge["to"]), "lambda", edge.get("filter"))
    for _, row in stack.of_type("AWS::SNS::Subscription"):
        if (row["TopicArn"], row["Endpoint"], row["Protocol"], row.get("FilterPolicy")) == wanted:
            queue = row["RedrivePolicy"]["deadLetterTargetArn"]
            yield from _dead_letters(stack, queue, "sns.amazonaws.com", topic)
            return
    yield f"{edge['to']} has no subscription to {edge['from']}"


def _dead_letters(stack: Stack, queue: str, service: str, source: str) -> Problems:
    """`service` may send to `queue` for `source`."""
    context = {"aws:SourceArn": source, "aws:SourceAccount": ACCOUNT}
    for _, policy in stack.of_type("AWS::SQS::QueuePolicy"):
        statements = [
            s
            for s in policy["PolicyDocument"]["Statement"]
            if s["Principal"] == {"Service": service}
        ]
        if allows(statements, "sqs:SendMessage", queue, context):
            return
    yield f"{service} may not send to {queue} for {source}"


def bus_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The rule on that bus with its pattern, and the permission."""
    wanted = dict(edge.get("pattern", {}))
    for option, key in (("source", "source"), ("detailType", "detail-type")):
        if option in edge:
            wanted[key] = listed(edge[option])
    for id, rule in stack.of_type("AWS::Events::Rule"):
        targets = [target["Arn"] for target in rule["Targets"]]
        if (
            rule["EventBusName"] != stack.name(edge["from"])
            or stack.invoked_arn(edge["to"]) not in targets
        ):
            continue
        if rule["EventPattern"] == (wanted or {"source": [{"prefix": ""}]}):
            arn = stack.arn(id)
            foreign = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/foreign"
            yield from permitted(stack, edge, "events.amazonaws.com", arn, foreign)
            queue = rule["Targets"][0]["DeadLetterConfig"]["Arn"]
            yield from _dead_letters(stack, queue, "events.amazonaws.com", arn)
            return
    yield f"no rule of {edge['from']} sends {wanted} to {edge['to']}"


def rule_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The action of a rule that is switched on, and the permission."""
    payload = stack.properties(edge["from"])["TopicRulePayload"]
    if payload.get("RuleDisabled") not in (False, None):
        yield "the rule is switched off"
    actions = [action.get("Lambda", {}).get("FunctionArn") for action in payload["Actions"]]
    if stack.invoked_arn(edge["to"]) not in actions:
        yield f"{edge['from']} does not call {edge['to']}"
    foreign = f"arn:aws:iot:{REGION}:{ACCOUNT}:rule/foreign"
    yield from permitted(stack, edge, "iot.amazonaws.com", stack.arn(edge["from"]), foreign)


def rule_to_rule(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The republished topic is one that the other rule listens to."""
    sql = stack.properties(edge["to"])["TopicRulePayload"]["Sql"]
    filter = sql.split("FROM '")[1].split("'")[0]
    pattern = re.escape(filter).replace(r"\+", "[^/]+").replace(r"\#", ".+").replace("#", ".+")
    for action in stack.properties(edge["from"])["TopicRulePayload"]["Actions"]:
        republish = action.get("Republish")
        if republish and re.fullmatch(pattern, republish["Topic"]):
            if set("+#") & set(republish["Topic"]):
                yield f"nothing can be published to {republish['Topic']}"
            topic = f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/{republish['Topic']}"
            yield from allowed(stack, republish["RoleArn"], topic, "iot:Publish")
            yield from denied(stack, republish["RoleArn"], topic + "x", "iot:Publish")
            if not stack.trusts(republish["RoleArn"], "iot.amazonaws.com", stack.arn(edge["from"])):
                yield "IoT may not take on the role"
            if republish["Qos"] != edge.get("qos", 0):
                yield "the quality of service is another"
            return
    yield f"{edge['from']} publishes to no topic like {filter}"


# schedules


def schedule_to_any(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """A schedule with that target, under a role that may reach it, with a dead-letter queue."""
    type = design["nodes"][edge["to"]]["type"]
    arn = stack.invoked_arn(edge["to"]) if type == "function" else stack.arn(edge["to"])
    action = {"stream": "kinesis:PutRecord", "deliveryStream": "firehose:PutRecord",
              "topic": "sns:Publish", "function": "lambda:InvokeFunction"}[type]  # fmt: skip
    for id, schedule in stack.of_type("AWS::Scheduler::Schedule"):
        target = schedule["Target"]
        if (
            target["Arn"] != arn
            or not id.startswith(edge["from"])
            or not _received(target, edge, type)
        ):
            continue
        yield from allowed(stack, target["RoleArn"], arn, action)
        yield from allowed(
            stack, target["RoleArn"], target["DeadLetterConfig"]["Arn"], "sqs:SendMessage"
        )
        if not stack.trusts(target["RoleArn"], "scheduler.amazonaws.com", FIRES):
            yield "the scheduler may not take on the role"
        if type == "stream" and not target["KinesisParameters"]["PartitionKey"]:
            yield "records have no partition key"
        return
    yield f"{edge['from']} has no schedule for {edge['to']}"


def _received(target: dict[str, Any], edge: Edge, type: str) -> bool:
    if "input" not in edge or "Input" not in target:
        return ("input" in edge) == ("Input" in target)
    if isinstance(edge["input"], str) and type != "function":
        return bool(target["Input"] == edge["input"])
    return bool(json.loads(target["Input"]) == edge["input"])
