"""A person's properties count for what follows from them, too."""

from __future__ import annotations

from typing import Any

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.plan import CannotGenerate
from tests.targets.judge import as_json, findings
from tests.targets.made import files_of, stack_of, template_of, transformed_of
from tests.targets.shapes import design, join
from tests.targets.stack import Stack
from tests.targets.wiring import unwired

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"


def node(type: str, **properties: Any) -> dict[str, Any]:
    """A node with `properties`."""
    return {"type": type, "properties": properties}


def sound(shape: dict[str, Any]) -> Stack:
    """The stack of `shape`, in which AWS's tools find no fault and all edges are wired."""
    stack = stack_of(shape)
    assert findings(files_of(shape)["template.yaml"]) == []
    assert findings(as_json(transformed_of(shape))) == []
    assert [unwired(stack, shape, edge) for edge in shape["edges"]] == [[]] * len(shape["edges"])
    return stack


def test_timeout_of_a_person_hides_messages_for_longer() -> None:
    """A queue hides messages for six times the `Timeout` that the properties say."""
    stack = sound(design({"Q": "queue", "F": node("function", Timeout=600)}, join("Q", "F")))
    assert stack.properties("Q")["VisibilityTimeout"] == 3600


def test_visibility_below_the_timeout_is_refused() -> None:
    """Lambda refuses a mapping from such a queue, whoever said the two numbers."""
    shape = design(
        {"Q": node("queue", VisibilityTimeout=60), "F": node("function", Timeout=600)},
        join("Q", "F"),
    )
    with pytest.raises(CannotGenerate, match=r"Q: .* 60 seconds, but F may work for 600"):
        template_of(shape)


def test_runtime_of_a_person_is_the_language_of_the_code() -> None:
    """The handlers are in the language of `Runtime`, and one without code here is refused."""
    files = TARGETS["sam"](design_from(design({"F": node("function", Runtime="nodejs24.x")})))
    assert "src/F/handler.mjs" in files
    assert "src/F/handler.py" not in files
    with pytest.raises(CannotGenerate, match="F: no code"):
        template_of(design({"F": node("function", Runtime="java21")}))


@pytest.mark.parametrize("type", ["function", "stateMachine"])
def test_ids_that_differ_in_case_alone_are_refused(type: str) -> None:
    """Their files would be the same on macOS and Windows; those of two services are apart."""
    twice = design({"Orders": node(type), "orders": node(type)})
    with pytest.raises(CannotGenerate, match="orders: has the files of `Orders`"):
        TARGETS["sam"](design_from(twice))
    apart = design({"Orders": node("function"), "orders": node("stateMachine")})
    assert TARGETS["sam"](design_from(apart))


def test_shards_of_a_person_are_provisioned() -> None:
    """A stream with a `ShardCount` is not on demand, which allows none."""
    stack = sound(design({"S": node("stream", ShardCount=2)}))
    assert stack.properties("S")["StreamModeDetails"] == {"StreamMode": "PROVISIONED"}


def test_fifo_by_properties_is_fifo_throughout() -> None:
    """A queue that is FIFO by its properties has a dead-letter queue of its kind."""
    stack = sound(design({"Q": node("queue", FifoQueue=True), "F": "function"}, join("F", "Q")))
    assert stack.properties("Q")["RedrivePolicy"]["deadLetterTargetArn"].endswith(".fifo")


def test_group_of_a_schedule_may_fire_it() -> None:
    """The role of a schedule trusts the group that the schedule is in."""
    schedule = {**node("schedule", GroupName="mine"), "expression": "rate(1 day)"}
    stack = stack_of(design({"S": schedule, "F": "function"}, join("S", "F")))
    role = stack.properties("S")["Target"]["RoleArn"]
    group = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/"
    assert stack.trusts(role, "scheduler.amazonaws.com", f"{group}mine")
    assert not stack.trusts(role, "scheduler.amazonaws.com", f"{group}default")


