"""Whether an edge of a design is wired in the transformed template.

Reads the design as plain values and the template, and nothing of the generator: the source or
target or integration has to be there, and whoever acts must be allowed to on that very resource
and not on another of its type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.targets.stack import ACCOUNT, REGION, Stack, allows, holds, listed

Edge = dict[str, Any]
Problems = Iterator[str]
S3 = {"read": ("GetObject",), "write": ("PutObject", "DeleteObject")}
S3["readWrite"] = (*S3["read"], *S3["write"])
TABLE = {"read": ("GetItem", "Query", "Scan"), "write": ("PutItem", "UpdateItem", "DeleteItem")}
TABLE["readWrite"] = (*TABLE["read"], *TABLE["write"])
FIRES = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/default"


def unwired(stack: Stack, design: dict[str, Any], edge: Edge) -> list[str]:
    """What `edge` of `design` lacks in `stack`, as sentences; none if it is wired."""
    types = {id: node["type"] for id, node in design["nodes"].items()}
    pair = types[edge["from"]], types[edge["to"]]
    return list(WIRES[pair](stack, design, edge))


def overreach(stack: Stack, design: dict[str, Any]) -> list[str]:
    """What roles in `stack` may do that no edge of `design` says."""
    joined = {(edge["from"], edge["to"]) for edge in design["edges"]}
    joined |= {(b, a) for a, b in joined}
    hooks = (design.get("deployment") or {}).get("hooks", {}).values()
    found = []
    for actor, role in _actors(stack, design):
        for other, action, arn in _probes(stack, design):
            if (actor, other) not in joined and stack.allowed(role, action, arn):
                if actor in hooks and action == "lambda:InvokeFunction":
                    continue
                found.append(f"{actor} may {action} on {other}, which no edge says")
        for action, arn in FOREIGN.items():
            if stack.allowed(role, action, arn):
                found.append(f"{actor} may {action} on a foreign resource")
    return found


FOREIGN = {
    "s3:GetObject": "arn:aws:s3:::foreign/key",
    "s3:PutObject": "arn:aws:s3:::foreign/key",
    "dynamodb:GetItem": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/foreign",
    "dynamodb:PutItem": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/foreign",
    "dynamodb:GetRecords": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/foreign/stream/1",
    "sqs:SendMessage": f"arn:aws:sqs:{REGION}:{ACCOUNT}:foreign",
    "sqs:ReceiveMessage": f"arn:aws:sqs:{REGION}:{ACCOUNT}:foreign",
    "sns:Publish": f"arn:aws:sns:{REGION}:{ACCOUNT}:foreign",
    "kinesis:PutRecord": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/foreign",
    "kinesis:GetRecords": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/foreign",
    "firehose:PutRecord": f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/foreign",
    "events:PutEvents": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/foreign",
    "lambda:InvokeFunction": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:foreign",
    "states:StartExecution": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:foreign",
    "execute-api:Invoke": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:foreign/prod/GET/",
    "iot:Publish": f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/foreign",
    "iam:PassRole": f"arn:aws:iam::{ACCOUNT}:role/foreign",
}


def _actors(stack: Stack, design: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Nodes and the roles under which they act."""
    keys = {
        "AWS::Lambda::Function": "Role",
        "AWS::StepFunctions::StateMachine": "RoleArn",
        "AWS::KinesisAnalyticsV2::Application": "ServiceExecutionRole",
    }
    for id in design["nodes"]:
        row = stack.resources.get(id, {"Type": ""})
        if row["Type"] in keys:
            yield id, row["Properties"][keys[row["Type"]]]
        if row["Type"] == "AWS::Scheduler::Schedule":
            yield id, row["Properties"]["Target"]["RoleArn"]
        if row["Type"] == "AWS::KinesisFirehose::DeliveryStream":
            yield id, row["Properties"]["ExtendedS3DestinationConfiguration"]["RoleARN"]
        if row["Type"] == "AWS::Cognito::IdentityPool":
            for role in _pool_roles(stack, id).values():
                yield id, role


