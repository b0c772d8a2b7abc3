"""A person's words and properties, which reach the project as they are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.targets.made import files_of, stack_of, template_of, transformed_of
from tests.targets.shapes import RUNTIMES, described, design, everything, join, varied
from tests.targets.stack import Stack
from tests.targets.troublesome import TROUBLESOME

GENERATE = (
    "import json, sys; from sbd_lsp.model.design import design_from;"
    "from sbd_lsp.targets.sam.emit import project_files;"
    "print(json.dumps(project_files(design_from(json.load(sys.stdin)))))"
)


@pytest.mark.parametrize("name", TROUBLESOME)
def test_descriptions_survive(name: str) -> None:
    """Each node's description is in the stack, whole, beside or instead of a shortened one."""
    text = TROUBLESOME[name]
    shape = described(text)
    stack = stack_of(shape)
    for id in shape["nodes"]:
        row = stack.resources[id]
        metadata = stack.resolve(row.get("Metadata", {})).get("Description")
        shown = row["Properties"].get(
            "Description", row["Properties"].get("ApplicationDescription")
        )
        assert text in (metadata, shown), id


@pytest.mark.parametrize("name", TROUBLESOME)
def test_comments_of_state_machines_survive(name: str) -> None:
    """The definition's comment is the description, and looks like no substitution in the file."""
    files = files_of(described(TROUBLESOME[name]))
    text = files["statemachines/TheStateMachine.asl.json"]
    assert json.loads(text)["Comment"] == TROUBLESOME[name]
    assert "${AWS::Region}" not in text


def test_long_descriptions_are_shortened_where_aws_limits_them() -> None:
    """A function shows 256 bytes and the template 1024, each ending in an ellipsis."""
    template = template_of(described("é" * 2000))
    assert len(template["Description"].encode()) <= 1024
    assert template["Description"].endswith("…")
    shown = template["Resources"]["TheFunction"]["Properties"]["Description"]
    assert len(shown) <= 256
    assert template["Resources"]["TheFunction"]["Metadata"]["Description"] == "é" * 2000


def test_dynamic_references_are_not_put_into_properties() -> None:
    """A description that CloudFormation would look up stands in the metadata only."""
    text = "{{resolve:ssm:name}}"
    function = template_of(described(text))["Resources"]["TheFunction"]
    assert "Description" not in function["Properties"]
    assert function["Metadata"]["Description"] == text


@pytest.mark.parametrize(
    "text", ["${AWS::Region}", "${T}", "${T.Arn}", "${!T}", "!Ref T", "{{x}}", "a: b"]
)
def test_texts_of_options_are_texts(text: str) -> None:
    """What a person writes into an environment, a statement or an input is never computed."""
    shape = design(
        {
            "F": {"type": "function", "environment": {"TEXT": text}},
            "T": "table",
            "R": {"type": "iotRule", "sql": f"SELECT * FROM '{text}'"},
            "S": {"type": "schedule", "expression": "rate(1 day)"},
            "P": "topic",
        },
        join("S", "P", input=text),
        join("P", "F", filter={"word": [text]}),
    )
    stack = stack_of(shape)
    assert stack.properties("F")["Environment"]["Variables"]["TEXT"] == text
    assert stack.properties("R")["TopicRulePayload"]["Sql"] == f"SELECT * FROM '{text}'"
    assert stack.properties("S")["Target"]["Input"] == text
    ((_, subscription),) = stack.of_type("AWS::SNS::Subscription")
    assert subscription["FilterPolicy"] == {"word": [text]}


def test_properties_reach_the_resource() -> None:
    """A person's properties win over ours key by key, and lists are replaced."""
    properties: dict[str, Any] = {
        "MemorySize": 2048,
        "Architectures": ["x86_64"],
        "Environment": {"Variables": {"TABLE": {"Ref": "T"}}},
        "LoggingConfig": {"LogFormat": "Text"},
    }
    shape = design(
        {"F": {"type": "function", "properties": properties}, "T": "table"}, join("F", "T")
    )
    made = template_of(shape)["Resources"]["F"]["Properties"]
    assert made["MemorySize"] == 2048
    assert made["Architectures"] == ["x86_64"]
    assert made["Environment"]["Variables"] == {"T_TABLE_NAME": {"Ref": "T"}, "TABLE": {"Ref": "T"}}
    assert made["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": {"Ref": "FLogs"}}


