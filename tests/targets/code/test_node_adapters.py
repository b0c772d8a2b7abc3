"""The adapters for Node.js ask AWS in its own words: judged by botocore's models of the services.

The AWS SDK for JavaScript is not installed for tests; modules that remember what they are asked
stand in for it.
"""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import boto3
import pytest
from botocore.validate import ParamValidator

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.code import project_code
from tests.targets.code.designs import node
from tests.targets.code.test_projects import write

# command of the SDK: service and operation in botocore
OPERATIONS = {
    "GetObjectCommand": ("s3", "GetObject"),
    "paginateListObjectsV2": ("s3", "ListObjectsV2"),
    "PutObjectCommand": ("s3", "PutObject"),
    "DeleteObjectCommand": ("s3", "DeleteObject"),
    "GetCommand": ("dynamodb", "GetItem"),
    "paginateQuery": ("dynamodb", "Query"),
    "PutCommand": ("dynamodb", "PutItem"),
    "DeleteCommand": ("dynamodb", "DeleteItem"),
    "PutRecordCommand@client-kinesis": ("kinesis", "PutRecord"),
    "PutRecordCommand@client-firehose": ("firehose", "PutRecord"),
    "PublishCommand": ("sns", "Publish"),
    "SendMessageCommand": ("sqs", "SendMessage"),
    "PutEventsCommand": ("events", "PutEvents"),
    "InvokeCommand": ("lambda", "Invoke"),
    "StartExecutionCommand": ("stepfunctions", "StartExecution"),
    "GetApplicationRevisionCommand": ("codedeploy", "GetApplicationRevision"),
    "GetDeploymentCommand": ("codedeploy", "GetDeployment"),
    "PutLifecycleEventHookExecutionStatusCommand": (
        "codedeploy",
        "PutLifecycleEventHookExecutionStatus",
    ),
}
STAND_IN = """
const sent = (globalThis.sent ??= []);
const command = (name) => class { constructor(input) { this.name = name; this.input = input; } };
const client = class {
  static from(one) { return one; }
  async send({ name, input }) {
    sent.push([name, input]);
    return globalThis.answers[name.split("@")[0]] ?? {};
  }
};
const paginate = (name) => async function* ({ client }, input) {
  yield await client.send({ name, input });
};
"""
DIGEST = {"revisionType": "String", "string": {"sha256": "0a1b"}}
APP_SPEC = '{"Resources": [{"Work": {"Properties": {"Name": "work", "TargetVersion": "2"}}}]}'
# a deployment tells the digest of its AppSpec, and the revision the text
CODE_DEPLOY: dict[str, Any] = {
    "GetDeploymentCommand": {"deploymentInfo": {"applicationName": "app", "revision": DIGEST}},
    "GetApplicationRevisionCommand": {
        "applicationName": "app",
        "revision": {**DIGEST, "string": {"content": APP_SPEC, "sha256": "0a1b"}},
    },
}
CALLS = """
import { resources as r } from "./resources.mjs";
const text = (value) => ({ transformToString: () => JSON.stringify(value) });
globalThis.answers = {
  GetObjectCommand: { Body: { transformToByteArray: async () => Buffer.from("content") } },
  GetCommand: { Item: { id: 1 } },
  paginateListObjectsV2: { Contents: [{ Key: "k" }] },
  paginateQuery: { Items: [{ id: 1 }] },
  InvokeCommand: { Payload: text({ done: true }) },
  StartExecutionCommand: { executionArn: "arn" },
  ...CODE_DEPLOY,
};
const results = [];
const ask = async (result) => results.push((await result) ?? null);
await ask(r.files.get("k").then((bytes) => bytes.toString()));
await ask(r.files.list("p/"));
await ask(r.files.put("k", "text"));
await ask(r.files.delete("k"));
await ask(r.rows.get({ id: 1 }));
await ask(r.rows.query("me"));
await ask(r.rows.put({ id: 1 }));
await ask(r.rows.delete({ id: 1 }));
await ask(r.clicks.put("k".repeat(300), { n: 1 }));
await ask(r.archive.put({ n: 1 }));
await ask(r.news.publish({ n: 1 }, { kind: "order", size: 6 }));
await ask(r.orderedNews.publish({ n: 1 }, "group"));
await ask(r.jobs.send({ n: 1 }));
await ask(r.orderedJobs.send({ n: 1 }, "group"));
await ask(r.onceNews.publish({ n: 1 }, "once"));
await ask(r.onceJobs.send({ n: 1 }, "once"));
await ask(r.bus.put("shop", "Paid", { n: 1 }));
await ask(r.other.invoke({ n: 1 }));
await ask(r.other.send({ n: 1 }));
await ask(r.flow.start({ n: 1 }));
await ask(r.deployment.newVersions("d-1"));
await ask(r.deployment.invoke("work:2", { probe: "deployment" }));
await ask(r.deployment.report("d-1", "e-1", "Succeeded"));
globalThis.answers.PutEventsCommand = { FailedEntryCount: 1, Entries: [{ ErrorMessage: "no" }] };
globalThis.answers.InvokeCommand = { FunctionError: "Unhandled", Payload: text("broken") };
globalThis.answers.GetApplicationRevisionCommand.revision.string.content = "{}";
await ask(r.deployment.newVersions("d-1").catch((error) => error.message));
for (const one of [r.bus.put("s", "t", {}), r.other.invoke({})]) {
  await ask(one.catch((error) => error.message));
}
const plain = (key, value) => (value?.type === "Buffer" ? String(Buffer.from(value)) : value);
console.log(JSON.stringify({ results, sent: globalThis.sent }, plain));
"""


