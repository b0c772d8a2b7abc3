"""A plan as a SAM template, still as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sbd_lsp.model.design import Node
from sbd_lsp.targets.intrinsics import Noted, as_text, looks_like_reference, merged
from sbd_lsp.targets.naming import with_ellipsis
from sbd_lsp.targets.plan import (
    ActingResource,
    ApiResource,
    FunctionResource,
    MachineResource,
    Plan,
    Resource,
)
from sbd_lsp.targets.sam.functions import (
    function_properties,
    invocations_resource,
    told_versions,
)
from sbd_lsp.targets.sam.names import stage_id
from sbd_lsp.targets.sam.roles import person_properties, role_by_sam, unused_roles

# CloudFormation's limit on the description of a template, in bytes
DESCRIPTION = 1024
# properties that hold a description of the resource, and their limits in characters, kept as bytes
DESCRIBED = {
    "AWS::Serverless::Function": ("Description", 256),
    "AWS::Serverless::Api": ("Description", 1024),
    "AWS::Scheduler::Schedule": ("Description", 512),
    "AWS::Events::EventBus": ("Description", 512),
    "AWS::KinesisAnalyticsV2::Application": ("ApplicationDescription", 1024),
}
SAM_TYPES = {
    "AWS::Lambda::Function": "AWS::Serverless::Function",
    "AWS::ApiGateway::RestApi": "AWS::Serverless::Api",
    "AWS::StepFunctions::StateMachine": "AWS::Serverless::StateMachine",
}
ACCESS_LOG = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "responseLength": "$context.responseLength",
    "latency": "$context.responseLatency",
    "error": "$context.error.message",
}


def template_of(plan: Plan) -> dict[str, Any]:
    """The template of `plan`, its resources under `Resources` in the plan's order."""
    template: dict[str, Any] = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": _description(plan),
    }
    if plan.parameters:
        template["Parameters"] = plan.parameters
    ids = plan.ids
    resources = {item.id: resource_of(plan, item, ids) for item in _without_roles_of_sam(plan)}
    unused = unused_roles(resources)
    template["Resources"] = {id: row for id, row in resources.items() if id not in unused}
    outputs = {
        output.name: {"Description": output.description, "Value": output.value}
        for output in plan.outputs
    }
    if outputs:
        template["Outputs"] = outputs
    return template


def _description(plan: Plan) -> str:
    """What the stack is for; what looks like a reference gets a space, as nothing computes it."""
    text = with_ellipsis(plan.design.description or plan.design.name, DESCRIPTION)
    return text.replace("${", "$ {") if looks_like_reference(text, plan.ids) else text


def _without_roles_of_sam(plan: Plan) -> Iterator[Resource]:
    """The resources of `plan` but for those that SAM makes itself, with what it must not make."""
    acting = [item for item in plan.resources if isinstance(item, ActingResource)]
    by_sam = {item.role for item in acting if role_by_sam(item)}
    for item in plan.resources:
        if item.id not in by_sam:
            yield item
        apart = isinstance(item, FunctionResource) and invocations_resource(plan, item)
        if apart:
            yield apart


def resource_of(plan: Plan, resource: Resource, ids: frozenset[str]) -> dict[str, Any]:
    """`resource` as it stands in the template, with the properties of its node laid over ours.

    `ids` are the logical ids that a text must not seem to refer to.
    """
    type = SAM_TYPES.get(resource.type, resource.type)
    properties = as_text(_properties(plan, resource), ids)
    body: dict[str, Any] = {"Type": type}
    if resource.depends_on:
        needs = list(dict.fromkeys(resource.depends_on))
        body["DependsOn"] = needs[0] if len(needs) == 1 else needs
    if resource.retained is not None:
        kept = "Retain" if resource.retained else "Delete"
        body.update(DeletionPolicy=kept, UpdateReplacePolicy=kept)
    node = resource.node or resource.variant
    if node is not None:
        properties = _described(body, properties, node, ids)
        properties = merged(properties, person_properties(resource))
    if isinstance(resource, FunctionResource) and resource.aliased:
        properties = told_versions(properties)
    if properties:
        body["Properties"] = properties
    note = resource.note or (f"{node.id}: {node.service.title}" if node else "")
    return Noted(note, body) if note else body


def _described(
    body: dict[str, Any], properties: dict[str, Any], node: Node, ids: frozenset[str]
) -> dict[str, Any]:
    """`properties` with the description of `node` where AWS shows one.

    The whole goes into the metadata of `body` if it finds no room, or if CloudFormation would take
    it for a dynamic reference.
    """
    text = node.description
    if not text:
        return properties
    name, limit = DESCRIBED.get(body["Type"], ("", 0))
    line = " ".join(text.split())
    fits = bool(name) and "{{resolve:" not in line and line.isprintable()
    shown = with_ellipsis(line, limit) if fits else None
    if shown != text:
        body["Metadata"] = {"Description": as_text(text, ids)}
    return properties if shown is None else {name: as_text(shown, ids), **properties}


def _properties(plan: Plan, resource: Resource) -> dict[str, Any]:
    if isinstance(resource, FunctionResource):
        return function_properties(plan, resource)
    if isinstance(resource, ApiResource):
        return _api(plan, resource)
    if isinstance(resource, MachineResource):
        return _machine(resource)
    return resource.properties


def _api(plan: Plan, api: ApiResource) -> dict[str, Any]:
    assert api.node is not None
    stage: Any = api.stage
    if stage_id(api.node) in plan.design.nodes:
        # SAM puts the stage's name into the id of the stage only if that name is plain text
        stage = {"Fn::Join": ["", [api.stage]]}
    properties: dict[str, Any] = {
        "StageName": stage,
        "EndpointConfiguration": {"Type": "REGIONAL"},
        "TracingEnabled": True,
        "AccessLogSetting": {"DestinationArn": api.access_log, "Format": _log_format()},
    }
    if api.throttle is not None:
        limits = {
            "ResourcePath": "/*",
            "HttpMethod": "*",
            "ThrottlingRateLimit": api.throttle["rate"],
            "ThrottlingBurstLimit": api.throttle["burst"],
        }
        properties["MethodSettings"] = [limits]
    if api.cors is not None:
        properties["Cors"] = {
            "AllowOrigin": f"'{api.cors}'",
            "AllowMethods": "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'",
            "AllowHeaders": "'Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token'",
        }
    # without this SAM deploys a second stage, called `Stage`
    properties["OpenApiVersion"] = api.body["openapi"]
    properties["DefinitionBody"] = api.body
    return properties


def _log_format() -> str:
    fields = ", ".join(f'"{key}": "{value}"' for key, value in ACCESS_LOG.items())
    return f"{{{fields}}}"


def _machine(machine: MachineResource) -> dict[str, Any]:
    own = dict(machine.properties)
    properties: dict[str, Any] = {}
    if "StateMachineName" in own:
        properties["Name"] = own["StateMachineName"]
    properties.update(
        Type=own["StateMachineType"],
        DefinitionUri=definition_path(machine),
        Role=own["RoleArn"],
        Tracing=own["TracingConfiguration"],
        Logging=own["LoggingConfiguration"],
    )
    if role_by_sam(machine):
        del properties["Role"]
    if machine.substitutions:
        properties["DefinitionSubstitutions"] = machine.substitutions
    return properties


def definition_path(machine: MachineResource) -> str:
    """Where in the project the definition of `machine` stands."""
    return f"statemachines/{machine.id}.asl.json"
