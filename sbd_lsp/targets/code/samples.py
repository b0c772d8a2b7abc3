"""Sample events: for each edge that reaches a function, what AWS would send along it.

Their shape is that of `sam local generate-event` where that has one; others follow the pages of
AWS's documentation named beside them.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import md5
from typing import Any
from urllib.parse import quote_plus

from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.targets.code.patterns import (
    attributes_for,
    detail_type_of,
    fitting,
    pattern_of,
    source_of,
)
from sbd_lsp.targets.code.payloads import reading, scheduled
from sbd_lsp.targets.code.requests_in import request_sample

REGION, ACCOUNT = "us-east-1", "123456789012"
CONTENT: dict[str, Any] = {"id": "1001", "name": "example"}
TEXT = json.dumps(CONTENT)
MESSAGE_ID = "19dd0b57-b21e-4ac1-bd88-01bbb068cb78"
NOTIFICATION_ID = "95df01b4-ee98-5cb9-9903-4c221d41eb5e"
SEQUENCE = "49545115243490985018280067714973144582180062593244200961"
RECORD_ID = "49546986683135544286507457936321625675700192471156785154"
DEPLOYMENT_ID = "d-EXAMPLE01"
EXECUTION_ID = "eyJFWEFNUExFIn0="
EVENT_ID = "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c"

# what S3 says of an event asked for with `*`
S3_EVENTS: Mapping[str, str] = {
    "ObjectCreated:*": "ObjectCreated:Put",
    "ObjectRemoved:*": "ObjectRemoved:Delete",
    "ObjectRestore:*": "ObjectRestore:Completed",
    "ObjectTagging:*": "ObjectTagging:Put",
    "LifecycleExpiration:*": "LifecycleExpiration:Delete",
    "Replication:*": "Replication:OperationMissedThreshold",
}
# events that tell of an object which is gone: they have neither size nor ETag
S3_GONE = ("ObjectRemoved", "LifecycleExpiration", "ReducedRedundancyLostObject")
# the same value of each type of key, as DynamoDB and as a person would write it
KEY_VALUES: Mapping[str, tuple[str, Any]] = {
    "S": ("1001", "1001"),
    "N": ("1001", 1001),
    "B": ("MTAwMQ==", "MTAwMQ=="),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """An event, and the plain value that logic is to get from it. `label` tells samples of one
    source apart."""

    label: str
    event: Any
    value: Any


def samples_of(design: Design, edge: Edge) -> Iterator[Sample]:
    """What AWS sends along `edge`, which leads to a function."""
    return SAMPLES[edge.source.type](design, edge)


def physical(design: Design, node: Node) -> str:
    """The name that the resource of `node` has in the samples."""
    name = f"{design.name}-{node.id}"
    fifo = ".fifo" if node.options.get("fifo") else ""
    return name.lower() if node.type == "bucket" else name + fifo


def arn(service: str, resource: str) -> str:
    """The ARN of `resource` in the samples' account and region."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def _files(design: Design, edge: Edge) -> Iterator[Sample]:
    for asked in edge.events:
        name = asked.removeprefix("s3:")
        yield _file(design, edge, S3_EVENTS.get(name, name))


def _file(design: Design, edge: Edge, name: str) -> Sample:
    bucket = physical(design, edge.source)
    options = edge.options.get("filter") or {}
    key = f"{options.get('prefix', 'photos/')}my cat{options.get('suffix', '.jpg')}"
    gone = name.startswith(S3_GONE)
    about = {} if gone else {"size": 1024, "eTag": "0123456789abcdef0123456789abcdef"}
    requester = {
        "userIdentity": {"principalId": "EXAMPLE"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": "EXAMPLE123456789",
            "x-amz-id-2": "EXAMPLE123/5678EXAMPLE",
        },
    }
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": "1970-01-01T00:00:00.000Z",
        "eventName": name,
        **requester,
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": edge.source.id,
            "bucket": {
                "name": bucket,
                "ownerIdentity": {"principalId": "EXAMPLE"},
                "arn": f"arn:aws:s3:::{bucket}",
            },
            "object": {
                "key": quote_plus(key, safe="/"), **about, "sequencer": "0A1B2C3D4E5F678901"
            },
        },
    }  # fmt: skip
    value = {"event": name, "bucket": bucket, "key": key, "size": about.get("size")}
    return Sample(name.split(":")[0], {"Records": [record]}, value)