def design() -> dict[str, Any]:
    """A hook in Node.js that reaches one node of each kind."""
    return {
        "name": "App",
        "runtime": "nodejs22.x",
        "deployment": {"type": "AllAtOnce", "hooks": {"before": "Check"}},
        "nodes": {
            "Check": node("function"),
            "Other": node("function"),
            "Files": node("bucket"),
            "Rows": node("table", key={"partition": "owner", "sort": "at"}),
            "Clicks": node("stream"),
            "Archive": node("deliveryStream"),
            "News": node("topic"),
            "OrderedNews": node("topic", fifo=True),
            "Jobs": node("queue"),
            "OrderedJobs": node("queue", fifo=True),
            "OnceNews": node("topic", fifo=True, deduplicate=True),
            "OnceJobs": node("queue", fifo=True, deduplicate=True),
            "Bus": node("eventBus"),
            "Flow": node("stateMachine"),
        },
        "edges": [
            *(
                {"from": "Check", "to": id}
                for id in (
                    "Files", "Rows", "Clicks", "Archive", "News", "OrderedNews", "Jobs",
                    "OrderedJobs", "OnceNews", "OnceJobs", "Bus", "Flow",
                )
            ),
            {"from": "Check", "to": "Other", "mode": "synchronous"},
            {"from": "Check", "to": "Other", "mode": "asynchronous"},
            {"from": "News", "to": "Other", "filter": {"kind": ["order"]}},
        ],
    }  # fmt: skip


