"""Data streams, delivery streams and stream analytics."""

from __future__ import annotations

from typing import Any

from sbd_lsp.model.design import Edge, Node
from sbd_lsp.targets.aws.draft import (
    Draft,
    allow,
    caption,
    log_name,
    own_account,
)
from sbd_lsp.targets.aws.messaging import add_event
from sbd_lsp.targets.aws.storage import ALL_EVENTS
from sbd_lsp.targets.intrinsics import ACCOUNT, Noted, Value, arn, attribute, ref, sub
from sbd_lsp.targets.plan import CannotGenerate, Resource

FIREHOSE = "firehose.amazonaws.com"
FLINK = "kinesisanalytics.amazonaws.com"
# how long and how often Lambda tries a batch of a stream again before it gives up on it
RECORD_AGE_SECONDS = 86400
RECORD_ATTEMPTS = 10
ERROR_TYPE = "!{firehose:error-output-type}"


def stream(draft: Draft, node: Node) -> None:
    """A data stream, on demand unless the design says how many shards."""
    properties: dict[str, Any] = {"RetentionPeriodHours": node.options["retention"]}
    if "shards" in node.options:
        properties["ShardCount"] = node.options["shards"]
        properties["StreamModeDetails"] = {"StreamMode": "PROVISIONED"}
    else:
        properties["StreamModeDetails"] = {"StreamMode": "ON_DEMAND"}
    properties["StreamEncryption"] = {
        "EncryptionType": "KMS",
        "KeyId": "alias/aws/kinesis",
    }
    draft.add(node, Resource(node.id, "AWS::Kinesis::Stream", properties, node))
    draft.output(node, "Name", f"Name of the stream {node.id}", ref(node.id))


def stream_to_function(draft: Draft, edge: Edge) -> None:
    """An event source mapping on a data stream."""
    add_event(draft, edge, attribute(edge.source.id, "Arn"), _reading(draft, edge))


def table_to_function(draft: Draft, edge: Edge) -> None:
    """An event source mapping on the stream of a table, for those changes that the edge names."""
    properties = _reading(draft, edge)
    if edge.events and set(edge.events) != ALL_EVENTS:
        names = ", ".join(f'"{name}"' for name in edge.events)
        pattern = f'{{"eventName": [{names}]}}'
        properties["FilterCriteria"] = {"Filters": [{"Pattern": pattern}]}
    add_event(draft, edge, attribute(edge.source.id, "StreamArn"), properties)


