"""Whether an edge of a design is wired in the transformed template.

Reads the design as plain values and the template, and nothing of the generator: the source or
target or integration has to be there, and whoever acts must be allowed to on that very resource
and not on another of its type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.targets import wires_events as events
from tests.targets import wires_functions as functions
from tests.targets import wires_services as services
from tests.targets.evidence import Edge, Problems
from tests.targets.stack import Stack


def unwired(stack: Stack, design: dict[str, Any], edge: Edge) -> list[str]:
    """What `edge` of `design` lacks in `stack`, as sentences; none if it is wired."""
    types = {id: node["type"] for id, node in design["nodes"].items()}
    pair = types[edge["from"]], types[edge["to"]]
    return list(WIRES[pair](stack, design, edge))


WIRES: dict[tuple[str, str], Callable[[Stack, dict[str, Any], Edge], Problems]] = {
    ("bucket", "topic"): events.bucket_to_topic,
    ("bucket", "function"): events.bucket_to_function,
    ("table", "function"): events.table_to_function,
    ("api", "function"): services.api_to_function,
    ("api", "stateMachine"): services.api_to_machine,
    ("stream", "function"): events.stream_to_function,
    ("stream", "analyticsStream"): services.stream_to_analytics,
    ("stream", "deliveryStream"): services.stream_to_delivery,
    ("deliveryStream", "bucket"): services.delivery_to_bucket,
    ("deliveryStream", "function"): services.delivery_to_function,
    ("analyticsStream", "stream"): services.analytics_to_stream,
    ("analyticsStream", "deliveryStream"): services.analytics_to_delivery,
    ("schedule", "deliveryStream"): events.schedule_to_any,
    ("schedule", "stream"): events.schedule_to_any,
    ("schedule", "topic"): events.schedule_to_any,
    ("schedule", "function"): events.schedule_to_any,
    ("topic", "function"): events.topic_to_function,
    ("queue", "function"): events.queue_to_function,
    ("eventBus", "function"): events.bus_to_function,
    ("function", "bucket"): functions.function_to_bucket,
    ("function", "table"): functions.function_to_table,
    ("function", "api"): functions.function_to_api,
    ("function", "stream"): functions.acting(Stack.name, "kinesis:PutRecord", "kinesis:PutRecords"),
    ("function", "deliveryStream"): functions.acting(
        Stack.name, "firehose:PutRecord", "firehose:PutRecordBatch"
    ),
    ("function", "topic"): functions.acting(Stack.arn, "sns:Publish"),
    ("function", "queue"): functions.acting(functions.url, "sqs:SendMessage"),
    ("function", "eventBus"): functions.acting(Stack.name, "events:PutEvents"),
    ("function", "function"): functions.function_to_function,
    ("function", "stateMachine"): functions.acting(Stack.arn, "states:StartExecution"),
    ("stateMachine", "function"): services.machine_to_function,
    ("identityPool", "function"): services.pool_to_function,
    ("identityPool", "api"): services.pool_to_api,
    ("iotRule", "function"): events.rule_to_function,
    ("iotRule", "iotRule"): events.rule_to_rule,
}
