"""Design to plan: which module makes the resources of each type and the joints of each edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sbd_lsp.catalogue.entries import Grant
from sbd_lsp.model.design import Design, Edge, Node
from sbd_lsp.targets.aws import compute, events, messaging, storage, streaming, web
from sbd_lsp.targets.aws.deployment import deployment
from sbd_lsp.targets.aws.draft import Draft
from sbd_lsp.targets.aws.keys import use_of_key
from sbd_lsp.targets.intrinsics import Value, sub
from sbd_lsp.targets.naming import Names
from sbd_lsp.targets.plan import CannotGenerate, Plan

NODES: dict[str, Callable[[Draft, Node], None]] = {
    "analyticsStream": streaming.analytics_stream,
    "api": web.api,
    "bucket": storage.bucket,
    "deliveryStream": streaming.delivery_stream,
    "eventBus": messaging.event_bus,
    "function": compute.function,
    "identityPool": web.identity_pool,
    "iotRule": events.iot_rule,
    "queue": messaging.queue,
    "schedule": events.schedule,
    "stateMachine": compute.state_machine,
    "stream": streaming.stream,
    "table": storage.table,
    "topic": messaging.topic,
}

INDEXES = ("GlobalSecondaryIndexes", "LocalSecondaryIndexes")

# edges that are more than a permission of a role
EDGES: dict[tuple[str, str], Callable[[Draft, Edge], None]] = {
    ("bucket", "topic"): storage.notify_topic,
    ("bucket", "function"): storage.notify_function,
    ("table", "function"): streaming.table_to_function,
    ("api", "function"): web.api_to_function,
    ("api", "stateMachine"): web.api_to_machine,
    ("stream", "function"): streaming.stream_to_function,
    ("stream", "deliveryStream"): streaming.stream_to_delivery_stream,
    ("deliveryStream", "bucket"): streaming.delivery_stream_to_bucket,
    ("deliveryStream", "function"): streaming.delivery_stream_to_function,
    ("schedule", "deliveryStream"): events.schedule_to_target,
    ("schedule", "stream"): events.schedule_to_target,
    ("schedule", "topic"): events.schedule_to_target,
    ("schedule", "function"): events.schedule_to_target,
    ("topic", "function"): messaging.topic_to_function,
    ("queue", "function"): messaging.queue_to_function,
    ("eventBus", "function"): messaging.event_bus_to_function,
    ("iotRule", "function"): events.iot_rule_to_function,
    ("iotRule", "iotRule"): events.iot_rule_to_iot_rule,
}


def plan_of(
    design: Design,
    reserved: Iterable[str] = (),
    application: str = "",
    alias: str = "live",
) -> Plan:
    """The plan of `design`.

    `reserved` are logical ids that generated resources must not get, beside those of the nodes;
    `application` is the id of CodeDeploy's application, `alias` the name of functions' aliases.
    Raises `CannotGenerate` where AWS would take no project.
    """
    if not design.nodes:
        raise CannotGenerate(design.name, "a design without nodes leaves nothing to deploy")
    draft = Draft(design, Names({*reserved, *design.nodes}), alias)
    for node in design.nodes.values():
        NODES[node.type](draft, node)
    for edge in design.edges:
        join = EDGES.get((edge.source.type, edge.target.type))
        if join is not None:
            join(draft, edge)
        for grant in edge.rule.grants:
            _grant(draft, edge, grant)
    for function in design.of_type("function"):
        compute.asynchronous(draft, function)
        compute.failures(draft, function)
    if design.deployment is not None:
        deployment(draft, design.deployment, application)
    _drop_empty_policies(draft)
    return draft.plan


def _grant(draft: Draft, edge: Edge, grant: Grant) -> None:
    """Writes down `grant` if a role is what it is given to; resource policies come with edges."""
    if grant.principal not in ("source", "target"):
        return
    actor = edge.source if grant.principal == "source" else edge.target
    known = (actor.id, edge.options["role"]) if actor.type == "identityPool" else (actor.id, "")
    arn = _resource(draft, edge, grant, actor)
    suffixes = (*grant.suffixes, *_index_suffixes(edge, grant))
    resources = [sub(f"${{arn}}{suffix}", arn=arn) if suffix else arn for suffix in suffixes]
    draft.grant(draft.roles[known], edge, grant, resources)
    use = use_of_key(edge, grant)
    if use is not None and use not in draft.roles[known].statements:
        draft.roles[known].statements.append(use)


def _index_suffixes(edge: Edge, grant: Grant) -> tuple[str, ...]:
    """What `grant` on a table needs besides, if a person's properties give the table indexes.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
    """
    table = edge.source if grant.resource == "source" else edge.target
    indexed = any(key in table.properties for key in INDEXES)
    return ("/index/*",) if table.type == "table" and grant.suffixes == ("",) and indexed else ()


def _resource(draft: Draft, edge: Edge, grant: Grant, actor: Node) -> Value:
    """The ARN on which `grant` allows `actor` to act."""
    on = edge.source if grant.resource == "source" else edge.target
    if on.type == "api":
        return web.requests_of(draft, edge)
    if on.type == "iotRule":
        return events.iot_topic_arn(edge)
    if grant.unqualified:
        return draft.refer.function_arn(on, actor)
    return draft.refer.arn(on, actor)


def _drop_empty_policies(draft: Draft) -> None:
    """IAM refuses a policy without statements, so roles that may do nothing get none."""
    empty = {role.id for role in draft.roles.values() if not role.statements}
    for resource in draft.plan.resources:
        if resource.id in empty:
            del resource.properties["Policies"]