def _changes(design: Design, edge: Edge) -> Iterator[Sample]:
    for event in edge.events or ("INSERT", "MODIFY", "REMOVE"):
        yield _change(design, edge, event)


def _change(design: Design, edge: Edge, event: str) -> Sample:
    node, view = edge.source, edge.source.options["view"]
    keys, plain = _keys(node)
    wanted = {
        "NewImage": view in ("NEW_IMAGE", "NEW_AND_OLD_IMAGES") and event != "REMOVE",
        "OldImage": view in ("OLD_IMAGE", "NEW_AND_OLD_IMAGES") and event != "INSERT",
    }
    images = {name: {**keys, "note": {"S": name}} for name, there in wanted.items() if there}
    record = {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": event,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": {
            "ApproximateCreationDateTime": 1428537600,
            "Keys": keys,
            **images,
            "SequenceNumber": SEQUENCE,
            "SizeBytes": 26,
            "StreamViewType": view,
        },
        "eventSourceARN": arn(
            "dynamodb", f"table/{physical(design, node)}/stream/2015-06-27T00:48:05.899"
        ),
    }
    images_read = {name: {**plain, "note": name} if name in images else None for name in wanted}
    value = {
        "event": event, "keys": plain, "old": images_read["OldImage"],
        "new": images_read["NewImage"],
    }  # fmt: skip
    return Sample(event, {"Records": [record]}, value)


def _keys(table: Node) -> tuple[dict[str, Any], dict[str, Any]]:
    """The key of an item of `table`, in DynamoDB's words and as plain values."""
    key = table.options["key"]
    types = {key["partition"]: key["partitionType"]}
    if "sort" in key:
        types[key["sort"]] = key["sortType"]
    said = {name: {type: KEY_VALUES[type][0]} for name, type in types.items()}
    return said, {name: KEY_VALUES[type][1] for name, type in types.items()}


def _records(design: Design, edge: Edge) -> Iterator[Sample]:
    stream = arn("kinesis", f"stream/{physical(design, edge.source)}")
    record = {
        "kinesis": {
            "partitionKey": "partitionKey-03",
            "kinesisSchemaVersion": "1.0",
            "data": _base64(TEXT),
            "sequenceNumber": SEQUENCE,
            "approximateArrivalTimestamp": 1428537600.0,
        },
        "eventSource": "aws:kinesis",
        "eventID": f"shardId-000000000000:{SEQUENCE}",
        "invokeIdentityArn": f"arn:aws:iam::{ACCOUNT}:role/{edge.target.id}",
        "eventVersion": "1.0",
        "eventName": "aws:kinesis:record",
        "eventSourceARN": stream,
        "awsRegion": REGION,
    }
    value = {"id": SEQUENCE, "partition": "partitionKey-03", "data": CONTENT}
    yield Sample("", {"Records": [record]}, value)


def _notifications(design: Design, edge: Edge) -> Iterator[Sample]:
    message = _published(design, edge.source)
    attributes = attributes_for([edge])
    topic = arn("sns", physical(design, edge.source))
    record = {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": f"{topic}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55",
        "Sns": {
            "Type": "Notification",
            "MessageId": NOTIFICATION_ID,
            "TopicArn": topic,
            "Subject": "example subject",
            "Message": json.dumps(message),
            "Timestamp": "1970-01-01T00:00:00.000Z",
            "SignatureVersion": "1",
            "Signature": "EXAMPLE",
            "SigningCertUrl": f"https://sns.{REGION}.amazonaws.com/example.pem",
            "UnsubscribeUrl": f"https://sns.{REGION}.amazonaws.com/?Action=Unsubscribe",
            "MessageAttributes": {
                name: {"Type": _attribute_type(value), "Value": str(value)}
                for name, value in attributes.items()
            },
        },
    }
    value = {
        "id": NOTIFICATION_ID,
        "subject": "example subject",
        "message": message,
        "attributes": {name: str(value) for name, value in attributes.items()},
    }
    yield Sample("", {"Records": [record]}, value)


def _attribute_type(value: Any) -> str:
    return "String" if isinstance(value, str) else "Number"


def _published(design: Design, topic: Node) -> Any:
    """What is published to `topic`: S3's events if a bucket does so, else an example."""
    for edge in design.incoming(topic, "bucket"):
        return next(_files(design, edge)).event
    return CONTENT


