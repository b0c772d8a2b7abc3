"""What a careful engineer would have set, in every template."""

from __future__ import annotations

import pytest

from tests.targets.made import stack_of, template_of
from tests.targets.shapes import DEPLOYMENTS, RUNTIMES, SHAPES, design, everything, join, varied
from tests.targets.stack import Stack, listed

# actions for which AWS knows no resource, so that `*` is all that can stand
UNNAMEABLE = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
LOG_DELIVERY = {
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries",
    "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole() -> Stack:
    """The stack with every edge, under safe deployments."""
    return stack_of(varied(everything(), RUNTIMES, DEPLOYMENTS[0]))


def test_star_stands_only_where_aws_names_no_resource(whole: Stack) -> None:
    """A statement for `*` has only actions that know no resource, and no action is a pattern."""
    for id, statement in whole.policies():
        actions = set(listed(statement["Action"]))
        assert not any("*" in action for action in actions), id
        if "*" in listed(statement["Resource"]):
            assert actions in (UNNAMEABLE, LOG_DELIVERY), id


def test_managed_policies_are_not_used_for_edges(whole: Stack) -> None:
    """Only the account's setting for API Gateway's logs takes a policy of AWS's own."""
    managed = {
        arn
        for _, role in whole.of_type("AWS::IAM::Role")
        for arn in role.get("ManagedPolicyArns", [])
    }
    assert managed == {"arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_policy_is_empty(shape: str) -> None:
    """Each policy has a statement, without which IAM refuses it and no linter says so."""
    for id, role in stack_of(SHAPES[shape]).of_type("AWS::IAM::Role"):
        for policy in role.get("Policies", []):
            assert policy["PolicyDocument"]["Statement"], id


def test_lambda_permissions_name_their_source(whole: Stack) -> None:
    """Each Lambda permission is for one source, and where its ARN has no account, for this one."""
    for id, permission in whole.of_type("AWS::Lambda::Permission"):
        assert permission["SourceArn"] not in ("", "*"), id
        if ":s3:::" in permission["SourceArn"]:
            assert permission["SourceAccount"] == "123456789012", id


def test_buckets_are_closed(whole: Stack) -> None:
    """Each bucket is encrypted, closed to the public, and reached over TLS only."""
    for id, bucket in whole.of_type("AWS::S3::Bucket"):
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        policies = [
            policy for _, policy in whole.of_type("AWS::S3::BucketPolicy")
            if policy["Bucket"] == whole.name(id)
        ]  # fmt: skip
        (statement,) = policies[0]["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Resource"] == [whole.arn(id), whole.arn(id) + "/*"]
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_data_outlives_the_stack(whole: Stack) -> None:
    """Buckets and tables are kept when the stack is deleted or they are replaced."""
    for row in whole.resources.values():
        if row["Type"] in ("AWS::S3::Bucket", "AWS::DynamoDB::Table"):
            assert (row["DeletionPolicy"], row["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_data_is_encrypted(whole: Stack) -> None:
    """Tables, queues and streams are encrypted at rest."""
    for _, table in whole.of_type("AWS::DynamoDB::Table"):
        assert table["SSESpecification"]["SSEEnabled"] is True
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    for _, queue in whole.of_type("AWS::SQS::Queue"):
        assert queue["SqsManagedSseEnabled"] is True
    for _, stream in whole.of_type("AWS::Kinesis::Stream"):
        assert stream["StreamEncryption"]["EncryptionType"] == "KMS"


def test_functions_log_to_their_own_group(whole: Stack) -> None:
    """Each function has a log group with a retention, which is all that it may write to."""
    groups = dict(whole.of_type("AWS::Logs::LogGroup"))
    seen = set()
    for id, function in whole.of_type("AWS::Lambda::Function"):
        (group,) = (
            group for group, row in groups.items()
            if whole.name(group) == function["LoggingConfig"]["LogGroup"]
        )  # fmt: skip
        seen.add(group)
        assert groups[group]["RetentionInDays"] == 30
        assert whole.allowed(function["Role"], "logs:PutLogEvents", whole.arn(group)), id
        foreign = "arn:aws:logs:us-east-1:123456789012:log-group:foreign:*"
        assert not whole.allowed(function["Role"], "logs:PutLogEvents", foreign), id
        assert function["TracingConfig"] == {"Mode": "Active"}
    assert len(seen) == len(list(whole.of_type("AWS::Lambda::Function")))


def test_queues_have_dead_letter_queues_of_their_kind() -> None:
    """A queue's dead-letter queue is FIFO if and only if the queue is, and names say so."""
    stack = stack_of(design({"Q": "queue", "F": {"type": "queue", "fifo": True}}))
    for id, fifo in (("Q", False), ("F", True)):
        queue = stack.properties(id)
        target = queue["RedrivePolicy"]["deadLetterTargetArn"]
        (other,) = (
            row for key, row in stack.of_type("AWS::SQS::Queue") if stack.arn(key) == target
        )
        assert queue.get("FifoQueue", False) == other.get("FifoQueue", False) == fifo
        assert queue.get("QueueName", "").endswith(".fifo") == fifo
        assert target.endswith(".fifo") == fifo


def test_asynchronous_failures_are_kept() -> None:
    """A function with an asynchronous caller sends what it fails on to a queue, as it may."""
    stack = stack_of(design({"T": "topic", "F": "function"}, join("T", "F")))
    ((_, config),) = stack.of_type("AWS::Lambda::EventInvokeConfig")
    queue = config["DestinationConfig"]["OnFailure"]["Destination"]
    assert stack.allowed(stack.properties("F")["Role"], "sqs:SendMessage", queue)
    assert config["MaximumRetryAttempts"] == 2


def test_synchronous_functions_have_no_failure_queue() -> None:
    """A function whose callers wait has neither a queue for failures nor leave to use one."""
    stack = stack_of(design({"A": "api", "F": "function"}, join("A", "F")))
    assert list(stack.of_type("AWS::SQS::Queue")) == []


def test_apis_log_and_are_traced(whole: Stack) -> None:
    """Each API has one stage, traced, with an access log that API Gateway may write."""
    stages = [stage for _, stage in whole.of_type("AWS::ApiGateway::Stage")]
    assert len(stages) == len(list(whole.of_type("AWS::ApiGateway::RestApi")))
    for stage in stages:
        assert stage["TracingEnabled"] is True
        assert stage["AccessLogSetting"]["DestinationArn"].startswith("arn:aws:logs:")
    assert len(list(whole.of_type("AWS::ApiGateway::Account"))) == 1
    for _, deployment in whole.of_type("AWS::ApiGateway::Deployment"):
        assert "StageName" not in deployment


def test_cors_answers_preflights() -> None:
    """An API with an origin answers OPTIONS without a signature on each path."""
    shape = design(
        {"A": {"type": "api", "cors": "https://example.com"}, "F": "function"}, join("A", "F")
    )
    body = stack_of(shape).properties("A")["Body"]
    (methods,) = body["paths"].values()
    headers = methods["options"]["x-amazon-apigateway-integration"]["responses"]["default"]
    allowed = headers["responseParameters"]["method.response.header.Access-Control-Allow-Origin"]
    assert allowed == "'https://example.com'"


@pytest.mark.parametrize("cors", ["https://example.com", None])
def test_pages_may_read_what_starts_a_state_machine_answers(cors: str | None) -> None:
    """Each answer that API Gateway makes names the origin that may read it, if there is one."""
    api = {"type": "api", **({"cors": cors} if cors else {})}
    for edges in ([join("A", "M")], []):
        shape = design({"A": api, "M": "stateMachine"}, *edges)
        (methods,) = stack_of(shape).properties("A")["Body"]["paths"].values()
        (operation,) = (row for name, row in methods.items() if name != "options")
        answers = operation["x-amazon-apigateway-integration"]["responses"].values()
        header = "method.response.header.Access-Control-Allow-Origin"
        origins = {answer.get("responseParameters", {}).get(header) for answer in answers}
        assert origins == {f"'{cors}'" if cors else None}
        named = {"Access-Control-Allow-Origin" in row.get("headers", {})
                 for row in operation["responses"].values()}  # fmt: skip
        assert named == {bool(cors)}


def test_outputs_say_what_was_made(whole: Stack) -> None:
    """The address of the API and the names of what can be named are outputs."""
    outputs = template_of(everything())["Outputs"]
    assert {"TheApiUrl", "TheBucketName", "TheTableName", "TheQueueUrl", "TheTopicArn"} <= set(
        outputs
    )
