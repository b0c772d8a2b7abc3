"""Queues, topics and event buses, and how they invoke functions."""

from __future__ import annotations

from typing import Any

from sbd_lsp.model.design import Edge, Node
from sbd_lsp.targets.aws.draft import (
    Draft,
    allow,
    caption,
    document,
    fifo_name,
    from_source,
)
from sbd_lsp.targets.intrinsics import Noted, Value, attribute, ref, sub
from sbd_lsp.targets.naming import shorten
from sbd_lsp.targets.plan import CannotGenerate, EventSource, Resource

# a queue must hide a message for this many timeouts of its consumer, so that a batch which Lambda
# tries again is not seen twice: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
TIMEOUTS_HIDDEN = 6
# SQS takes at most ten messages at once; larger batches need a time to gather in
LARGEST_UNGATHERED_BATCH = 10
ANY_EVENT = {"source": [{"prefix": ""}]}


def queue(draft: Draft, node: Node) -> None:
    """A queue with a dead-letter queue; both are FIFO or neither is."""
    fifo = node.options["fifo"]
    properties: dict[str, Any] = _fifo_queue(draft, node) if fifo else {}
    visibility = _visibility(draft, node)
    if visibility is not None:
        properties["VisibilityTimeout"] = visibility
    properties["MessageRetentionPeriod"] = node.options["retention"]
    if "KmsMasterKeyId" not in node.properties:
        properties["SqsManagedSseEnabled"] = True
    properties["RedrivePolicy"] = {
        "deadLetterTargetArn": attribute(draft.dead_letter_queue(node, fifo), "Arn"),
        "maxReceiveCount": node.options["maxReceives"],
    }
    draft.add(node, Resource(node.id, "AWS::SQS::Queue", properties, node, retained=False))
    draft.output(node, "Url", f"Address of the queue {node.id}", ref(node.id))


def _fifo_queue(draft: Draft, node: Node) -> dict[str, Any]:
    return {
        "QueueName": fifo_name(node.id),
        "FifoQueue": True,
        "ContentBasedDeduplication": node.options["deduplicate"],
    }


def _visibility(draft: Draft, node: Node) -> int | None:
    edges = list(draft.design.outgoing(node, "function"))
    if "visibility" not in node.options:
        times = [
            TIMEOUTS_HIDDEN * edge.target.options["timeout"] + edge.options["window"]
            for edge in edges
        ]
        return max(times, default=None)
    visibility = int(node.options["visibility"])
    for edge in edges:
        timeout = edge.target.options["timeout"]
        if timeout > visibility:
            seconds = f"{visibility} seconds, but {edge.target.id} may work for {timeout}"
            raise CannotGenerate(node.id, f"messages are hidden for {seconds}")
    return visibility