def _messages(design: Design, edge: Edge) -> Iterator[Sample]:
    fifo = {
        "SequenceNumber": "18849496460467696128",
        "MessageGroupId": "1",
        "MessageDeduplicationId": "1",
    }
    record = {
        "messageId": MESSAGE_ID,
        "receiptHandle": "MessageReceiptHandle",
        "body": TEXT,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1523232000000",
            **(fifo if edge.source.options["fifo"] else {}),
            "SenderId": ACCOUNT,
            "ApproximateFirstReceiveTimestamp": "1523232000001",
        },
        "messageAttributes": {},
        "md5OfBody": md5(TEXT.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn("sqs", physical(design, edge.source)),
        "awsRegion": REGION,
    }
    yield Sample("", {"Records": [record]}, {"id": MESSAGE_ID, "body": CONTENT})


def _events(design: Design, edge: Edge) -> Iterator[Sample]:
    pattern = pattern_of(edge)
    source, type = source_of(pattern, design.name), detail_type_of(pattern)
    detail = {**CONTENT, **fitting(pattern.get("detail") or {})}
    extra = fitting({key: value for key, value in pattern.items() if key in ENVELOPE})
    event = {
        "version": "0",
        "id": EVENT_ID,
        "detail-type": type,
        "source": source,
        "account": ACCOUNT,
        "time": "1970-01-01T00:00:00Z",
        "region": REGION,
        "resources": [],
        **extra,
        "detail": detail,
    }
    if "resources" in extra:
        event["resources"] = [extra["resources"]]
    value = {"id": event["id"], "source": source, "type": type, "detail": detail}
    yield Sample("", event, value)


# what a pattern may ask of an event beside its source, detail type and detail
ENVELOPE = ("version", "id", "account", "time", "region", "resources")


def _requests(design: Design, edge: Edge) -> Iterator[Sample]:
    label, event, value = request_sample(design, edge, CONTENT)
    yield Sample(label, event, value)


def _deliveries(design: Design, edge: Edge) -> Iterator[Sample]:
    record: dict[str, Any] = {
        "recordId": RECORD_ID,
        "approximateArrivalTimestamp": 1495072949453,
        "data": _base64(TEXT),
    }
    event: dict[str, Any] = {
        "invocationId": "invocationIdExample",
        "deliveryStreamArn": arn("firehose", f"deliverystream/{physical(design, edge.source)}"),
        "region": REGION,
        "records": [record],
    }
    for source in design.incoming(edge.source, "stream"):
        event["sourceKinesisStreamArn"] = arn(
            "kinesis", f"stream/{physical(design, source.source)}"
        )
        record["kinesisRecordMetadata"] = {
            "sequenceNumber": SEQUENCE,
            "subsequenceNumber": 0,
            "partitionKey": "partitionKey-03",
            "shardId": "shardId-000000000000",
            "approximateArrivalTimestamp": 1495072949453,
        }
    yield Sample("", event, {"id": RECORD_ID, "data": CONTENT})


def _schedules(design: Design, edge: Edge) -> Iterator[Sample]:
    value = edge.options.get("input", scheduled(edge, REGION, ACCOUNT))
    yield Sample("", value, value)


def _readings(design: Design, edge: Edge) -> Iterator[Sample]:
    value = reading(edge.source)
    yield Sample("", value, value)


def _payloads(design: Design, edge: Edge) -> Iterator[Sample]:
    yield invocation()


def invocation() -> Sample:
    """What somebody hands over who invokes a function directly."""
    return Sample("", CONTENT, CONTENT)


def deployment() -> Sample:
    """What CodeDeploy sends to a hook.

    https://docs.aws.amazon.com/codedeploy/latest/userguide/tutorial-lambda-sam-create-lambda-function.html
    """
    event = {
        "DeploymentId": DEPLOYMENT_ID,
        "LifecycleEventHookExecutionId": EXECUTION_ID,
    }
    return Sample("", event, DEPLOYMENT_ID)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


SAMPLES: Mapping[str, Callable[[Design, Edge], Iterator[Sample]]] = {
    "bucket": _files,
    "table": _changes,
    "stream": _records,
    "topic": _notifications,
    "queue": _messages,
    "eventBus": _events,
    "api": _requests,
    "deliveryStream": _deliveries,
    "schedule": _schedules,
    "iotRule": _readings,
    "stateMachine": _payloads,
    "function": _payloads,
    "identityPool": _payloads,
}
