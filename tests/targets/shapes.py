"""Designs that generators are tried on, as plain values.

`SHAPES` has each edge of the catalogue with the nodes that it needs, each node type alone, the
ordinary shapes on which naive generators break, and the project's examples. `UNMET` has designs
that AWS would take no project of. `varied` gives a shape other runtimes and a deployment.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.syntax.document import Document, plain_document
from tests.targets.troublesome import TROUBLESOME

RUNTIMES = ("python3.14", "nodejs24.x", "python3.13", "nodejs22.x")
EXAMPLES = Path(__file__).parents[2] / "examples"
DEPLOYMENTS = tuple(CATALOGUE.document["deployment"].keys["type"].values)


def design(nodes: dict[str, Any], *edges: dict[str, Any], **document: Any) -> dict[str, Any]:
    """A document with `nodes` (a type alone may stand for a node) and `edges`."""
    return {
        "sbd": 1,
        "name": "shape",
        **document,
        "nodes": {
            id: {"type": node} if isinstance(node, str) else node for id, node in nodes.items()
        },
        "edges": list(edges),
    }


def join(start: str, end: str, /, **options: Any) -> dict[str, Any]:
    """An edge."""
    return {"from": start, "to": end, **options}


# options without which a node of that type says nothing
NEEDED: dict[str, dict[str, Any]] = {"schedule": {"expression": "rate(5 minutes)"}}
# options of edges that change what is generated, by the kind's ends
OPTIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("bucket", "topic"): {"event": "s3:ObjectRemoved:*", "filter": {"prefix": "in/"}},
    ("bucket", "function"): {"filter": {"prefix": "in/", "suffix": ".jpg"}},
    ("table", "function"): {"event": ["INSERT", "REMOVE"], "window": 5},
    ("api", "function"): {"method": "GET", "path": "/items/{id}"},
    ("stream", "function"): {"batchSize": 500, "start": "TRIM_HORIZON"},
    ("deliveryStream", "bucket"): {"prefix": "year=!{timestamp:yyyy}/"},
    ("topic", "function"): {"filter": {"kind": ["order"]}},
    ("queue", "function"): {"batchSize": 100, "concurrency": 5},
    ("eventBus", "function"): {
        "source": "shop.orders",
        "detailType": ["OrderPlaced"],
        "pattern": {"detail": {"state": ["paid"]}},
    },
    ("schedule", "function"): {"input": {"task": "clean"}},
    ("schedule", "topic"): {"input": "time to go"},
    ("function", "api"): {"method": "POST", "path": "/items"},
    ("function", "function"): {"mode": "synchronous"},
    ("identityPool", "function"): {"role": "guest"},
    ("iotRule", "iotRule"): {"qos": 1},
}


def node(type: str) -> dict[str, Any]:
    """A node of `type` with what it cannot do without."""
    return {"type": type, **NEEDED.get(type, {})}


def edge_shape(rule: EdgeKind, plain: bool) -> dict[str, Any]:
    """The edge of `rule` with the nodes that it needs; without options if `plain`."""
    nodes = {"From": node(rule.source), "To": node(rule.target)}
    options = {} if plain else OPTIONS.get((rule.source, rule.target), {})
    edges = [join("From", "To", kind=rule.kind, **options)]
    for id, type in (("From", rule.source), ("To", rule.target)):
        if type == "deliveryStream" and rule.kind != "destination":
            nodes["Archive"] = node("bucket")
            edges.append(join(id, "Archive"))
    if rule.target == "iotRule":
        nodes["To"]["topic"] = "sensors/+/temperature/#"
    return design(nodes, *edges)


def _edges() -> Iterator[tuple[str, dict[str, Any]]]:
    for rule in CATALOGUE.edges:
        name = f"{rule.source}-{rule.target}-{rule.kind}"
        yield f"edge/{name}", edge_shape(rule, plain=True)
        if (rule.source, rule.target) in OPTIONS:
            yield f"options/{name}", edge_shape(rule, plain=False)


def _alone() -> Iterator[tuple[str, dict[str, Any]]]:
    for type, service in CATALOGUE.services.items():
        if not service.requires:
            yield f"alone/{type}", design({"Only": node(type)})


def _examples() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(EXAMPLES.glob("*.sbd.yaml")):
        document = plain_document(Document.of(path.read_text("utf-8")))
        yield f"example/{path.name.removesuffix('.sbd.yaml')}", document


UNMET = {
    f"alone/{type}": design({"Only": node(type)})
    for type, service in CATALOGUE.services.items()
    if service.requires
} | {
    "empty": design({}),
    "collide/deployment-group": design(
        {"F": "function", "FDeploymentGroup": "table"}, deployment={"type": "AllAtOnce"}
    ),
    "two-answers": design(
        {"Api": "api", "F": "function", "G": "function"},
        join("Api", "F", method="GET", path="/same"),
        join("Api", "G", method="GET", path="/same"),
    ),
}  # fmt: skip

FLOW = {
    "two-functions-one-api": design(
        {"Api": "api", "First": "function", "Second": "function", "Third": "function"},
        join("Api", "First", path="/{proxy+}"),
        join("Api", "First", method="GET", path="/"),
        join("Api", "Second", method="GET", path="/photos"),
        join("Api", "Third", method="POST", path="/photos"),
        join("Api", "Third"),
    ),
    "two-apis": design(
        {
            "Public": {"type": "api", "cors": "*", "throttle": {"rate": 10, "burst": 20}},
            "Admin": {"type": "api", "stage": "v1"},
            "F": "function",
            "G": "function",
        },
        join("Public", "F"), join("Admin", "F"), join("Admin", "G"),
    ),
    "api-from-a-page": design(
        {"A": {"type": "api", "cors": "https://a.example"}, "M": "stateMachine"}, join("A", "M")
    ),
    "calls-itself": design({"F": "function"}, join("F", "F")),
    "call-each-other": design(
        {"F": "function", "G": "function"}, join("F", "G"), join("G", "F", mode="synchronous")
    ),
    "three-in-a-ring": design(
        {"F": "function", "G": "function", "H": "function"},
        join("F", "G"), join("G", "H"), join("H", "F"),
    ),
    "bucket-round-trip": design(
        {"Uploads": "bucket", "F": "function"}, join("Uploads", "F"), join("F", "Uploads")
    ),
    "bucket-long-round-trip": design(
        {"Uploads": "bucket", "F": "function", "G": "function"},
        join("Uploads", "F"), join("F", "G"), join("G", "Uploads", kind="write"),
    ),
    "bucket-topic-round-trip": design(
        {"Uploads": "bucket", "T": "topic", "F": "function"},
        join("Uploads", "T"), join("T", "F"), join("F", "Uploads"), join("F", "T"),
    ),
    "machine-round-trip": design(
        {"Flow": "stateMachine", "F": "function", "G": "function"},
        join("Flow", "F"), join("Flow", "G"), join("Flow", "F"), join("G", "Flow"),
    ),
    "api-round-trip": design(
        {"Api": "api", "F": "function"},
        join("Api", "F", method="GET", path="/"), join("F", "Api", path="/"),
    ),
    "api-machine-round-trip": design(
        {"Api": "api", "Flow": "stateMachine", "F": "function"},
        join("Api", "Flow"), join("Flow", "F"), join("F", "Api"),
    ),
    "delivery-round-trip": design(
        {"D": "deliveryStream", "B": "bucket", "F": "function"},
        join("D", "B"), join("D", "F"), join("F", "D"), join("B", "F"), join("F", "B"),
    ),
    "stream-round-trip": design(
        {"S": "stream", "F": "function"}, join("S", "F"), join("F", "S")
    ),
    "queue-round-trip": design({"Q": "queue", "F": "function"}, join("Q", "F"), join("F", "Q")),
    "table-round-trip": design({"T": "table", "F": "function"}, join("T", "F"), join("F", "T")),
    "bus-round-trip": design({"E": "eventBus", "F": "function"}, join("E", "F"), join("F", "E")),
    "analytics-round-trip": design(
        {"S": "stream", "A": "analyticsStream"}, join("S", "A"), join("A", "S")
    ),
    "hook-round-trip": design(
        {"F": "function", "G": "function", "Check": "function", "Api": "api", "B": "bucket"},
        join("Check", "F"), join("Check", "Api"), join("Api", "G"), join("B", "Check"),
        join("Check", "B"), join("F", "Check"),
        deployment={"type": "AllAtOnce", "hooks": {"before": "Check", "after": "Check"}},
    ),
    "rule-chain": design(
        {"One": "iotRule", "Two": {"type": "iotRule", "sql": "SELECT x FROM 'a/+/b' WHERE x > 1"}},
        join("One", "Two"), join("Two", "One"), join("One", "One"),
    ),
}  # fmt: skip

CROWDS = {
    "bucket-two-filters": design(
        {"Uploads": "bucket", "F": "function", "G": "function", "T": "topic", "U": "topic"},
        join("Uploads", "F", filter={"suffix": ".jpg"}),
        join("Uploads", "G", filter={"suffix": ".png"}),
        join("Uploads", "T", event=["s3:ObjectRemoved:*"]),
        join("Uploads", "U", filter={"suffix": ".gif"}),
    ),
    "two-buckets-one-function": design(
        {"A": "bucket", "B": "bucket", "F": "function", "T": "topic"},
        join("A", "F"), join("B", "F"), join("A", "T", event="s3:ObjectRemoved:*"),
        join("B", "T", event="s3:ObjectRemoved:*"),
    ),
    "queue-consumers": design(
        {"Q": "queue", "F": {"type": "function", "timeout": 100}, "G": "function"},
        join("Q", "F"), join("Q", "G", batchSize=11),
    ),
    "topic-consumers": design(
        {"T": "topic", "F": "function", "G": "function"}, join("T", "F"), join("T", "G")
    ),
    "stream-consumers": design(
        {"S": {"type": "stream", "shards": 2}, "F": "function", "G": "function",
         "D": "deliveryStream", "B": "bucket", "A": "analyticsStream"},
        join("S", "F"), join("S", "G"), join("S", "D"), join("D", "B"), join("S", "A"),
        join("A", "D"),
    ),
    "table-consumers": design(
        {"T": {"type": "table", "ttl": "expires", "view": "KEYS_ONLY"}, "F": "function",
         "G": "function"},
        join("T", "F", event="INSERT"), join("T", "G"),
    ),
    "bus-consumers": design(
        {"E": {"type": "eventBus", "archive": 7}, "F": "function", "G": "function"},
        join("E", "F", source=["a", "b"]), join("E", "F", detailType="c"), join("E", "G"),
    ),
    "schedule-targets": design(
        {"S": {"type": "schedule", "expression": "cron(0 2 * * ? *)", "window": 15,
               "timezone": "Europe/Berlin", "enabled": False},
         "F": "function", "T": "topic", "K": "stream"},
        join("S", "F", input="text"), join("S", "T"), join("S", "K"), join("S", "F"),
    ),
    "pool-targets": design(
        {"P": {"type": "identityPool", "guests": True,
               "providers": {"accounts.google.com": "1234.apps.googleusercontent.com"}},
         "Api": "api", "F": "function", "G": "function"},
        join("P", "Api"), join("P", "F"), join("P", "G", role="guest"), join("Api", "F"),
    ),
    "rule-actions": design(
        {"R": {"type": "iotRule", "topic": "a/+/b"}, "F": "function", "G": "function"},
        join("R", "F"), join("R", "G"),
    ),
    "fifo": design(
        {"Q": {"type": "queue", "fifo": True, "deduplicate": True}, "T": {"type": "topic",
         "fifo": True}, "F": "function"},
        join("F", "Q"), join("Q", "F"), join("F", "T"),
    ),
    "kinds-together": design(
        {"F": "function", "T": "table", "B": "bucket"},
        join("F", "T", kind="read"), join("F", "T", kind="write"),
        join("F", "B", kind="read"), join("F", "B", kind="write"),
    ),
}  # fmt: skip

COLLIDING = (
    "FRole", "FLogs", "FDeadLetters", "FDeadLettersPolicy", "FEventInvokeConfig", "FAliaslive",
    "FQ", "FQPermission", "FTPermission", "FTopicPermission", "FUploadsPermission", "FErrorsAlarm",
    "FTrafficRole", "UploadsPolicy", "ApiprodStage", "ApiDeployment", "ApiLogs", "ApiLogsAccount",
    "ApiLogsRole", "FlowRole", "FlowLogs", "ApiRole", "FVersion", "FApiPermission",
    "CodeDeployServiceRole", "QDeadLetters", "HHookPolicy", "StackGuid", "function", "api",
)  # fmt: skip
VPC = {"SubnetIds": ["subnet-0a1b2c3d"], "SecurityGroupIds": ["sg-0a1b2c3d"]}
MINE = "arn:aws:iam::123456789012:role/mine"
TOUCHY = {
    "collide": design(
        {
            "F": "function", "H": "function", "Q": "queue", "T": "topic", "Uploads": "bucket",
            "Api": "api", "Flow": "stateMachine", **dict.fromkeys(COLLIDING, "table"),
        },
        join("Uploads", "F"), join("Q", "F"), join("T", "F"), join("Api", "F"), join("Api", "Flow"),
        join("Flow", "F"), join("F", "Uploads"), join("F", "StackGuid"),
    ),
    "collide-functions": design(
        {"F": "function", "FQ": "queue", "Q": "queue", "fq": "queue", "f": "function"},
        join("Q", "F"), join("FQ", "F"), join("fq", "f"), join("F", "f"), join("f", "Q"),
    ),
    "case": design(
        {"Same": "bucket", "same": "bucket", "SAME": "bucket", "F": "function"},
        join("Same", "F"), join("same", "F"), join("F", "SAME"), join("F", "same"),
    ),
    "long-ids": design(
        {"A" * 120: "function", "A" * 121: "function", "B" * 120: "bucket", "C" * 120: "queue",
         "D" * 120: "eventBus"},
        join("A" * 120, "A" * 121), join("A" * 121, "A" * 120), join("B" * 120, "A" * 120),
        join("C" * 120, "A" * 121), join("D" * 120, "A" * 120), name="n" * 50,
    ),
    "properties": design(
        {
            "F": {"type": "function", "properties": {
                "MemorySize": 2048,
                "Tracing": "PassThrough",
                "Environment": {"Variables": {"TABLE": {"Ref": "T"}, "TEXT": "it's ${plain}"}},
                "Layers": [{"Fn::Sub": "arn:aws:lambda:${AWS::Region}:123456789012:layer:x:1"}],
            }},
            "B": {"type": "bucket", "properties": {"BucketName": "my-own-bucket"}},
            "T": {"type": "table", "properties": {
                "BillingMode": "PROVISIONED",
                "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
            }},
            "Flow": {"type": "stateMachine", "properties": {"Name": "my-flow"}},
            "G": {"type": "function", "properties": {"Policies": [
                "AmazonS3ReadOnlyAccess", {"DynamoDBReadPolicy": {"TableName": "other"}},
            ]}},
            "Net": {"type": "function", "properties": {"VpcConfig": VPC}},
            "Own": {"type": "stateMachine", "properties": {"Role": MINE}},
            "More": {"type": "stateMachine", "properties": {"Policies": "AmazonS3ReadOnlyAccess"}},
        },
        join("B", "F"), join("F", "B"), join("F", "Flow"), join("Flow", "F"), join("F", "T"),
        join("G", "T", kind="read"), join("T", "G"), join("More", "Net"),
    ),
    "function-options": design(
        {"F": {"type": "function", "memory": 512, "timeout": 900, "architecture": "x86_64",
               "environment": {"LEVEL": "INFO", "COUNT": 3, "DEBUG": True}, "concurrency": 5,
               "retries": 0, "logRetention": 7}, "B": {"type": "bucket", "versioning": True,
               "expire": 30}, "Flow": {"type": "stateMachine", "workflow": "express",
               "timeout": 60}},
        join("B", "F"), join("Flow", "F"),
    ),
    "nested-paths": design(
        {"Api": "api", "F": "function", "G": "function"},
        join("Api", "F", method="GET", path="/a/{id}"),
        join("Api", "G", method="PUT", path="/a/{id}/b/{rest+}"),
        join("Api", "G", method="OPTIONS", path="/"),
    ),
}  # fmt: skip


def described(text: str) -> dict[str, Any]:
    """A design in which everything that can have a description has `text` for one."""
    nodes = {f"The{type[0].upper()}{type[1:]}": node(type) for type in CATALOGUE.services}
    edges = [
        join("TheSchedule", "TheFunction"),
        join("TheDeliveryStream", "TheBucket"),
        join("TheStateMachine", "TheFunction"),
        join("TheApi", "TheFunction"),
        join("TheFunction", "TheTable"),
    ]
    return design(
        {id: {**row, "description": text} for id, row in nodes.items()},
        *({**edge, "description": text} for edge in edges),
        description=text,
    )


def everything(**document: Any) -> dict[str, Any]:
    """Each edge of the catalogue at once, between as few nodes as that takes."""
    nodes = {f"The{type[0].upper()}{type[1:]}": node(type) for type in CATALOGUE.services}
    nodes["Other"] = node("function")
    edges = []
    for rule in CATALOGUE.edges:
        ends = [f"The{type[0].upper()}{type[1:]}" for type in (rule.source, rule.target)]
        edges.append(join(*ends, kind=rule.kind))
    return design(nodes, *edges, **document)


SHAPES: dict[str, dict[str, Any]] = {
    **dict(_edges()),
    **dict(_alone()),
    **{f"flow/{name}": shape for name, shape in FLOW.items()},
    **{f"crowd/{name}": shape for name, shape in CROWDS.items()},
    **{f"touchy/{name}": shape for name, shape in TOUCHY.items()},
    **{f"text/{name}": described(text) for name, text in TROUBLESOME.items()},
    **dict(_examples()),
    "everything": everything(),
}


def varied(
    shape: dict[str, Any], runtimes: tuple[str, ...], deployment: str | None
) -> dict[str, Any]:
    """`shape` with `runtimes` given to its functions in turn, and safe deployments of a type.

    With a deployment come both alarms and two hooks, unless the shape has a deployment of its own.
    """
    made = copy.deepcopy(shape)
    functions = [row for row in made["nodes"].values() if row["type"] == "function"]
    for row, runtime in zip(functions, cycle(runtimes), strict=False):
        row.setdefault("runtime", runtime)
    if deployment is None or not functions:
        return made
    if "deployment" in made:
        made["deployment"]["type"] = deployment
        return made
    made["deployment"] = {"type": deployment, "alarms": ["errors", "throttles"]}
    made["nodes"] |= {
        "BeforeTraffic": {"type": "function", "runtime": runtimes[0]},
        "AfterTraffic": {"type": "function", "runtime": runtimes[-1]},
    }
    made["deployment"]["hooks"] = {"before": "BeforeTraffic", "after": "AfterTraffic"}
    return made
