"""Functions in SAM's words: where their code is, what invokes them, how new versions take over."""

from __future__ import annotations

from typing import Any

from sbd_lsp.targets.aws.draft import caption
from sbd_lsp.targets.intrinsics import Noted, ref
from sbd_lsp.targets.plan import (
    EventSource,
    FunctionResource,
    Plan,
    Resource,
    Traffic,
)
from sbd_lsp.targets.sam.names import invoke_config_id
from sbd_lsp.targets.sam.roles import role_by_sam

HANDLER = "handler.handler"
EVENT_TYPES = {
    "queue": ("SQS", "Queue"),
    "stream": ("Kinesis", "Stream"),
    "table": ("DynamoDB", "Stream"),
    "topic": ("SNS", "Topic"),
    "eventBus": ("EventBridgeRule", "EventBusName"),
}


def function_properties(plan: Plan, function: FunctionResource) -> dict[str, Any]:
    """Properties of `AWS::Serverless::Function` for `function`."""
    properties = {
        "CodeUri": f"src/{function.id}/",
        "Handler": HANDLER,
        **function.properties,
    }
    properties["Tracing"] = "Active"
    if function.variables:
        properties["Environment"] = {"Variables": function.variables}
    if function.invocations and not _invocations_apart(plan, function):
        properties["EventInvokeConfig"] = function.invocations
    if function.aliased:
        properties["AutoPublishAlias"] = plan.alias
        # else a new timeout or runtime never reaches the alias
        properties["AutoPublishAliasAllProperties"] = True
    if function.traffic is not None:
        properties["DeploymentPreference"] = _preference(function.traffic)
    if function.events:
        properties["Events"] = {event.name: _event(event) for event in function.events}
    if role_by_sam(function):
        del properties["Role"]
    return properties


def invocations_resource(plan: Plan, function: FunctionResource) -> Resource | None:
    """What SAM would make of `EventInvokeConfig`, if a node has the id that SAM would choose."""
    if not function.invocations or not _invocations_apart(plan, function):
        return None
    failure = function.invocations["DestinationConfig"]["OnFailure"]
    properties = {
        "FunctionName": ref(function.id),
        "Qualifier": plan.alias if function.aliased else "$LATEST",
        "MaximumRetryAttempts": function.invocations["MaximumRetryAttempts"],
        "DestinationConfig": {"OnFailure": {"Destination": failure["Destination"]}},
    }
    needs = [f"{function.id}Alias{plan.alias}"] if function.aliased else []
    id = plan.names.take(f"{function.id}Invocations")
    return Resource(id, "AWS::Lambda::EventInvokeConfig", properties, depends_on=needs)


def _invocations_apart(plan: Plan, function: FunctionResource) -> bool:
    return invoke_config_id(function.id) in plan.design.nodes


def _preference(traffic: Traffic) -> dict[str, Any]:
    """SAM's `DeploymentPreference` for `traffic`."""
    preference: dict[str, Any] = {"Type": traffic.type, "Role": traffic.role}
    if traffic.alarms:
        preference["Alarms"] = [ref(alarm) for alarm in traffic.alarms]
    hooks = {"PreTraffic": traffic.before, "PostTraffic": traffic.after}
    if any(hooks.values()):
        preference["Hooks"] = {name: ref(id) for name, id in hooks.items() if id is not None}
    return preference


def _event(event: EventSource) -> dict[str, Any]:
    type, key = EVENT_TYPES[event.type]
    properties = {key: event.source, **event.properties}
    return Noted(caption(event.edge), {"Type": type, "Properties": properties})