def test_every_schedule_of_a_node_has_its_properties() -> None:
    """Both schedules of a node with two targets are described and alike, their names apart."""
    schedule = {
        **node("schedule", Name="nightly", EndDate="2030-01-01T00:00:00Z"),
        "expression": "rate(1 day)",
        "description": "Cleans up",
    }
    stack = sound(
        design({"S": schedule, "F": "function", "T": "topic"}, join("S", "F"), join("S", "T"))
    )
    rows = [row for _, row in stack.of_type("AWS::Scheduler::Schedule")]
    assert [row["Name"] for row in rows] == ["nightly", "nightly-T"]
    assert {row["EndDate"] for row in rows} == {"2030-01-01T00:00:00Z"}
    assert {row["Description"] for row in rows} == {"Cleans up"}


def test_key_of_a_person_replaces_encryption_by_sqs() -> None:
    """SQS takes a key or its own encryption, not both."""
    properties = sound(design({"Q": node("queue", KmsMasterKeyId=KEY)})).properties("Q")
    assert properties["KmsMasterKeyId"] == KEY
    assert "SqsManagedSseEnabled" not in properties


SIDE = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}}
KEYED = {
    "bucket": {"BucketEncryption": {"ServerSideEncryptionConfiguration": [SIDE]}},
    "queue": {"KmsMasterKeyId": KEY},
    "stream": {"StreamEncryption": {"EncryptionType": "KMS", "KeyId": KEY}},
    "table": {"SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}},
    "topic": {"KmsMasterKeyId": KEY},
}


@pytest.mark.parametrize("type", KEYED)
def test_key_of_a_person_may_be_used_where_edges_lead(type: str) -> None:
    """Who writes may encrypt and decrypt under that key alone; without an edge nobody may."""
    nodes = {"N": node(type, **KEYED[type]), "F": "function", "Other": "function"}
    stack = sound(design(nodes, join("F", "N")))
    writer, other = (stack.properties(id)["Role"] for id in ("F", "Other"))
    for action in ("kms:Decrypt", "kms:GenerateDataKey"):
        assert stack.allowed(writer, action, KEY)
        assert not stack.allowed(writer, action, KEY.replace("1111", "9999"))
        assert not stack.allowed(other, action, KEY)


@pytest.mark.parametrize("type", ["queue", "stream", "bucket", "table"])
def test_key_of_a_person_decrypts_for_who_reads(type: str) -> None:
    """Who only reads, or is handed what Lambda polls for it, may decrypt and not encrypt."""
    edge = join("F", "N", kind="read") if type in ("bucket", "table") else join("N", "F")
    stack = sound(design({"N": node(type, **KEYED[type]), "F": "function"}, edge))
    role = stack.properties("F")["Role"]
    assert stack.allowed(role, "kms:Decrypt", KEY)
    assert not stack.allowed(role, "kms:GenerateDataKey", KEY)


def test_key_named_by_an_alias_is_left_to_the_person() -> None:
    """An alias says nothing of the key whose ARN a policy would have to name."""
    nodes = {"N": node("queue", KmsMasterKeyId="alias/mine"), "F": "function"}
    actions = [row["Action"] for _, row in sound(design(nodes, join("F", "N"))).policies()]
    assert not any("kms:" in str(action) for action in actions)


def test_topic_with_a_key_of_a_person_is_not_called_unencrypted() -> None:
    """The remark that a topic for a bucket is not encrypted goes where there is a key."""
    edge = join("B", "T")
    texts = [
        files_of(design({"B": "bucket", "T": topic}, edge))["template.yaml"]
        for topic in ("topic", node("topic", KmsMasterKeyId=KEY))
    ]
    assert ["Not encrypted" in text for text in texts] == [True, False]


def test_indexes_of_a_table_may_be_queried() -> None:
    """Whoever reads a table with an index may query that; without one there is nothing to name."""
    index = {
        "IndexName": "byOwner",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    for table, wanted in ((node("table", GlobalSecondaryIndexes=[index]), True), ("table", False)):
        stack = sound(design({"T": table, "F": "function"}, join("F", "T", kind="read")))
        arn = f"{stack.arn('T')}/index/byOwner"
        role = stack.properties("F")["Role"]
        assert stack.allowed(role, "dynamodb:Query", arn) == wanted