def _reading(draft: Draft, edge: Edge) -> dict[str, Any]:
    """Properties of a mapping that keeps one bad record from blocking its shard."""
    dead_letters = attribute(draft.dead_letter_queue(edge.target), "Arn")
    properties: dict[str, Any] = {
        "StartingPosition": edge.options["start"],
        "BatchSize": edge.options["batchSize"],
    }
    if edge.options["window"]:
        properties["MaximumBatchingWindowInSeconds"] = edge.options["window"]
    properties["BisectBatchOnFunctionError"] = True
    properties["MaximumRecordAgeInSeconds"] = RECORD_AGE_SECONDS
    properties["MaximumRetryAttempts"] = RECORD_ATTEMPTS
    properties["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
    properties["DestinationConfig"] = {"OnFailure": {"Destination": dead_letters}}
    return properties


def delivery_stream(draft: Draft, node: Node) -> None:
    """A Firehose stream; its destination comes with the edge that leads there."""
    if not any(edge.kind == "destination" for edge in draft.design.outgoing(node)):
        raise CannotGenerate(node.id, "a delivery stream needs a bucket that it delivers to")
    condition = {"StringEquals": {"sts:ExternalId": ACCOUNT}}
    properties: dict[str, Any] = {}
    name = draft.refer.given_name(node)
    if name is not None:
        properties["DeliveryStreamName"] = name
    properties["DeliveryStreamType"] = "DirectPut"
    if not any(draft.design.incoming(node, "stream")):
        properties["DeliveryStreamEncryptionConfigurationInput"] = {"KeyType": "AWS_OWNED_CMK"}
    draft.add(
        node,
        Resource(node.id, "AWS::KinesisFirehose::DeliveryStream", properties, node),
    )
    draft.role(node, FIREHOSE, conditions=condition)
    draft.output(node, "Name", f"Name of the delivery stream {node.id}", ref(node.id))


def stream_to_delivery_stream(draft: Draft, edge: Edge) -> None:
    """The stream that the delivery stream reads."""
    properties = draft.main[edge.target.id].properties
    properties["DeliveryStreamType"] = "KinesisStreamAsSource"
    properties["KinesisStreamSourceConfiguration"] = Noted(
        caption(edge),
        {
            "KinesisStreamARN": attribute(edge.source.id, "Arn"),
            "RoleARN": draft.roles[edge.target.id, ""].arn,
        },
    )


def delivery_stream_to_bucket(draft: Draft, edge: Edge) -> None:
    """The destination of the delivery stream, with a log of what could not be delivered."""
    node, role = edge.source, draft.roles[edge.source.id, ""]
    destination: dict[str, Any] = {
        "BucketARN": attribute(edge.target.id, "Arn"),
        "RoleARN": role.arn,
        "BufferingHints": {
            "IntervalInSeconds": node.options["bufferInterval"],
            "SizeInMBs": node.options["bufferSize"],
        },
        "CompressionFormat": node.options["compression"],
    }
    if "prefix" in edge.options:
        destination["Prefix"] = edge.options["prefix"]
    destination["ErrorOutputPrefix"] = _error_prefix(edge.options["errorPrefix"])
    destination["CloudWatchLoggingOptions"] = _delivery_log(draft, node)
    configuration = draft.main[node.id].properties
    earlier = configuration.get("ExtendedS3DestinationConfiguration", {})
    configuration["ExtendedS3DestinationConfiguration"] = Noted(
        caption(edge), {**destination, **earlier}
    )


def _error_prefix(prefix: str) -> str:
    """`prefix` with the kind of the error, without which Firehose refuses other expressions.

    https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
    """
    return prefix if ERROR_TYPE in prefix else f"{prefix}{ERROR_TYPE}/"


def _delivery_log(draft: Draft, node: Node) -> dict[str, Any]:
    group = draft.log_group(node, log_name("/aws/kinesisfirehose", node))
    log = draft.names.take(f"{node.id}LogStream")
    properties = {"LogGroupName": ref(group), "LogStreamName": "delivery"}
    draft.add(node, Resource(log, "AWS::Logs::LogStream", properties))
    statement = allow("logs:PutLogEvents", resources=[attribute(group, "Arn")])
    draft.roles[node.id, ""].statements.append(statement)
    return {"Enabled": True, "LogGroupName": ref(group), "LogStreamName": ref(log)}


def delivery_stream_to_function(draft: Draft, edge: Edge) -> None:
    """The function that records pass through before they are delivered."""
    configuration = draft.main[edge.source.id].properties
    destination = configuration.setdefault("ExtendedS3DestinationConfiguration", {})
    function = draft.refer.arn(edge.target, edge.source)
    parameters = {
        "LambdaArn": function,
        "BufferSizeInMBs": "1",
        "BufferIntervalInSeconds": "60",
    }
    processor = {
        "Type": "Lambda",
        "Parameters": [
            {"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()
        ],
    }
    destination["ProcessingConfiguration"] = {
        "Enabled": True,
        "Processors": [Noted(caption(edge), processor)],
    }


def analytics_stream(draft: Draft, node: Node) -> None:
    """A Flink application; whoever deploys says where its code is.

    https://docs.aws.amazon.com/managed-flink/latest/java/how-it-works.html
    """
    code = _code_parameters(draft, node)
    role = draft.role(node, FLINK, _application_statements(node, code), own_account())
    configuration: dict[str, Any] = {
        "ApplicationCodeConfiguration": {
            "CodeContentType": "ZIPFILE",
            "CodeContent": {"S3ContentLocation": code},
        },
        "ApplicationSnapshotConfiguration": {"SnapshotsEnabled": True},
        "FlinkApplicationConfiguration": _flink(node),
    }
    groups = _property_groups(draft, node)
    if groups:
        configuration["EnvironmentProperties"] = {"PropertyGroups": groups}
    properties = {
        "RuntimeEnvironment": node.options["environment"],
        "ServiceExecutionRole": role.arn,
        "ApplicationConfiguration": configuration,
    }
    type = "AWS::KinesisAnalyticsV2::Application"
    draft.add(node, Resource(node.id, type, properties, node))
    _application_log(draft, node)
    draft.output(node, "Name", f"Name of the Flink application {node.id}", ref(node.id))


def _code_parameters(draft: Draft, node: Node) -> dict[str, Value]:
    bucket = draft.names.take(f"{node.id}CodeBucket")
    key = draft.names.take(f"{node.id}CodeKey")
    draft.plan.parameters[bucket] = {
        "Type": "String",
        "Description": f"Name of the bucket that holds the code of the Flink application {node.id}",
        "AllowedPattern": "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
    }
    draft.plan.parameters[key] = {
        "Type": "String",
        "Description": f"Key of the JAR or ZIP file of the Flink application {node.id}",
        "MinLength": 1,
    }
    return {
        "BucketARN": sub("arn:${AWS::Partition}:s3:::${bucket}", bucket=ref(bucket)),
        "FileKey": ref(key),
    }


def _application_statements(node: Node, code: dict[str, Value]) -> list[dict[str, Any]]:
    file = sub("${bucket}/${key}", bucket=code["BucketARN"], key=code["FileKey"])
    return [allow("s3:GetObject", "s3:GetObjectVersion", resources=[file])]


def _flink(node: Node) -> dict[str, Any]:
    return {
        "CheckpointConfiguration": {"ConfigurationType": "DEFAULT"},
        "MonitoringConfiguration": {
            "ConfigurationType": "CUSTOM",
            "LogLevel": "INFO",
            "MetricsLevel": "APPLICATION",
        },
        "ParallelismConfiguration": {
            "ConfigurationType": "CUSTOM",
            "AutoScalingEnabled": True,
            "Parallelism": node.options["parallelism"],
            "ParallelismPerKPU": 1,
        },
    }


def _property_groups(draft: Draft, node: Node) -> list[dict[str, Any]]:
    """What the application's code learns of the streams that it is joined to."""
    ends = [("Input", edge, edge.source) for edge in draft.design.incoming(node, "stream")]
    ends += [("Output", edge, edge.target) for edge in draft.design.outgoing(node)]
    groups: list[dict[str, Any]] = []
    for word, edge, end in ends:
        number = sum(group["PropertyGroupId"].startswith(word) for group in groups)
        key = "stream" if end.type == "stream" else "deliveryStream"
        group = {
            "PropertyGroupId": f"{word}{number}",
            "PropertyMap": {
                "aws.region": ref("AWS::Region"),
                f"{key}.arn": draft.refer.arn(end, node),
                f"{key}.name": draft.refer.name(end, node),
            },
        }
        groups.append(Noted(caption(edge), group))
    return groups


def _application_log(draft: Draft, node: Node) -> None:
    group = draft.log_group(node, log_name("/aws/kinesis-analytics", node))
    log = draft.names.take(f"{node.id}LogStream")
    properties = {"LogGroupName": ref(group), "LogStreamName": "application"}
    draft.add(node, Resource(log, "AWS::Logs::LogStream", properties))
    log_groups = arn("logs", "log-group:*")
    entry = arn("logs", "log-group:${group}:log-stream:${log}", group=ref(group), log=ref(log))
    draft.roles[node.id, ""].statements += [
        allow("logs:DescribeLogGroups", resources=[log_groups]),
        allow("logs:DescribeLogStreams", resources=[attribute(group, "Arn")]),
        allow("logs:PutLogEvents", resources=[entry]),
    ]
    option = {
        "ApplicationName": ref(node.id),
        "CloudWatchLoggingOption": {"LogStreamARN": entry},
    }
    id = draft.names.take(f"{node.id}LoggingOption")
    type = "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption"
    draft.add(node, Resource(id, type, option))
