"""Edges from APIs, identity pools, streams and state machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.targets.evidence import (
    Edge,
    Problems,
    allowed,
    api_arn,
    denied,
    permitted,
    pool_roles,
    stage,
)
from tests.targets.stack import REGION, Stack, holds

# APIs


def _operations(stack: Stack, edge: Edge) -> Iterator[tuple[str, str, dict[str, Any]]]:
    body = stack.properties(edge["from"])["Body"]
    method = edge.get("method", "ANY").lower()
    for path, methods in body["paths"].items():
        for key, operation in methods.items():
            name = "any" if key == "x-amazon-apigateway-any-method" else key
            if name == method and edge.get("path", path) == path:
                yield method.upper(), path, operation


def signed(stack: Stack, design: dict[str, Any], api: str) -> Problems:
    """The methods but CORS preflights take signed requests only if a pool leads to the API."""
    nodes = design["nodes"]
    pools = {id for id, node in nodes.items() if node["type"] == "identityPool"}
    closed = any(edge["from"] in pools and edge["to"] == api for edge in design["edges"])
    body = stack.properties(api)["Body"]
    schemes = body.get("components", {}).get("securitySchemes", {})
    for path, methods in body["paths"].items():
        for key, operation in methods.items():
            names = [name for entry in operation.get("security", []) for name in entry]
            types = [schemes[name].get("x-amazon-apigateway-authtype") for name in names]
            if types != ["awsSigv4"] * closed and key != "options":
                yield f"{key} {path} takes requests signed as {types}"


def api_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The method with its integration, deployed to a stage, and the permission."""
    function = stack.invoked_arn(edge["to"])
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations"
    for method, path, operation in _operations(stack, edge):
        integration = operation["x-amazon-apigateway-integration"]
        if integration.get("uri") == uri and integration["type"] == "aws_proxy":
            requests = f"{api_arn(stack, edge['from'])}/{stage(stack, edge['from'])}"
            some = "GET" if method == "ANY" else method
            request = f"{requests}/{some}{re.sub('{[^}]*}', 'some', path)}"
            foreign = request.replace(stack.name(edge["from"]), "foreign")
            yield from permitted(stack, edge, "apigateway.amazonaws.com", request, foreign)
            yield from signed(stack, design, edge["from"])
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
            yield from allowed(stack, role, machine, "states:StartExecution")
            yield from denied(stack, role, machine + "x", "states:StartExecution")
            if not stack.trusts(role, "apigateway.amazonaws.com"):
                yield "API Gateway may not take on the role"
            return
    yield f"{edge['from']} does not start {edge['to']}"


# identity pools


def _visitors(stack: Stack, edge: Edge, action: str, arn: str) -> Problems:
    who = "unauthenticated" if edge.get("role") == "guest" else "authenticated"
    role = pool_roles(stack, edge["from"]).get(who)
    if role is None:
        yield f"{who} visitors have no role"
        return
    pool = stack.properties(edge["from"])
    if who == "unauthenticated" and not pool["AllowUnauthenticatedIdentities"]:
        yield "guests get no credentials"
    yield from allowed(stack, role, arn, action)
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
    request = f"{api_arn(stack, edge['to'])}/{stage(stack, edge['to'])}/GET/some/path"
    yield from _visitors(stack, edge, "execute-api:Invoke", request)
    yield from signed(stack, design, edge["to"])


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
    yield from allowed(stack, role, stack.arn(stream), *actions)
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
    yield from allowed(
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
    yield from allowed(stack, role, f"{bucket}/key", "s3:PutObject", "s3:AbortMultipartUpload")
    yield from allowed(stack, role, bucket, "s3:GetBucketLocation", "s3:ListBucket")
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
    yield from allowed(stack, destination["RoleARN"], function, "lambda:InvokeFunction")
    itself = stack.arn(edge["to"])
    yield from allowed(stack, destination["RoleARN"], itself, "lambda:GetFunctionConfiguration")


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
    yield from allowed(stack, machine["RoleArn"], function, "lambda:InvokeFunction")
    if not stack.trusts(machine["RoleArn"], "states.amazonaws.com", stack.arn(edge["from"])):
        yield "Step Functions may not take on the role"
