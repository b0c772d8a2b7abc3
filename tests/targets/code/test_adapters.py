"""The adapters to AWS really read, write, send and invoke: against moto, and against botocore."""

from __future__ import annotations

import datetime
import importlib.util
import io
import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto import mock_aws

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.code import project_code
from tests.targets.code.designs import deployment, node
from tests.targets.code.test_projects import write

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/anything"
NODE = shutil.which("node") or "node"
MACHINE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An account of moto's with credentials that are none."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    with mock_aws():
        boto3.DEFAULT_SESSION = None
        yield
    boto3.DEFAULT_SESSION = None


def load(text: str, folder: Path) -> ModuleType:
    """The generated module `text`."""
    file = folder / "resources.py"
    file.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location("generated_resources", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def adapter(folder: Path, type: str, kind: str | None = None, **options: Any) -> Any:
    """What a function `Work` uses to reach a node `Target` of `type`."""
    edge = {"from": "Work", "to": "Target", **({"kind": kind} if kind else {})}
    nodes = {"Work": node("function"), "Target": node(type, **options)}
    files = project_code(design_from({"name": "App", "nodes": nodes, "edges": [edge]}))
    return load(files["src/Work/resources.py"], folder).resources.target


def test_bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects are written, read, listed page by page and deleted; a missing one is none."""
    boto3.client("s3").create_bucket(Bucket="files")
    monkeypatch.setenv("TARGET_BUCKET_NAME", "files")
    bucket = adapter(tmp_path, "bucket")
    bucket.put("a/1", "text")
    bucket.put("a/2", b"\x00bytes")
    assert bucket.get("a/1") == b"text"
    assert bucket.get("a/2") == b"\x00bytes"
    assert bucket.get("missing") is None
    bucket.put("b", "")
    assert bucket.list("a/") == ["a/1", "a/2"]
    bucket.delete("a/1")
    assert bucket.list() == ["a/2", "b"]
    assert bucket.list("none/") == []


@pytest.mark.parametrize(
    ("kind", "methods"),
    [
        ("read", {"get", "list"}),
        ("write", {"put", "delete"}),
        ("readWrite", {"get", "list", "put", "delete"}),
    ],
)
def test_bucket_offers_what_the_edge_permits(
    kind: str, methods: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The adapter has the methods of the kind of the edge and no others."""
    monkeypatch.setenv("TARGET_BUCKET_NAME", "files")
    bucket = adapter(tmp_path, "bucket", kind)
    assert {name for name in vars(type(bucket)) if not name.startswith("_")} == methods


def test_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items of plain values, floats among them, are written, read, queried and deleted."""
    boto3.client("dynamodb").create_table(
        TableName="rows",
        KeySchema=[
            {"AttributeName": "owner", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "owner", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    monkeypatch.setenv("TARGET_TABLE_NAME", "rows")
    key = {"partition": "owner", "sort": "at", "sortType": "N"}
    table = adapter(tmp_path, "table", key=key)
    content = {"price": 1.5, "tags": ["a", None, True], "deep": {"n": 2}, "none": None}
    table.put({"owner": "me", "at": 2, "content": content})
    table.put({"owner": "me", "at": 1})
    table.put({"owner": "you", "at": 1})
    assert table.get({"owner": "me", "at": 2}) == {"owner": "me", "at": 2, "content": content}
    assert table.get({"owner": "me", "at": 3}) is None
    assert table.query("me") == [
        {"owner": "me", "at": 1},
        {"owner": "me", "at": 2, "content": content},
    ]
    table.delete({"owner": "me", "at": 1})
    assert [item["at"] for item in table.query("me")] == [2]


def test_table_gives_plain_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets and binaries of DynamoDB arrive as values that JSON can say."""
    boto3.client("dynamodb").create_table(
        TableName="rows",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "B"}],
        BillingMode="PAY_PER_REQUEST",
    )
    monkeypatch.setenv("TARGET_TABLE_NAME", "rows")
    table = adapter(tmp_path, "table", key={"partition": "id", "partitionType": "B"})
    boto3.client("dynamodb").put_item(
        TableName="rows", Item={"id": {"B": b"1"}, "set": {"NS": ["1"]}, "half": {"N": "0.5"}}
    )
    item = table.get({"id": b"1"})
    assert json.loads(json.dumps(item)) == {"id": "MQ==", "set": [1], "half": 0.5}


