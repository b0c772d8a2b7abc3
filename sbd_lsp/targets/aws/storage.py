"""Buckets and tables."""

from __future__ import annotations

from typing import Any

from sbd_lsp.model.design import Edge, Node
from sbd_lsp.targets.aws.draft import Draft, allow, caption, document, from_source
from sbd_lsp.targets.intrinsics import Noted, Value, attribute, ref, sub
from sbd_lsp.targets.plan import Resource

ALL_EVENTS = {"INSERT", "MODIFY", "REMOVE"}


def bucket(draft: Draft, node: Node) -> None:
    """A bucket that is encrypted, closed to the public and reached over TLS only.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    """
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    properties: dict[str, Any] = {
        "BucketName": draft.refer.given_name(node),
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]},
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
        "LifecycleConfiguration": {"Rules": _lifecycle(node)},
    }
    if node.options["versioning"]:
        properties["VersioningConfiguration"] = {"Status": "Enabled"}
    draft.add(node, Resource(node.id, "AWS::S3::Bucket", properties, node, retained=True))
    draft.add(node, _tls_only(draft, node))
    draft.output(node, "Name", f"Name of the bucket {node.id}", ref(node.id))


def _lifecycle(node: Node) -> list[dict[str, Any]]:
    rules: list[dict[str, Any]] = [
        {
            "Id": "AbortUnfinishedUploads",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        }
    ]
    days = node.options.get("expire")
    if days is not None:
        rule: dict[str, Any] = {
            "Id": "Expire",
            "Status": "Enabled",
            "ExpirationInDays": days,
        }
        if node.options["versioning"]:
            rule["NoncurrentVersionExpiration"] = {"NoncurrentDays": days}
        rules.append(rule)
    return rules


def _tls_only(draft: Draft, node: Node) -> Resource:
    arn = attribute(node.id, "Arn")
    statement = {
        "Sid": "DenyPlainHttp",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, sub("${arn}/*", arn=arn)],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    properties = {"Bucket": ref(node.id), "PolicyDocument": document([statement])}
    return Resource(draft.names.take(f"{node.id}Policy"), "AWS::S3::BucketPolicy", properties)


def notify_function(draft: Draft, edge: Edge) -> None:
    """S3 asks for its permission to invoke when the bucket is made, so that comes before it."""
    permission = draft.permission(edge, "s3.amazonaws.com", draft.refer.bucket_arn(edge.source))
    function = draft.refer.arn(edge.target, edge.source)
    _notify(draft, edge, "LambdaConfigurations", "Function", function)
    draft.main[edge.source.id].depends_on.append(permission.id)


def notify_topic(draft: Draft, edge: Edge) -> None:
    """Lets the bucket publish, by the policy of the topic, which comes before the bucket."""
    topic = edge.target
    statement = allow(
        *edge.rule.grants[0].actions,
        resources=[ref(topic.id)],
        principal={"Service": "s3.amazonaws.com"},
        conditions=from_source(draft.refer.bucket_arn(edge.source)),
    )
    policy = _topic_policy(draft, topic)
    statements: list[dict[str, Any]] = policy.properties["PolicyDocument"]["Statement"]
    if statement not in statements:
        statements.append(Noted(caption(edge), statement))
    _notify(draft, edge, "TopicConfigurations", "Topic", ref(topic.id))
    bucket = draft.main[edge.source.id]
    if policy.id not in bucket.depends_on:
        bucket.depends_on.append(policy.id)


def _topic_policy(draft: Draft, topic: Node) -> Resource:
    for resource in draft.plan.sections[topic.id]:
        if resource.type == "AWS::SNS::TopicPolicy":
            return resource
    properties = {"Topics": [ref(topic.id)], "PolicyDocument": document([])}
    policy = Resource(draft.names.take(f"{topic.id}Policy"), "AWS::SNS::TopicPolicy", properties)
    draft.add(topic, policy)
    return policy


def _notify(draft: Draft, edge: Edge, group: str, key: str, target: Value) -> None:
    notifications = draft.main[edge.source.id].properties.setdefault(
        "NotificationConfiguration", {}
    )
    for event in edge.events:
        entry: dict[str, Any] = {"Event": event, key: target}
        rules = [
            {"Name": name, "Value": value}
            for name, value in (edge.options.get("filter") or {}).items()
        ]
        if rules:
            entry["Filter"] = {"S3Key": {"Rules": rules}}
        notifications.setdefault(group, []).append(Noted(caption(edge), entry))


def table(draft: Draft, node: Node) -> None:
    """A table billed per request that can be restored to any second of the last 35 days."""
    key = node.options["key"]
    attributes = [(key["partition"], key["partitionType"], "HASH")]
    if "sort" in key:
        attributes.append((key["sort"], key["sortType"], "RANGE"))
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": type} for name, type, _ in attributes
        ],
        "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, _, kind in attributes],
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
    }
    if any(edge.kind == "stream" for edge in draft.design.outgoing(node)):
        properties["StreamSpecification"] = {"StreamViewType": node.options["view"]}
    if "ttl" in node.options:
        properties["TimeToLiveSpecification"] = {
            "AttributeName": node.options["ttl"],
            "Enabled": True,
        }
    draft.add(node, Resource(node.id, "AWS::DynamoDB::Table", properties, node, retained=True))
    draft.output(node, "Name", f"Name of the table {node.id}", ref(node.id))
