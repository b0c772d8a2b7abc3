"""What can reach a function, in no language's words: one `SourceKind` for each shape of event.

Names are given as words (`handle file`), which Python joins as `handle_file` and JavaScript as
`handleFile`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A shape of event and what becomes of it.

    `types` are the services that send it, `value` names the plain value that logic receives,
    `event` the function that takes the whole event, `logic` the plain function. `shape` is what
    tells the event from others: the `eventSource` of its records, or the name of a shape.
    `failures` says how a value that cannot be handled is reported: `batch` (the ids of what must
    be tried again), `record` (in the answer for that record), `status` (to CodeDeploy), or
    nothing: the invocation fails. `answers` says whether the source waits for a result.
    """

    name: str
    types: tuple[str, ...]
    value: str
    event: str
    logic: str
    shape: str
    event_says: str
    logic_says: str
    failures: str = ""
    answers: bool = False

    @property
    def in_records(self) -> bool:
        """Whether the event is a list of `Records` that say where they come from."""
        return self.shape.startswith("aws:")


FILE = SourceKind(
    "file", ("bucket",), "file", "handle files", "handle file", "aws:s3",
    "S3 tells of objects in {from}",
    "Called for each object made or removed in {from}, with `event`, `bucket`, `key`, and `size` "
    "in bytes",
)  # fmt: skip
CHANGE = SourceKind(
    "change", ("table",), "change", "handle changes", "handle change", "aws:dynamodb",
    "Handles changes of {from} in their order: after one that fails, Lambda tries again from there",
    "Called for each change of {from}, with `event`, `keys`, and the item as `old` and `new`",
    failures="batch",
)  # fmt: skip
RECORD = SourceKind(
    "record", ("stream",), "record", "handle records", "handle record", "aws:kinesis",
    "Handles records of {from} in their order: after one that fails, Lambda tries again from there",
    "Called for each record of {from}, with `id`, `partition`, `data`",
    failures="batch",
)  # fmt: skip
NOTIFICATION = SourceKind(
    "notification", ("topic",), "notification", "handle notifications", "handle notification",
    "aws:sns",
    "SNS hands over messages that were published to {from}",
    "Called for each message of {from}, with `id`, `subject`, `message`, `attributes`",
)  # fmt: skip
MESSAGE = SourceKind(
    "message", ("queue",), "message", "handle messages", "handle message", "aws:sqs",
    "Handles messages of {from}: those that fail come again, the others are done",
    "Called for each message of {from}, with `id`, `body`",
    failures="batch",
)  # fmt: skip
EVENT = SourceKind(
    "event", ("eventBus",), "event", "handle events", "handle event", "event",
    "EventBridge hands over an event that a rule of {from} let through",
    "Called for each event of {from}, with `id`, `source`, `type`, `detail`",
)  # fmt: skip
REQUEST = SourceKind(
    "request", ("api",), "request", "handle requests", "handle request", "request",
    "Answers a request to {from}; what the logic returns is the body of the response",
    "Called for each request to {from}, with `id`, `method`, `path`, `parameters`, `query`, "
    "`headers`, `body`",
    answers=True,
)  # fmt: skip
DELIVERY = SourceKind(
    "delivery", ("deliveryStream",), "record", "transform records", "transform", "delivery",
    "Handles records on their way through {from}: each is delivered, dropped or failed by itself",
    "Called for each record of {from}, with `id`, `data`; returns the data to deliver, or "
    "{nothing} to drop it",
    failures="record", answers=True,
)  # fmt: skip
DEPLOYMENT = SourceKind(
    "deployment", (), "deployment", "handle deployment", "check deployment", "deployment",
    "CodeDeploy waits for a verdict on the new versions of functions",
    "Called {when} traffic moves to new versions of functions: a version that fails stops it",
    failures="status", answers=True,
)  # fmt: skip

# events of no fixed shape; what the logic is called where only such sources reach a function
PAYLOAD_TYPES: Mapping[str, str] = {
    "schedule": "handle schedule",
    "stateMachine": "handle task",
    "iotRule": "handle reading",
    "function": "handle call",
    "identityPool": "handle call",
}
PAYLOAD = SourceKind(
    "payload", tuple(PAYLOAD_TYPES), "payload", "handle payload", "handle payload", "payload",
    "Takes a value of no fixed shape from {from}",
    "Called with a value from {from}",
    answers=True,
)  # fmt: skip

# in the order in which handlers are written
KINDS = (
    FILE, CHANGE, RECORD, NOTIFICATION, MESSAGE, EVENT, REQUEST, DELIVERY, DEPLOYMENT, PAYLOAD,
)  # fmt: skip
KIND_OF = {type: kind for kind in KINDS for type in kind.types}
