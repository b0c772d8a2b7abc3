"""Edges that leave functions: what they are told, and what their roles may do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.targets.evidence import Edge, Problems, allowed, api_arn, denied, stage, told
from tests.targets.stack import ACCOUNT, REGION, Stack
from tests.targets.wires_services import signed

S3: dict[str, tuple[str, ...]] = {"read": ("GetObject",), "write": ("PutObject", "DeleteObject")}
S3["readWrite"] = (*S3["read"], *S3["write"])
TABLE: dict[str, tuple[str, ...]] = {
    "read": ("GetItem", "Query", "Scan"),
    "write": ("PutItem", "UpdateItem", "DeleteItem"),
}
TABLE["readWrite"] = (*TABLE["read"], *TABLE["write"])


# from functions


def acting(
    value: Callable[[Stack, str], str], *actions: str, part: str = ""
) -> Callable[[Stack, dict[str, Any], Edge], Problems]:
    """A check that the function is told of the resource and may do `actions` with it."""

    def check(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
        yield from told(stack, edge, value(stack, edge["to"]))
        role = stack.properties(edge["from"])["Role"]
        yield from allowed(stack, role, stack.arn(edge["to"]) + part, *actions)

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
    yield from told(stack, edge, stack.name(edge["to"]))
    role, arn = stack.properties(edge["from"])["Role"], stack.arn(edge["to"])
    kinds = _kinds_of(design, edge)
    wanted = {action for kind in kinds for action in S3[kind]}
    yield from allowed(stack, role, f"{arn}/some/key", *(f"s3:{action}" for action in wanted))
    others = set(S3["readWrite"]) - wanted
    yield from denied(stack, role, f"{arn}/some/key", *(f"s3:{action}" for action in others))
    if kinds - {"write"}:
        yield from allowed(stack, role, arn, "s3:ListBucket")
    yield from denied(stack, role, arn, "s3:DeleteBucket", "s3:PutBucketPolicy")


def function_to_table(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told of the table, and may do what the kind says and no more."""
    yield from told(stack, edge, stack.name(edge["to"]))
    role, arn = stack.properties(edge["from"])["Role"], stack.arn(edge["to"])
    wanted = {action for kind in _kinds_of(design, edge) for action in TABLE[kind]}
    yield from allowed(stack, role, arn, *(f"dynamodb:{action}" for action in wanted))
    others = (set(TABLE["readWrite"]) - wanted) | {"DeleteTable"}
    yield from denied(stack, role, arn, *(f"dynamodb:{action}" for action in others))


def function_to_function(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told of the other by name or ARN, its alias included, and may invoke it."""
    arn = stack.invoked_arn(edge["to"])
    yield from told(stack, edge, arn, arn.split(":function:")[1])
    yield from allowed(stack, stack.properties(edge["from"])["Role"], arn, "lambda:InvokeFunction")


def function_to_api(stack: Stack, design: dict[str, Any], edge: Edge) -> Problems:
    """The function is told the address, may call by that method and path, and signs."""
    api, name = edge["to"], stage(stack, edge["to"])
    address = f"https://{stack.name(api)}.execute-api.{REGION}.amazonaws.com/{name}"
    yield from told(stack, edge, address)
    role = stack.properties(edge["from"])["Role"]
    path = re.sub("{[^}]*}", "some", edge.get("path", "/some/path"))
    request = f"{api_arn(stack, api)}/{name}/{edge.get('method', 'GET')}{path}"
    yield from allowed(stack, role, request, "execute-api:Invoke")
    yield from denied(stack, role, request.replace(f"/{name}/", "/other/"), "execute-api:Invoke")
    yield from signed(stack, design, api)


def url(stack: Stack, id: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{stack.name(id)}"
