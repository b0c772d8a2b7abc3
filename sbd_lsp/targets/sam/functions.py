"""Functions in SAM's words: where their code is, what invokes them, how new versions take over."""

from __future__ import annotations

import json
from hashlib import sha256
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
VERSION_VARIABLE = "CONFIGURATION_DIGEST"
# what of a function's configuration a version keeps, besides what SAM itself looks at
KEPT_BY_VERSIONS = (
    "Architectures", "Description", "EphemeralStorage", "FileSystemConfigs", "Handler",
    "KmsKeyArn", "Layers", "LoggingConfig", "Role", "Runtime", "Timeout", "Tracing", "VpcConfig",
)  # fmt: skip
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
    if function.traffic is not None:
        properties["DeploymentPreference"] = _preference(function.traffic)
    if function.events:
        properties["Events"] = {event.name: _event(event) for event in function.events}
    if role_by_sam(function):
        del properties["Role"]
    return properties


def told_versions(properties: dict[str, Any]) -> dict[str, Any]:
    """`properties` of a function with an alias, and a variable that changes with those of them that
    a version keeps.

    SAM publishes a version when the code, a variable or the memory changes, so that a new timeout
    or runtime alone never reaches the alias. `AutoPublishAliasAllProperties` makes it publish one
    for tags and reserved concurrency too, which no version keeps; then Lambda refuses one that is
    as the last is, and the deployment fails.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
    """
    variables = properties.get("Environment", {}).get("Variables", {})
    if not isinstance(variables, dict) or VERSION_VARIABLE in variables:
        return properties
    kept = {name: properties[name] for name in KEPT_BY_VERSIONS if name in properties}
    digest = sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:12]
    told = {**variables, VERSION_VARIABLE: digest}
    return {**properties, "Environment": {**properties.get("Environment", {}), "Variables": told}}


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