def test_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record arrives in the stream under a partition key of lawful length."""
    kinesis = boto3.client("kinesis")
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    monkeypatch.setenv("TARGET_STREAM_NAME", "clicks")
    adapter(tmp_path, "stream").put("k" * 300, {"n": 1})
    [shard] = kinesis.list_shards(StreamName="clicks")["Shards"]
    iterator = kinesis.get_shard_iterator(
        StreamName="clicks", ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )
    [record] = kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert json.loads(record["Data"]) == {"n": 1}
    assert record["PartitionKey"] == "k" * 256


def test_delivery_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record is delivered as a line of JSON."""
    boto3.client("s3").create_bucket(Bucket="archive")
    boto3.client("firehose").create_delivery_stream(
        DeliveryStreamName="archive",
        ExtendedS3DestinationConfiguration={"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::archive"},
    )
    monkeypatch.setenv("TARGET_DELIVERY_STREAM_NAME", "archive")
    adapter(tmp_path, "deliveryStream").put({"n": 1})
    [stored] = boto3.client("s3").list_objects_v2(Bucket="archive")["Contents"]
    body = boto3.client("s3").get_object(Bucket="archive", Key=stored["Key"])["Body"].read()
    assert body == b'{"n": 1}\n'


def test_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message arrives at what has subscribed to the topic."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="news")["TopicArn"]
    queue = sqs.create_queue(QueueName="reader")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:123456789012:reader"
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    monkeypatch.setenv("TARGET_TOPIC_ARN", topic)
    adapter(tmp_path, "topic").publish({"n": 1})
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert json.loads(json.loads(message["Body"])["Message"]) == {"n": 1}