def _probes(stack: Stack, design: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """An action, and the ARN that it is tried on, for each node that can be acted upon."""
    for id, node in design["nodes"].items():
        if node["type"] in ACTION:
            action = ACTION[node["type"]]
            if node["type"] == "api":
                yield id, action, f"{_api_arn(stack, id)}/{_stage(stack, id)}/GET/"
            elif node["type"] == "function":
                yield id, action, stack.invoked_arn(id)
            else:
                yield id, action, stack.arn(id) + ("/key" if node["type"] == "bucket" else "")


ACTION = {
    "bucket": "s3:PutObject",
    "table": "dynamodb:PutItem",
    "api": "execute-api:Invoke",
    "stream": "kinesis:PutRecord",
    "deliveryStream": "firehose:PutRecord",
    "topic": "sns:Publish",
    "queue": "sqs:SendMessage",
    "eventBus": "events:PutEvents",
    "function": "lambda:InvokeFunction",
    "stateMachine": "states:StartExecution",
}


def _allowed(stack: Stack, role: str, arn: str, *actions: str) -> Problems:
    for action in actions:
        if not stack.allowed(role, action, arn):
            yield f"{role} may not {action} on {arn}"


def _denied(stack: Stack, role: str, arn: str, *actions: str) -> Problems:
    for action in actions:
        if stack.allowed(role, action, arn):
            yield f"{role} may {action} on {arn}"


def _told(stack: Stack, edge: Edge, *values: str) -> Problems:
    """The function at the start of `edge` knows the resource at its end by one of `values`."""
    environment = stack.properties(edge["from"]).get("Environment", {}).get("Variables", {})
    if not set(values) & set(environment.values()):
        yield f"{edge['from']} is not told of {edge['to']}: {environment}"


def _permitted(stack: Stack, edge: Edge, service: str, source: str, foreign: str) -> Problems:
    function = stack.invoked_arn(edge["to"])
    if not stack.may_invoke(service, source, function):
        yield f"{service} may not invoke {function} for {source}"
    if stack.may_invoke(service, foreign, function):
        yield f"{service} may invoke {function} for {foreign}"


# from buckets


def bucket_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The notification with its filter, and the permission made before the bucket."""
    yield from _notified(
        stack, edge, "LambdaConfigurations", "Function", stack.invoked_arn(edge["to"])
    )
    arn = stack.arn(edge["from"])
    yield from _permitted(stack, edge, "s3.amazonaws.com", arn, "arn:aws:s3:::foreign")
    permissions = [
        id for id, row in stack.of_type("AWS::Lambda::Permission") if row.get("SourceArn") == arn
    ]
    if not set(permissions) & set(listed(stack.resources[edge["from"]].get("DependsOn", []))):
        yield f"{edge['from']} does not wait for its permission"


def bucket_to_topic(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The notification, and the policy of the topic made before the bucket."""
    topic, bucket = stack.arn(edge["to"]), stack.arn(edge["from"])
    yield from _notified(stack, edge, "TopicConfigurations", "Topic", topic)
    if "KmsMasterKeyId" in stack.properties(edge["to"]):
        yield "S3 may not use the key of the topic"
    for id, policy in stack.of_type("AWS::SNS::TopicPolicy"):
        if topic not in policy["Topics"]:
            continue
        if id not in listed(stack.resources[edge["from"]].get("DependsOn", [])):
            yield f"{edge['from']} does not wait for the policy of {edge['to']}"
        statements = [
            s
            for s in policy["PolicyDocument"]["Statement"]
            if s["Principal"] == {"Service": "s3.amazonaws.com"}
        ]
        for source, wanted in ((bucket, True), ("arn:aws:s3:::foreign", False)):
            context = {"aws:SourceArn": source, "aws:SourceAccount": ACCOUNT}
            if allows(statements, "sns:Publish", topic, context) != wanted:
                yield f"publishing by {source} should be {wanted}"
        return
    yield f"{edge['to']} has no policy"


def _notified(stack: Stack, edge: Edge, group: str, key: str, target: str) -> Problems:
    rows = stack.properties(edge["from"]).get("NotificationConfiguration", {}).get(group, [])
    wanted = sorted((name, value) for name, value in edge.get("filter", {}).items())
    for event in listed(edge.get("event", "s3:ObjectCreated:*")):
        for row in rows:
            rules = row.get("Filter", {}).get("S3Key", {}).get("Rules", [])
            filters = sorted((rule["Name"], rule["Value"]) for rule in rules)
            if row[key] == target and row["Event"] == event and filters == wanted:
                break
        else:
            yield f"{edge['from']} does not tell {edge['to']} of {event}"


# polled sources


def _mapped(stack: Stack, edge: Edge, source: str) -> Iterator[dict[str, Any]]:
    for _, mapping in stack.of_type("AWS::Lambda::EventSourceMapping"):
        function = stack.function_arn(mapping["FunctionName"])
        if mapping["EventSourceArn"] == source and function == stack.invoked_arn(edge["to"]):
            yield mapping


def _polled(stack: Stack, edge: Edge, source: str, *actions: str) -> Problems:
    mappings = list(_mapped(stack, edge, source))
    role = stack.properties(edge["to"])["Role"]
    if not mappings:
        yield f"nothing maps {source} to {edge['to']}"
    for mapping in mappings:
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield "failures of single records are not reported"
        if "batchSize" in edge and mapping["BatchSize"] != edge["batchSize"]:
            yield "the batch has another size"
        failure = mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
        if failure is not None:
            yield from _allowed(stack, role, failure, "sqs:SendMessage")
    yield from _allowed(stack, role, source, *actions)
    if not stack.trusts(role, "lambda.amazonaws.com"):
        yield "Lambda may not take on the role"


def queue_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The mapping, its permissions, and a queue that hides messages long enough."""
    source = stack.arn(edge["from"])
    actions = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
    yield from _polled(stack, edge, source, *actions)
    hidden = stack.properties(edge["from"]).get("VisibilityTimeout", 30)
    if hidden < 6 * stack.properties(edge["to"])["Timeout"]:
        yield f"messages are hidden for {hidden} seconds only"
    for mapping in _mapped(stack, edge, source):
        if mapping["BatchSize"] > 10 and not mapping.get("MaximumBatchingWindowInSeconds"):
            yield "a large batch has no time to gather in"


def stream_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The mapping and its permissions."""
    actions = ("DescribeStream", "GetRecords", "GetShardIterator", "ListShards")
    source = stack.arn(edge["from"])
    yield from _polled(stack, edge, source, *(f"kinesis:{action}" for action in actions))


def table_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The stream of the table, the mapping with its filter and permissions."""
    if "StreamSpecification" not in stack.properties(edge["from"]):
        yield f"{edge['from']} has no stream"
    source = f"{stack.arn(edge['from'])}/stream/2026-01-01T00:00:00.000"
    actions = ("DescribeStream", "GetRecords", "GetShardIterator")
    yield from _polled(stack, edge, source, *(f"dynamodb:{action}" for action in actions))
    wanted = listed(edge["event"]) if "event" in edge else None
    if not any(_event_names(mapping) == wanted for mapping in _mapped(stack, edge, source)):
        yield f"no mapping lets through {wanted}"


def _event_names(mapping: dict[str, Any]) -> list[str] | None:
    filters = mapping.get("FilterCriteria", {}).get("Filters", [])
    return json.loads(filters[0]["Pattern"])["eventName"] if filters else None


# pushed to functions


def topic_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The subscription with its filter, and the permission."""
    topic = stack.arn(edge["from"])
    foreign = f"arn:aws:sns:{REGION}:{ACCOUNT}:foreign"
    yield from _permitted(stack, edge, "sns.amazonaws.com", topic, foreign)
    for _, row in stack.of_type("AWS::SNS::Subscription"):
        if row["TopicArn"] == topic and row["Endpoint"] == stack.invoked_arn(edge["to"]):
            if row["Protocol"] == "lambda" and row.get("FilterPolicy") == edge.get("filter"):
                yield from _dead_letters(
                    stack, row["RedrivePolicy"]["deadLetterTargetArn"], "sns.amazonaws.com", topic
                )
                return
    yield f"{edge['to']} has no subscription to {edge['from']}"


def _dead_letters(stack: Stack, queue: str, service: str, source: str) -> Problems:
    """`service` may send to `queue` for `source`."""
    context = {"aws:SourceArn": source, "aws:SourceAccount": ACCOUNT}
    for _, policy in stack.of_type("AWS::SQS::QueuePolicy"):
        statements = [
            s
            for s in policy["PolicyDocument"]["Statement"]
            if s["Principal"] == {"Service": service}
        ]
        if allows(statements, "sqs:SendMessage", queue, context):
            return
    yield f"{service} may not send to {queue} for {source}"


def bus_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The rule on that bus with its pattern, and the permission."""
    wanted = dict(edge.get("pattern", {}))
    for option, key in (("source", "source"), ("detailType", "detail-type")):
        if option in edge:
            wanted[key] = listed(edge[option])
    for id, rule in stack.of_type("AWS::Events::Rule"):
        targets = [target["Arn"] for target in rule["Targets"]]
        if (
            rule["EventBusName"] != stack.name(edge["from"])
            or stack.invoked_arn(edge["to"]) not in targets
        ):
            continue
        if rule["EventPattern"] == (wanted or {"source": [{"prefix": ""}]}):
            arn = stack.arn(id)
            foreign = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/foreign"
            yield from _permitted(stack, edge, "events.amazonaws.com", arn, foreign)
            queue = rule["Targets"][0]["DeadLetterConfig"]["Arn"]
            yield from _dead_letters(stack, queue, "events.amazonaws.com", arn)
            return
    yield f"no rule of {edge['from']} sends {wanted} to {edge['to']}"


def rule_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The action of a rule that is switched on, and the permission."""
    payload = stack.properties(edge["from"])["TopicRulePayload"]
    if payload.get("RuleDisabled") not in (False, None):
        yield "the rule is switched off"
    actions = [action.get("Lambda", {}).get("FunctionArn") for action in payload["Actions"]]
    if stack.invoked_arn(edge["to"]) not in actions:
        yield f"{edge['from']} does not call {edge['to']}"
    foreign = f"arn:aws:iot:{REGION}:{ACCOUNT}:rule/foreign"
    yield from _permitted(stack, edge, "iot.amazonaws.com", stack.arn(edge["from"]), foreign)


def rule_to_rule(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The republished topic is one that the other rule listens to."""
    sql = stack.properties(edge["to"])["TopicRulePayload"]["Sql"]
    filter = re.search(r"FROM '([^']*)'", sql)[1]
    pattern = re.escape(filter).replace(r"\+", "[^/]+").replace(r"\#", ".+").replace("#", ".+")
    for action in stack.properties(edge["from"])["TopicRulePayload"]["Actions"]:
        republish = action.get("Republish")
        if republish and re.fullmatch(pattern, republish["Topic"]):
            topic = f"arn:aws:iot:{REGION}:{ACCOUNT}:topic/{republish['Topic']}"
            yield from _allowed(stack, republish["RoleArn"], topic, "iot:Publish")
            yield from _denied(stack, republish["RoleArn"], topic + "x", "iot:Publish")
            if not stack.trusts(republish["RoleArn"], "iot.amazonaws.com", stack.arn(edge["from"])):
                yield "IoT may not take on the role"
            if republish["Qos"] != edge.get("qos", 0):
                yield "the quality of service is another"
            return
    yield f"{edge['from']} publishes to no topic like {filter}"


# APIs


def _api_arn(stack: Stack, api: str) -> str:
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{stack.name(api)}"


def _stage(stack: Stack, api: str) -> str:
    for _, stage in stack.of_type("AWS::ApiGateway::Stage"):
        if stage["RestApiId"] == stack.name(api):
            return stage["StageName"]
    raise AssertionError(f"{api} has no stage")


def _operations(stack: Stack, edge: Edge) -> Iterator[tuple[str, str, dict[str, Any]]]:
    body = stack.properties(edge["from"])["Body"]
    method = edge.get("method", "ANY").lower()
    for path, methods in body["paths"].items():
        for key, operation in methods.items():
            name = "any" if key == "x-amazon-apigateway-any-method" else key
            if name == method and edge.get("path", path) == path:
                yield method.upper(), path, operation


def _signed(stack: Stack, design: dict[str, Any], api: str) -> Problems:
    """Every method of the API but CORS preflights takes signed requests only."""
    body = stack.properties(api)["Body"]
    schemes = body.get("components", {}).get("securitySchemes", {})
    for path, methods in body["paths"].items():
        for key, operation in methods.items():
            names = [name for entry in operation.get("security", []) for name in entry]
            types = [schemes[name].get("x-amazon-apigateway-authtype") for name in names]
            if types != ["awsSigv4"] and key != "options":
                yield f"{key} {path} takes requests without signature"


def api_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The method with its integration, deployed to a stage, and the permission."""
    function = stack.invoked_arn(edge["to"])
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations"
    for method, path, operation in _operations(stack, edge):
        integration = operation["x-amazon-apigateway-integration"]
        if integration.get("uri") == uri and integration["type"] == "aws_proxy":
            requests = f"{_api_arn(stack, edge['from'])}/{_stage(stack, edge['from'])}"
            some = "GET" if method == "ANY" else method
            request = f"{requests}/{some}{re.sub('{[^}]*}', 'some', path)}"
            foreign = request.replace(stack.name(edge["from"]), "foreign")
            yield from _permitted(stack, edge, "apigateway.amazonaws.com", request, foreign)
            return
    yield f"{edge['from']} does not call {edge['to']}"


def api_to_machine(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The method with its integration, under a role that may start that machine."""
    machine = stack.arn(edge["to"])
    for _, _, operation in _operations(stack, {"method": "POST", **edge}):
        integration = operation["x-amazon-apigateway-integration"]
        template = integration.get("requestTemplates", {}).get("application/json", "")
        if f'"stateMachineArn": "{machine}"' in template:
            if not integration["uri"].endswith(":states:action/StartExecution"):
                yield "the integration does something else"
            role = integration["credentials"]
            yield from _allowed(stack, role, machine, "states:StartExecution")
            yield from _denied(stack, role, machine + "x", "states:StartExecution")
            if not stack.trusts(role, "apigateway.amazonaws.com"):
                yield "API Gateway may not take on the role"
            return
    yield f"{edge['from']} does not start {edge['to']}"


# identity pools


def _pool_roles(stack: Stack, pool: str) -> dict[str, str]:
    for _, row in stack.of_type("AWS::Cognito::IdentityPoolRoleAttachment"):
        if row["IdentityPoolId"] == stack.name(pool):
            return dict(row["Roles"])
    return {}


def _visitors(stack: Stack, edge: Edge, action: str, arn: str) -> Problems:
    who = "unauthenticated" if edge.get("role") == "guest" else "authenticated"
    role = _pool_roles(stack, edge["from"]).get(who)
    if role is None:
        yield f"{who} visitors have no role"
        return
    pool = stack.properties(edge["from"])
    if who == "unauthenticated" and not pool["AllowUnauthenticatedIdentities"]:
        yield "guests get no credentials"
    yield from _allowed(stack, role, arn, action)
    for strength in ("authenticated", "unauthenticated"):
        context = {
            "cognito-identity.amazonaws.com:aud": stack.name(edge["from"]),
            "cognito-identity.amazonaws.com:amr": strength,
        }
        trusted = any(
            statement["Principal"] == {"Federated": "cognito-identity.amazonaws.com"}
            and statement["Action"] == "sts:AssumeRoleWithWebIdentity"
            and holds(statement["Condition"], context)
            for statement in stack.trust(role)
        )
        if trusted != (strength == who):
            yield f"{strength} visitors taking on the role is {trusted}"


def pool_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The role of the visitors may invoke that function."""
    yield from _visitors(stack, edge, "lambda:InvokeFunction", stack.invoked_arn(edge["to"]))


def pool_to_api(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The role of the visitors may call that API, which lets no one else in."""
    request = f"{_api_arn(stack, edge['to'])}/{_stage(stack, edge['to'])}/GET/some/path"
    yield from _visitors(stack, edge, "execute-api:Invoke", request)
    yield from _signed(stack, design, edge["to"])


# streams


def stream_to_analytics(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The application is told of the stream and may read it."""
    yield from _analytics(
        stack, edge["to"], edge["from"], "kinesis:GetRecords", "kinesis:ListShards"
    )


def analytics_to_stream(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The application is told of the stream and may write to it."""
    yield from _analytics(
        stack, edge["from"], edge["to"], "kinesis:PutRecord", "kinesis:PutRecords"
    )


def analytics_to_delivery(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The application is told of the delivery stream and may write to it."""
    yield from _analytics(
        stack, edge["from"], edge["to"], "firehose:PutRecord", "firehose:PutRecordBatch"
    )


def _analytics(stack: Stack, application: str, stream: str, *actions: str) -> Problems:
    properties = stack.properties(application)
    groups = properties["ApplicationConfiguration"]["EnvironmentProperties"]["PropertyGroups"]
    known = [value for group in groups for value in group["PropertyMap"].values()]
    if stack.arn(stream) not in known:
        yield f"{application} is not told of {stream}"
    role = properties["ServiceExecutionRole"]
    yield from _allowed(stack, role, stack.arn(stream), *actions)
    if not stack.trusts(role, "kinesisanalytics.amazonaws.com", stack.arn(application)):
        yield "the service may not take on the role"


def stream_to_delivery(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The delivery stream reads that stream under a role that may."""
    properties, stream = stack.properties(edge["to"]), stack.arn(edge["from"])
    source = properties.get("KinesisStreamSourceConfiguration", {})
    if (
        source.get("KinesisStreamARN") != stream
        or properties["DeliveryStreamType"] != "KinesisStreamAsSource"
    ):
        yield f"{edge['to']} does not read {edge['from']}"
        return
    yield from _allowed(
        stack,
        source["RoleARN"],
        stream,
        "kinesis:DescribeStream",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
    )
    yield from _firehose_role(stack, source["RoleARN"])


def _firehose_role(stack: Stack, role: str) -> Problems:
    if not stack.trusts(role, "firehose.amazonaws.com"):
        yield "Firehose may not take on the role"


def delivery_to_bucket(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The destination, under a role that may write objects and not only see the bucket."""
    bucket = stack.arn(edge["to"])
    destination = stack.properties(edge["from"])["ExtendedS3DestinationConfiguration"]
    if destination["BucketARN"] != bucket or destination.get("Prefix") != edge.get("prefix"):
        yield f"{edge['from']} delivers elsewhere"
    role = destination["RoleARN"]
    yield from _allowed(stack, role, f"{bucket}/key", "s3:PutObject", "s3:AbortMultipartUpload")
    yield from _allowed(stack, role, bucket, "s3:GetBucketLocation", "s3:ListBucket")
    yield from _firehose_role(stack, role)


def delivery_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The processor, under a role that may invoke that function."""
    function = stack.invoked_arn(edge["to"])
    destination = stack.properties(edge["from"])["ExtendedS3DestinationConfiguration"]
    processing = destination.get("ProcessingConfiguration", {})
    used = [
        parameter["ParameterValue"]
        for processor in processing.get("Processors", [])
        for parameter in processor["Parameters"]
        if parameter["ParameterName"] == "LambdaArn"
    ]
    if function not in used or processing["Enabled"] is not True:
        yield f"{edge['from']} does not call {edge['to']}"
    yield from _allowed(stack, destination["RoleARN"], function, "lambda:InvokeFunction")


def schedule_to_any(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """A schedule with that target, under a role that may reach it, with a dead-letter queue."""
    type = design["nodes"][edge["to"]]["type"]
    arn = stack.invoked_arn(edge["to"]) if type == "function" else stack.arn(edge["to"])
    action = {"stream": "kinesis:PutRecord", "deliveryStream": "firehose:PutRecord",
              "topic": "sns:Publish", "function": "lambda:InvokeFunction"}[type]  # fmt: skip
    for id, schedule in stack.of_type("AWS::Scheduler::Schedule"):
        target = schedule["Target"]
        if (
            target["Arn"] != arn
            or not id.startswith(edge["from"])
            or not _received(target, edge, type)
        ):
            continue
        yield from _allowed(stack, target["RoleArn"], arn, action)
        yield from _allowed(
            stack, target["RoleArn"], target["DeadLetterConfig"]["Arn"], "sqs:SendMessage"
        )
        if not stack.trusts(target["RoleArn"], "scheduler.amazonaws.com", FIRES):
            yield "the scheduler may not take on the role"
        if type == "stream" and not target["KinesisParameters"]["PartitionKey"]:
            yield "records have no partition key"
        return
    yield f"{edge['from']} has no schedule for {edge['to']}"


def _received(target: dict[str, Any], edge: Edge, type: str) -> bool:
    if "input" not in edge or "Input" not in target:
        return ("input" in edge) == ("Input" in target)
    if isinstance(edge["input"], str) and type != "function":
        return target["Input"] == edge["input"]
    return json.loads(target["Input"]) == edge["input"]


# from state machines


def machine_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """A task that calls the function, reached from the start, under a role that may invoke it."""
    machine = stack.properties(edge["from"])
    text = machine["DefinitionString"]
    for name, value in machine.get("DefinitionSubstitutions", {}).items():
        text = text.replace("${" + name + "}", value)
    definition = json.loads(text)
    function, reached, at = stack.invoked_arn(edge["to"]), [], definition["StartAt"]
    while at is not None and at not in reached:
        reached.append(at)
        at = definition["States"][at].get("Next")
    tasks = [definition["States"][name] for name in reached]
    if not any(task.get("Parameters", {}).get("FunctionName") == function for task in tasks):
        yield f"{edge['from']} does not call {edge['to']}"
    if not all("Retry" in task and "Catch" in task for task in tasks):
        yield "a task does not try again"
    yield from _allowed(stack, machine["RoleArn"], function, "lambda:InvokeFunction")
    if not stack.trusts(machine["RoleArn"], "states.amazonaws.com", stack.arn(edge["from"])):
        yield "Step Functions may not take on the role"


# from functions


def _acting(
    told: Callable[[Stack, str], str], *actions: str, part: str = ""
) -> Callable[[Stack, dict[str, Any], Edge], Problems]:
    """A check that the function is told of the resource and may do `actions` with it."""

    def check(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
        yield from _told(stack, edge, told(stack, edge["to"]))
        role = stack.properties(edge["from"])["Role"]
        yield from _allowed(stack, role, stack.arn(edge["to"]) + part, *actions)

    return check


def _kinds_of(design: dict[str, Any], edge: Edge) -> set[str]:
    """The kinds of all edges with the ends of `edge`."""
    return {
        other.get("kind", "readWrite")
        for other in design["edges"]
        if (other["from"], other["to"]) == (edge["from"], edge["to"])
    }


def function_to_bucket(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told of the bucket, and may do what the kind says and no more."""
    yield from _told(stack, edge, stack.name(edge["to"]))
    role, arn = stack.properties(edge["from"])["Role"], stack.arn(edge["to"])
    kinds = _kinds_of(design, edge)
    wanted = {action for kind in kinds for action in S3[kind]}
    yield from _allowed(stack, role, f"{arn}/some/key", *(f"s3:{action}" for action in wanted))
    others = set(S3["readWrite"]) - wanted
    yield from _denied(stack, role, f"{arn}/some/key", *(f"s3:{action}" for action in others))
    if kinds - {"write"}:
        yield from _allowed(stack, role, arn, "s3:ListBucket")
    yield from _denied(stack, role, arn, "s3:DeleteBucket", "s3:PutBucketPolicy")


def function_to_table(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told of the table, and may do what the kind says and no more."""
    yield from _told(stack, edge, stack.name(edge["to"]))
    role, arn = stack.properties(edge["from"])["Role"], stack.arn(edge["to"])
    wanted = {action for kind in _kinds_of(design, edge) for action in TABLE[kind]}
    yield from _allowed(stack, role, arn, *(f"dynamodb:{action}" for action in wanted))
    others = (set(TABLE["readWrite"]) - wanted) | {"DeleteTable"}
    yield from _denied(stack, role, arn, *(f"dynamodb:{action}" for action in others))


def function_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told of the other by name or ARN, its alias included, and may invoke it."""
    arn = stack.invoked_arn(edge["to"])
    yield from _told(stack, edge, arn, arn.split(":function:")[1])
    yield from _allowed(stack, stack.properties(edge["from"])["Role"], arn, "lambda:InvokeFunction")


def function_to_api(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told the address, may call by that method and path, and signs."""
    api, stage = edge["to"], _stage(stack, edge["to"])
    address = f"https://{stack.name(api)}.execute-api.{REGION}.amazonaws.com/{stage}"
    yield from _told(stack, edge, address)
    role = stack.properties(edge["from"])["Role"]
    path = re.sub("{[^}]*}", "some", edge.get("path", "/some/path"))
    request = f"{_api_arn(stack, api)}/{stage}/{edge.get('method', 'GET')}{path}"
    yield from _allowed(stack, role, request, "execute-api:Invoke")
    yield from _denied(stack, role, request.replace(f"/{stage}/", "/other/"), "execute-api:Invoke")
    yield from _signed(stack, design, api)


def _url(stack: Stack, id: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{stack.name(id)}"


WIRES: dict[tuple[str, str], Callable[[Stack, dict[str, Any], Edge], Problems]] = {
    ("bucket", "topic"): bucket_to_topic,
    ("bucket", "function"): bucket_to_function,
    ("table", "function"): table_to_function,
    ("api", "function"): api_to_function,
    ("api", "stateMachine"): api_to_machine,
    ("stream", "function"): stream_to_function,
    ("stream", "analyticsStream"): stream_to_analytics,
    ("stream", "deliveryStream"): stream_to_delivery,
    ("deliveryStream", "bucket"): delivery_to_bucket,
    ("deliveryStream", "function"): delivery_to_function,
    ("analyticsStream", "stream"): analytics_to_stream,
    ("analyticsStream", "deliveryStream"): analytics_to_delivery,
    ("schedule", "deliveryStream"): schedule_to_any,
    ("schedule", "stream"): schedule_to_any,
    ("schedule", "topic"): schedule_to_any,
    ("schedule", "function"): schedule_to_any,
    ("topic", "function"): topic_to_function,
    ("queue", "function"): queue_to_function,
    ("eventBus", "function"): bus_to_function,
    ("function", "bucket"): function_to_bucket,
    ("function", "table"): function_to_table,
    ("function", "api"): function_to_api,
    ("function", "stream"): _acting(Stack.name, "kinesis:PutRecord", "kinesis:PutRecords"),
    ("function", "deliveryStream"): _acting(
        Stack.name, "firehose:PutRecord", "firehose:PutRecordBatch"
    ),
    ("function", "topic"): _acting(Stack.arn, "sns:Publish"),
    ("function", "queue"): _acting(_url, "sqs:SendMessage"),
    ("function", "eventBus"): _acting(Stack.name, "events:PutEvents"),
    ("function", "function"): function_to_function,
    ("function", "stateMachine"): _acting(Stack.arn, "states:StartExecution"),
    ("stateMachine", "function"): machine_to_function,
    ("identityPool", "function"): pool_to_function,
    ("identityPool", "api"): pool_to_api,
    ("iotRule", "function"): rule_to_function,
    ("iotRule", "iotRule"): rule_to_rule,
}