def stand_in(package: str, names: list[str]) -> str:
    """The text of a module in place of `package` of the SDK, which exports `names`."""
    lines = [STAND_IN]
    for name in names:
        label = f"{name}@{package}" if name == "PutRecordCommand" else name
        made = (
            f'paginate("{name}")'
            if name.startswith("paginate")
            else f'command("{label}")'
            if name.endswith("Command")
            else "client"
        )
        lines.append(f"export const {name} = {made};")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each method of each adapter returned, and what the SDK was asked for."""
    root = tmp_path_factory.mktemp("adapters")
    text = project_code(design_from(design()))["src/Check/resources.mjs"]
    calls = CALLS.replace("CODE_DEPLOY", json.dumps(CODE_DEPLOY))
    files = {"resources.mjs": text, "calls.mjs": calls}
    for names, package in re.findall(r'import \{([^}]+)\} from "@aws-sdk/([\w-]+)"', text):
        plain = [name.split(" as ")[0].strip() for name in names.split(",") if name.strip()]
        folder = f"node_modules/@aws-sdk/{package}"
        files[f"{folder}/index.js"] = stand_in(package, plain)
        files[f"{folder}/package.json"] = '{"type": "module", "main": "index.js"}'
    write(root, files)
    done = subprocess.run(
        ["node", "calls.mjs"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_command_is_used(asked: dict[str, Any]) -> None:
    """Each command that adapters may send has been sent."""
    assert {name for name, _ in asked["sent"]} == set(OPERATIONS)


def test_parameters_are_those_of_the_service(asked: dict[str, Any]) -> None:
    """Each command has all parameters that AWS requires, and none that AWS does not know."""
    clients = {
        service: boto3.client(service, region_name="us-east-1")
        for service, _ in OPERATIONS.values()
    }
    for name, parameters in asked["sent"]:
        service, operation = OPERATIONS[name]
        shape = clients[service].meta.service_model.operation_model(operation).input_shape
        # the variables that name resources are not set here, so those parameters are undefined
        named = {"Bucket", "TableName", "StreamName", "DeliveryStreamName", "QueueUrl",
                 "FunctionName", "stateMachineArn", "TopicArn"}  # fmt: skip
        assert set(parameters) <= set(shape.members), name
        assert set(shape.required_members) - named <= set(parameters), name


def test_answers_of_codedeploy_are_real() -> None:
    """What stands in for CodeDeploy answers in the shapes of its model."""
    model = boto3.client("codedeploy", region_name="us-east-1").meta.service_model
    for name, answer in CODE_DEPLOY.items():
        shape = model.operation_model(OPERATIONS[name][1]).output_shape
        assert not ParamValidator().validate(answer, shape).has_errors()


def test_content_arrives(asked: dict[str, Any]) -> None:
    """What is put, sent and published is in the command as JSON."""
    first: dict[str, Any] = {}
    for name, parameters in asked["sent"]:
        first.setdefault(name, parameters)
    assert first["PutObjectCommand"] == {"Key": "k", "Body": "text"}
    assert first["PutRecordCommand@client-kinesis"]["PartitionKey"] == "k" * 256
    assert first["PutRecordCommand@client-kinesis"]["Data"] == '{"n":1}'
    assert first["PutRecordCommand@client-firehose"]["Record"] == {"Data": '{"n":1}\n'}
    assert first["PublishCommand"]["MessageAttributes"] == {
        "kind": {"DataType": "String", "StringValue": "order"},
        "size": {"DataType": "Number", "StringValue": "6"},
    }
    told = {
        (name, parameters["MessageGroupId"]): bool(parameters.get("MessageDeduplicationId"))
        for name, parameters in asked["sent"]
        if "MessageGroupId" in parameters
    }
    assert told == {
        ("PublishCommand", "group"): True, ("SendMessageCommand", "group"): True,
        ("PublishCommand", "once"): False, ("SendMessageCommand", "once"): False,
    }  # fmt: skip
    assert first["paginateQuery"]["ExpressionAttributeNames"] == {"#partition": "owner"}
    assert first["PutEventsCommand"]["Entries"][0]["Detail"] == '{"n":1}'
    revision = {"applicationName": "app", "revision": DIGEST}
    assert first["GetApplicationRevisionCommand"] == revision
    assert first["StartExecutionCommand"]["input"] == '{"n":1}'


def test_answers_are_given_back(asked: dict[str, Any]) -> None:
    """Methods return plain values; a refused event and a failed function throw."""
    assert asked["results"] == [
        "content", ["k"], None, None, {"id": 1}, [{"id": 1}], None, None,
        None, None, None, None, None, None, None, None, None,
        {"done": True}, None, "arn",
        ["work:2"], {"done": True}, None, "the AppSpec of d-1 names no new version",
        "undefined refused an event: no", 'undefined failed: "broken"',
    ]  # fmt: skip