def test_policies_of_a_person_are_added_to_ours() -> None:
    """A function with `Policies` keeps the permissions of its edges and gets those beside them."""
    statement = {
        "Effect": "Allow",
        "Action": "ses:SendEmail",
        "Resource": "arn:aws:ses:x:1:identity/y",
    }
    shape = design(
        {"F": {"type": "function", "properties": {"Policies": [{"Statement": [statement]}]}},
         "T": "table"},
        join("F", "T", kind="read"),
    )  # fmt: skip
    stack = stack_of(shape)
    role = stack.properties("F")["Role"]
    assert stack.allowed(role, "ses:SendEmail", "arn:aws:ses:x:1:identity/y")
    assert stack.allowed(role, "dynamodb:GetItem", stack.arn("T"))


def test_policies_of_a_person_are_added_to_a_state_machine() -> None:
    """A state machine with `Policies` keeps what its edges and its logs need, beside those."""
    policy = {"Statement": [{"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}]}
    shape = design(
        {"M": {"type": "stateMachine", "properties": {"Policies": [policy]}}, "F": "function"},
        join("M", "F"),
    )
    stack = stack_of(shape)
    role = stack.properties("M")["RoleArn"]
    assert stack.allowed(role, "ses:SendEmail", "arn:aws:ses:us-east-1:123456789012:identity/y")
    assert stack.allowed(role, "lambda:InvokeFunction", stack.arn("F"))
    assert {id for id, _ in stack.of_type("AWS::IAM::Role")} == {"FRole", "MRole"}


@pytest.mark.parametrize("type", ["function", "stateMachine"])
def test_role_of_a_person_replaces_ours(type: str) -> None:
    """A node with a `Role` acts under that, and no role that nothing takes on is left."""
    mine = "arn:aws:iam::123456789012:role/mine"
    shape = design(
        {"N": {"type": type, "properties": {"Role": mine}}, "F": "function"}, join("N", "F")
    )
    stack = stack_of(shape)
    assert stack.properties("N").get("Role", stack.properties("N").get("RoleArn")) == mine
    assert [id for id, _ in stack.of_type("AWS::IAM::Role")] == ["FRole"]


def test_hook_with_a_role_of_a_person_gets_no_policy() -> None:
    """What a hook may do is then up to that role; a policy of a role that is gone would fail."""
    hook = {"type": "function", "properties": {"Role": "arn:aws:iam::123456789012:role/mine"}}
    deployment = {"type": "AllAtOnce", "hooks": {"before": "H"}}
    stack = stack_of(design({"H": hook, "F": "function"}, deployment=deployment))
    assert list(stack.of_type("AWS::IAM::RolePolicy")) == []
    assert {id for id, _ in stack.of_type("AWS::IAM::Role")} == {"FRole", "FTrafficRole"}


def test_function_in_a_vpc_may_join_it() -> None:
    """With `VpcConfig` the role may make and remove the interfaces by which Lambda joins it."""
    vpc = {"SubnetIds": ["subnet-0a1b2c3d"], "SecurityGroupIds": ["sg-0a1b2c3d"]}
    shape = design({"F": {"type": "function", "properties": {"VpcConfig": vpc}}, "G": "function"})
    stack = stack_of(shape)
    for action in ("AssignPrivateIpAddresses", "CreateNetworkInterface", "DeleteNetworkInterface",
                   "UnassignPrivateIpAddresses"):  # fmt: skip
        interface = "arn:aws:ec2:us-east-1:123456789012:network-interface/eni-1"
        assert stack.allowed(stack.properties("F")["Role"], f"ec2:{action}", interface)
        assert not stack.allowed(stack.properties("G")["Role"], f"ec2:{action}", interface)
    for action in ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"):
        assert stack.allowed(stack.properties("F")["Role"], action, "*")


def test_chosen_names_are_used_everywhere() -> None:
    """A bucket's own name is what its function is told and what its permission is for."""
    shape = design(
        {"B": {"type": "bucket", "properties": {"BucketName": "mine"}}, "F": "function"},
        join("B", "F"), join("F", "B"),
    )  # fmt: skip
    stack = stack_of(shape)
    assert stack.properties("F")["Environment"]["Variables"] == {"B_BUCKET_NAME": "mine"}
    assert stack.may_invoke("s3.amazonaws.com", "arn:aws:s3:::mine", stack.arn("F"))


def test_bucket_keeps_its_name_when_edges_come() -> None:
    """Edges do not change a bucket's name, which would replace it."""
    nodes: dict[str, Any] = {"B": "bucket", "F": "function"}
    names = [
        template_of(design(nodes, *edges))["Resources"]["B"]["Properties"]["BucketName"]
        for edges in ([], [join("B", "F")], [join("B", "F"), join("F", "B")])
    ]
    assert names[0] == names[1] == names[2]


def test_only_members_of_cycles_are_named() -> None:
    """A function gets a name of its own only where a reference would go in a circle."""
    nodes: dict[str, Any] = {"F": "function", "G": "function"}
    line = template_of(design(nodes, join("F", "G")))["Resources"]
    ring = template_of(design(nodes, join("F", "G"), join("G", "F")))["Resources"]
    assert all("FunctionName" not in line[id]["Properties"] for id in nodes)
    assert all("FunctionName" in ring[id]["Properties"] for id in nodes)


def test_names_fit_whatever_the_stack_is_called() -> None:
    """Names of members of cycles and of FIFO resources stay within AWS's limits, and apart."""
    letters = "F" * 100
    nodes: dict[str, Any] = {
        f"{letters}{end}": type
        for end, type in (
            ("a", "function"), ("b", "function"), ("m", "stateMachine"), ("d", "deliveryStream"),
            ("q", {"type": "queue", "fifo": True}), ("r", {"type": "queue", "fifo": True}),
            ("t", {"type": "topic", "fifo": True}), ("e", "eventBus"), ("s", "bucket"),
        )
    }  # fmt: skip
    pairs = ("ab", "ba", "am", "ma", "ad", "da", "aq", "ar", "at", "ae", "ds")
    edges = [join(letters + one, letters + other) for one, other in pairs]
    stack = Stack(transformed_of(design(nodes, *edges, name="n" * 128)), "n" * 128)
    limits = {
        "AWS::Lambda::Function": 64, "AWS::StepFunctions::StateMachine": 80,
        "AWS::KinesisFirehose::DeliveryStream": 64, "AWS::SQS::Queue": 80, "AWS::SNS::Topic": 80,
        "AWS::Events::EventBus": 256, "AWS::S3::Bucket": 63, "AWS::Logs::LogGroup": 512,
    }  # fmt: skip
    names = []
    for id, row in stack.resources.items():
        if row["Type"] in limits and not stack.name(id).startswith("shape-"):
            names.append((row["Type"], stack.name(id)))
            assert len(stack.name(id)) <= limits[row["Type"]], id
    assert len(set(names)) == len(names) > len(nodes)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_design_gives_the_same_bytes(seed: str) -> None:
    """Another process, with another order of sets, generates the same files."""
    shape = varied(everything(), RUNTIMES, "AllAtOnce")
    process = subprocess.run(
        [sys.executable, "-c", GENERATE],
        input=json.dumps(shape), capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert json.loads(process.stdout) == files_of(shape)


def test_nodes_keep_their_ids() -> None:
    """The id of each node is the logical id of its main resource."""
    shape = everything()
    resources = template_of(shape)["Resources"]
    for id, node in shape["nodes"].items():
        word = {"analyticsStream": "Application", "api": "Api", "iotRule": "TopicRule"}.get(
            node["type"]
        )
        assert (word or node["type"][:5]).lower() in resources[id]["Type"].lower()