def test_fifo_topic_and_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages of FIFO topics and queues have a group, and are dropped only where asked for."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="news.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    queue = sqs.create_queue(QueueName="jobs.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:123456789012:jobs.fifo"
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    monkeypatch.setenv("TARGET_TOPIC_ARN", topic)
    monkeypatch.setenv("TARGET_QUEUE_URL", queue)
    adapter(tmp_path, "topic", fifo=True).publish({"n": 1}, "g")
    jobs = adapter(tmp_path, "queue", fifo=True)
    for deduplication in (None, None, "once", "once"):
        jobs.send({"n": 2}, "h", deduplication)
    messages: list[Any] = []
    while len(messages) < 4:
        found = sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["MessageGroupId"]
        )["Messages"]
        for one in found:
            messages.append(one["Attributes"]["MessageGroupId"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
    assert sorted(messages) == ["g", "h", "h", "h"]


def test_deduplicating_topic_and_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where AWS tells duplicates by their content, a message that is sent again is dropped."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    content = {"ContentBasedDeduplication": "true"}
    topic = sns.create_topic(Name="n.fifo", Attributes={"FifoTopic": "true", **content})["TopicArn"]
    queue = sqs.create_queue(QueueName="j.fifo", Attributes={"FifoQueue": "true", **content})
    monkeypatch.setenv("TARGET_TOPIC_ARN", topic)
    monkeypatch.setenv("TARGET_QUEUE_URL", queue["QueueUrl"])
    jobs = adapter(tmp_path, "queue", fifo=True, deduplicate=True)
    for number in (1, 1, 2):
        jobs.send({"n": number}, "g")
    found = sqs.receive_message(QueueUrl=queue["QueueUrl"], MaxNumberOfMessages=10)["Messages"]
    assert [one["Body"] for one in found] == ['{"n": 1}', '{"n": 2}']
    news = adapter(tmp_path, "topic", fifo=True, deduplicate=True)
    news.sns = sns
    with Stubber(sns) as stub:
        asked = {"TopicArn": topic, "Message": '{"n": 1}', "MessageGroupId": "g"}
        stub.add_response("publish", {"MessageId": "m"}, asked)
        news.publish({"n": 1}, "g")


def test_filtered_topic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Attributes that a subscription filters by pass its filter."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    topic = sns.create_topic(Name="news")["TopicArn"]
    queue = sqs.create_queue(QueueName="reader")["QueueUrl"]
    policy = {"kind": ["order"], "size": [{"numeric": [">", 5]}]}
    subscription = sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=f"arn:aws:sqs:{REGION}:123456789012:reader",
        Attributes={"FilterPolicy": json.dumps(policy)},
    )
    assert subscription["SubscriptionArn"]
    monkeypatch.setenv("NEWS_TOPIC_ARN", topic)
    nodes = {"Work": node("function"), "News": node("topic"), "Read": node("function")}
    edges = [{"from": "Work", "to": "News"}, {"from": "News", "to": "Read", "filter": policy}]
    files = project_code(design_from({"name": "App", "nodes": nodes, "edges": edges}))
    news = load(files["src/Work/resources.py"], tmp_path).resources.news
    news.publish({"n": 1}, {"kind": "order", "size": 6})
    news.publish({"n": 2}, {"kind": "order", "size": 5})
    [message] = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert json.loads(json.loads(message["Body"])["Message"]) == {"n": 1}


def test_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message arrives in the queue."""
    sqs = boto3.client("sqs")
    queue = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    monkeypatch.setenv("TARGET_QUEUE_URL", queue)
    adapter(tmp_path, "queue").send({"n": 1})
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert json.loads(message["Body"]) == {"n": 1}


def test_event_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event on the bus reaches the target of a rule that it matches."""
    events, sqs = boto3.client("events"), boto3.client("sqs")
    queue = sqs.create_queue(QueueName="reader")["QueueUrl"]
    events.create_event_bus(Name="bus")
    events.put_rule(Name="all", EventBusName="bus", EventPattern=json.dumps({"source": ["shop"]}))
    arn = f"arn:aws:sqs:{REGION}:123456789012:reader"
    events.put_targets(Rule="all", EventBusName="bus", Targets=[{"Id": "1", "Arn": arn}])
    monkeypatch.setenv("TARGET_EVENT_BUS_NAME", "bus")
    bus = adapter(tmp_path, "eventBus")
    bus.put("shop", "Paid", {"n": 1})
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    event = json.loads(message["Body"])
    assert (event["detail-type"], event["detail"]) == ("Paid", {"n": 1})


def test_event_bus_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that the bus refuses raises, though the call itself succeeds."""
    monkeypatch.setenv("TARGET_EVENT_BUS_NAME", "bus")
    bus = adapter(tmp_path, "eventBus")
    refusal = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}
    monkeypatch.setattr(bus.events, "put_events", lambda Entries: refusal)
    with pytest.raises(RuntimeError, match="InternalFailure"):
        bus.put("shop", "Paid", {})


def test_state_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An execution starts with the payload as its input."""
    boto3.client("iam").create_role(RoleName="anything", AssumeRolePolicyDocument="{}")
    states = boto3.client("stepfunctions")
    machine = states.create_state_machine(
        name="flow", definition=json.dumps(MACHINE), roleArn=ROLE
    )["stateMachineArn"]
    monkeypatch.setenv("TARGET_STATE_MACHINE_ARN", machine)
    execution = adapter(tmp_path, "stateMachine").start({"n": 1})
    assert json.loads(states.describe_execution(executionArn=execution)["input"]) == {"n": 1}


class FakeLambda:
    """Lambda's client: answers as Lambda does and remembers the requests."""

    def __init__(self, payload: bytes, error: str | None = None) -> None:
        self.payload, self.error = payload, error
        self.requests: list[dict[str, Any]] = []

    def invoke(self, **request: Any) -> dict[str, Any]:
        """The answer of Lambda's Invoke."""
        self.requests.append(request)
        failure = {"FunctionError": self.error} if self.error else {}
        return {"StatusCode": 200, "Payload": io.BytesIO(self.payload), **failure}


def caller(folder: Path, *modes: str) -> Any:
    """The adapter of edges of `modes` to a function."""
    nodes = {"Work": node("function"), "Target": node("function")}
    edges = [{"from": "Work", "to": "Target", "mode": mode} for mode in modes]
    files = project_code(design_from({"name": "App", "nodes": nodes, "edges": edges}))
    return load(files["src/Work/resources.py"], folder).resources.target


def test_synchronous_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an invoked function returns is given back; its failure raises."""
    monkeypatch.setenv("TARGET_FUNCTION_NAME", "target")
    target = caller(tmp_path, "synchronous")
    target.lambda_ = FakeLambda(b'{"done": 1}')
    assert target.invoke({"n": 1}) == {"done": 1}
    assert target.lambda_.requests == [{"FunctionName": "target", "Payload": '{"n": 1}'}]
    target.lambda_ = FakeLambda(b'{"errorMessage": "no luck"}', "Unhandled")
    with pytest.raises(RuntimeError, match="no luck"):
        target.invoke({})
    assert not hasattr(target, "send")


def test_asynchronous_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event invocation is sent; both modes on one pair give both methods."""
    monkeypatch.setenv("TARGET_FUNCTION_NAME", "target")
    target = caller(tmp_path, "asynchronous")
    target.lambda_ = FakeLambda(b"")
    target.send({"n": 1})
    assert target.lambda_.requests[0]["InvocationType"] == "Event"
    assert not hasattr(target, "invoke")
    both = caller(tmp_path, "synchronous", "asynchronous")
    assert hasattr(both, "invoke")
    assert hasattr(both, "send")


def test_function_is_asked_in_lambdas_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lambda's client knows the parameters: only the function is not there."""
    monkeypatch.setenv("TARGET_FUNCTION_NAME", "target")
    both = caller(tmp_path, "synchronous", "asynchronous")
    for method in (both.invoke, both.send):
        with pytest.raises(ClientError, match="ResourceNotFound"):
            method({})


def test_api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request carries method, body and a signature of API Gateway's kind."""
    monkeypatch.setenv("TARGET_API_URL", "https://a1.execute-api.us-east-1.amazonaws.com/prod")
    sent: list[urllib.request.Request] = []

    def urlopen(request: urllib.request.Request, timeout: float) -> Any:
        sent.append(request)
        return io.BytesIO(b'{"ok": true}')

    api = adapter(tmp_path, "api")
    monkeypatch.setitem(type(api).request.__globals__, "urlopen", urlopen)
    assert api.request("PUT", "/things/1?x=y", {"n": 1}) == {"ok": True}
    [request] = sent
    assert request.get_method() == "PUT"
    assert request.data == b'{"n": 1}'
    authorization = request.get_header("Authorization")
    assert authorization is not None
    assert f"/{REGION}/execute-api/aws4_request" in authorization


@pytest.mark.parametrize(
    ("method", "path", "body", "token"),
    [
        ("GET", "/prod/photos", "", None),
        ("GET", "/prod/photos/a%20b%2Fc", "", "session-token"),
        ("POST", "/prod/x?b=2&a=1&a=%20%2A%27%28%29&via=A%2FB", '{"name": "ü"}', "session-token"),
        ("DELETE", "/prod/", "", None),
    ],
)
def test_signature_of_node(
    method: str, path: str, body: str, token: str | None, tmp_path: Path
) -> None:
    """The signer for Node.js signs each request as botocore does."""
    nodes = {"Work": node("function", runtime="nodejs22.x"), "Target": node("api")}
    design = design_from(
        {"name": "App", "nodes": nodes, "edges": [{"from": "Work", "to": "Target"}]}
    )
    (tmp_path / "resources.mjs").write_text(project_code(design)["src/Work/resources.mjs"], "utf-8")
    url = f"https://a1.execute-api.us-east-1.amazonaws.com{path}"
    script = (
        'import { sign } from "./resources.mjs";'
        "const [method, url, body] = process.argv.slice(2);"
        'const now = new Date("2026-01-02T03:04:05.678Z");'
        "console.log(JSON.stringify(sign(method, new URL(url), body, now)));"
    )
    (tmp_path / "sign.mjs").write_text(script, "utf-8")
    environment = {
        "AWS_ACCESS_KEY_ID": "AKID",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": REGION,
        "TARGET_API_URL": "https://unused.example",
        **({"AWS_SESSION_TOKEN": token} if token else {}),
    }
    done = subprocess.run(
        ["/usr/bin/env", "-i", *[f"{key}={value}" for key, value in environment.items()],
         NODE, "sign.mjs", method, url, body],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    ours = json.loads(done.stdout)
    assert ours["authorization"] == signed_by_botocore(method, url, body, token)


def signed_by_botocore(method: str, url: str, body: str, token: str | None) -> str:
    """The `Authorization` that botocore gives a request at a fixed time."""
    headers = {"Content-Type": "application/json"} if body else {}
    request = AWSRequest(method, url, headers, body.encode())
    now = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
    signer = SigV4Auth(Credentials("AKID", "secret", token), "execute-api", REGION)
    request.context["timestamp"] = now.strftime("%Y%m%dT%H%M%SZ")
    signer._modify_request_before_signing(request)  # type: ignore[attr-defined]
    canonical = signer.canonical_request(request)
    stated = signer.string_to_sign(request, canonical)
    signer._inject_signature_to_request(request, signer.signature(stated, request))  # type: ignore[attr-defined]
    return str(request.headers["Authorization"])


PROPERTIES = {"Name": "app-Work-1", "Alias": "live", "CurrentVersion": "1", "TargetVersion": "2"}
APP_SPECS = {
    "string": json.dumps({"version": 0.0, "Resources": [{"Work": {"Properties": PROPERTIES}}]}),
    "appSpecContent": "version: 0.0\nResources:\n- Work:\n    Properties:\n"
    + "".join(f"      {key}: {value}\n" for key, value in PROPERTIES.items()),
}


def deployed(key: str, spec: str, tmp_path: Path) -> tuple[Any, Stubber]:
    """The adapter of a hook, and CodeDeploy with a deployment whose revision has `spec` at `key`.

    As CodeDeploy does, the deployment tells the digest of the text, and the revision the text.
    """
    files = project_code(design_from(deployment()))
    made = load(files["src/Check/resources.py"], tmp_path).resources.deployment
    made.codedeploy = boto3.client("codedeploy")
    stub = Stubber(made.codedeploy)
    type = {"string": "String", "appSpecContent": "AppSpecContent"}[key]
    digest = {"revisionType": type, key: {"sha256": "0a1b"}}
    stub.add_response(
        "get_deployment",
        {"deploymentInfo": {"applicationName": "app", "revision": digest}},
        {"deploymentId": "d-1"},
    )
    stub.add_response(
        "get_application_revision",
        {
            "applicationName": "app",
            "revision": {"revisionType": type, key: {"content": spec, "sha256": "0a1b"}},
            "revisionInfo": {},
        },
        {"applicationName": "app", "revision": digest},
    )
    return made, stub


@pytest.mark.parametrize("key", APP_SPECS)
def test_deployment(key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New versions are read from the AppSpec, in JSON or YAML; the verdict goes to CodeDeploy."""
    monkeypatch.setenv("DEPLOYMENT_TABLE_NAME", "rows")
    made, stub = deployed(key, APP_SPECS[key], tmp_path)
    made.lambda_ = FakeLambda(b'"ready"')
    verdict = {"deploymentId": "d-1", "lifecycleEventHookExecutionId": "e-1", "status": "Succeeded"}
    stub.add_response("put_lifecycle_event_hook_execution_status", {}, verdict)
    with stub:
        assert made.new_versions("d-1") == ["app-Work-1:2"]
        assert made.invoke("app-Work-1:2", {"probe": "deployment"}) == "ready"
        made.report("d-1", "e-1", "Succeeded")
    stub.assert_no_pending_responses()


def test_deployment_of_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An AppSpec in which no version is found is an error, since nothing would be tested."""
    monkeypatch.setenv("DEPLOYMENT_TABLE_NAME", "rows")
    made, stub = deployed("string", '{"Resources": []}', tmp_path)
    with stub, pytest.raises(LookupError, match="d-1"):
        made.new_versions("d-1")


def test_whole_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample event handed to the handler leaves its trace in a real table and bucket."""
    nodes = {
        "Uploads": node("bucket"),
        "Copies": node("bucket"),
        "Index": node("table", key={"partition": "pk", "partitionType": "N", "sort": "sk"}),
        "Work": node("function"),
    }
    edges = [
        {"from": "Uploads", "to": "Work"},
        {"from": "Work", "to": "Uploads", "kind": "read"},
        {"from": "Work", "to": "Copies", "kind": "write"},
        {"from": "Work", "to": "Index"},
    ]
    files = project_code(design_from({"name": "App", "nodes": nodes, "edges": edges}))
    write(tmp_path, files)
    for name in ("uploads", "copies"):
        boto3.client("s3").create_bucket(Bucket=name)
        monkeypatch.setenv(f"{name.upper()}_BUCKET_NAME", name)
    table = boto3.resource("dynamodb").create_table(
        TableName="index",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "N"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    monkeypatch.setenv("INDEX_TABLE_NAME", "index")
    monkeypatch.syspath_prepend(tmp_path / "src/Work")
    for name in ("handler", "logic", "resources"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    event = json.loads(files["events/Work/Uploads.json"])
    importlib.import_module("handler").handler(event, None)
    for name in ("handler", "logic", "resources"):
        monkeypatch.delitem(sys.modules, name)
    [item] = table.scan()["Items"]
    assert item["sk"] == "photos/my cat.jpg"
    assert item["content"]["event"] == "ObjectCreated:Put"
    stored = boto3.client("s3").list_objects_v2(Bucket="copies")["Contents"]
    assert [one["Key"] for one in stored] == ["photos/my cat.jpg.json"]
