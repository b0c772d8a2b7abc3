"""What the checks of wiring look for: leave, refusal, and what things are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.targets.stack import ACCOUNT, REGION, Stack

Edge = dict[str, Any]
Problems = Iterator[str]


def allowed(stack: Stack, role: str, arn: str, *actions: str) -> Problems:
    for action in actions:
        if not stack.allowed(role, action, arn):
            yield f"{role} may not {action} on {arn}"


def denied(stack: Stack, role: str, arn: str, *actions: str) -> Problems:
    for action in actions:
        if stack.allowed(role, action, arn):
            yield f"{role} may {action} on {arn}"


def told(stack: Stack, edge: Edge, *values: str) -> Problems:
    """The function at the start of `edge` knows the resource at its end by one of `values`."""
    environment = stack.properties(edge["from"]).get("Environment", {}).get("Variables", {})
    if not set(values) & set(environment.values()):
        yield f"{edge['from']} is not told of {edge['to']}: {environment}"


def permitted(stack: Stack, edge: Edge, service: str, source: str, foreign: str) -> Problems:
    function = stack.invoked_arn(edge["to"])
    if not stack.may_invoke(service, source, function):
        yield f"{service} may not invoke {function} for {source}"
    if stack.may_invoke(service, foreign, function):
        yield f"{service} may invoke {function} for {foreign}"


def api_arn(stack: Stack, api: str) -> str:
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{stack.name(api)}"


def stage(stack: Stack, api: str) -> str:
    for _, stage in stack.of_type("AWS::ApiGateway::Stage"):
        if stage["RestApiId"] == stack.name(api):
            return str(stage["StageName"])
    raise AssertionError(f"{api} has no stage")


def pool_roles(stack: Stack, pool: str) -> dict[str, str]:
    for _, row in stack.of_type("AWS::Cognito::IdentityPoolRoleAttachment"):
        if row["IdentityPoolId"] == stack.name(pool):
            return dict(row["Roles"])
    return {}