def queue_to_function(draft: Draft, edge: Edge) -> None:
    """An event source mapping that reports the messages of a batch that failed."""
    batch, window = edge.options["batchSize"], edge.options["window"]
    if batch > LARGEST_UNGATHERED_BATCH:
        window = max(window, 1)
    properties: dict[str, Any] = {"BatchSize": batch}
    if window:
        properties["MaximumBatchingWindowInSeconds"] = window
    if "concurrency" in edge.options:
        properties["ScalingConfig"] = {"MaximumConcurrency": edge.options["concurrency"]}
    properties["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
    add_event(draft, edge, attribute(edge.source.id, "Arn"), properties)


def topic(draft: Draft, node: Node) -> None:
    """A topic, encrypted with AWS's own key unless a bucket publishes to it.

    S3 may not use that key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
    """
    properties: dict[str, Any] = {"KmsMasterKeyId": "alias/aws/sns"}
    note = ""
    if any(draft.design.incoming(node, "bucket")) and "KmsMasterKeyId" not in node.properties:
        properties = {}
        note = "Not encrypted at rest: S3 cannot publish to a topic under the key alias/aws/sns"
    if node.options["fifo"]:
        properties = {
            "TopicName": fifo_name(node.id),
            "FifoTopic": True,
            "ContentBasedDeduplication": node.options["deduplicate"],
            **properties,
        }
    draft.add(node, Resource(node.id, "AWS::SNS::Topic", properties, node, note=note))
    draft.output(node, "Arn", f"ARN of the topic {node.id}", ref(node.id))


def topic_to_function(draft: Draft, edge: Edge) -> None:
    """A subscription, whose undeliverable messages go to the function's dead-letter queue."""
    dead_letters = attribute(draft.dead_letter_queue(edge.target), "Arn")
    properties: dict[str, Any] = {"RedrivePolicy": {"deadLetterTargetArn": dead_letters}}
    if "filter" in edge.options:
        properties["FilterPolicy"] = edge.options["filter"]
    add_event(draft, edge, ref(edge.source.id), properties)
    _let_send(draft, edge, "sns.amazonaws.com", ref(edge.source.id))


def event_bus(draft: Draft, node: Node) -> None:
    """An event bus of the stack's own, with an archive if the design asks for one."""
    name = sub("${AWS::StackName}-${id}", id=shorten(node.id, 120))
    draft.add(node, Resource(node.id, "AWS::Events::EventBus", {"Name": name}, node))
    if "archive" in node.options:
        properties = {
            "SourceArn": attribute(node.id, "Arn"),
            "RetentionDays": node.options["archive"],
        }
        id = draft.names.take(f"{node.id}Archive")
        draft.add(node, Resource(id, "AWS::Events::Archive", properties))
    draft.output(node, "Name", f"Name of the event bus {node.id}", ref(node.id))


def event_bus_to_function(draft: Draft, edge: Edge) -> None:
    """A rule on the bus; events that it cannot deliver go to the function's dead-letter queue."""
    dead_letters = attribute(draft.dead_letter_queue(edge.target), "Arn")
    properties = {
        "Pattern": _pattern(edge),
        "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 5},
        "DeadLetterConfig": {"Arn": dead_letters},
    }
    event = add_event(draft, edge, ref(edge.source.id), properties)
    rule = attribute(edge.target.id + event.name, "Arn")
    _let_send(draft, edge, "events.amazonaws.com", rule)


def _pattern(edge: Edge) -> dict[str, Any]:
    pattern: dict[str, Any] = {}
    for option, key in (("source", "source"), ("detailType", "detail-type")):
        if option in edge.options:
            value = edge.options[option]
            pattern[key] = list(value) if isinstance(value, (list, tuple)) else [value]
    pattern.update(edge.options.get("pattern") or {})
    return pattern or dict(ANY_EVENT)


def add_event(draft: Draft, edge: Edge, source: Value, properties: dict[str, Any]) -> EventSource:
    """Joins the function that `edge` leads to with `source`, the ARN or name of where it begins."""
    name = draft.names.take_event(edge.target.id, edge.source.id)
    event = EventSource(edge, name, edge.source.type, source, properties)
    draft.function(edge.target).events.append(event)
    return event


def _let_send(draft: Draft, edge: Edge, service: str, source_arn: Value) -> None:
    """Lets `service` put what it could not deliver into the function's dead-letter queue."""
    function = edge.target
    dead_letters = draft.dead_letter_queue(function)
    statement = allow(
        "sqs:SendMessage",
        resources=[attribute(dead_letters, "Arn")],
        principal={"Service": service},
        conditions=from_source(source_arn),
    )
    policy = _queue_policy(draft, function, dead_letters)
    statements = policy.properties["PolicyDocument"]["Statement"]
    if statement not in statements:
        statements.append(Noted(caption(edge), statement))


def _queue_policy(draft: Draft, function: Node, dead_letters: str) -> Resource:
    for resource in draft.plan.sections[function.id]:
        if resource.type == "AWS::SQS::QueuePolicy":
            return resource
    properties = {"Queues": [ref(dead_letters)], "PolicyDocument": document([])}
    id = draft.names.take(f"{dead_letters}Policy")
    policy = Resource(id, "AWS::SQS::QueuePolicy", properties)
    draft.add(function, policy)
    return policy
