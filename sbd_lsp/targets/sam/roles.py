"""Roles where a person has a say: policies beside ours, or a role in the place of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sbd_lsp.targets.aws.draft import document
from sbd_lsp.targets.intrinsics import references
from sbd_lsp.targets.plan import ActingResource, CannotGenerate, Resource

ROLE, ROLE_POLICY = "AWS::IAM::Role", "AWS::IAM::RolePolicy"


def person_properties(resource: Resource) -> Mapping[str, Any]:
    """The properties that a person gave to `resource`, to be laid over ours."""
    node = resource.node or resource.variant
    assert node is not None
    own = node.properties
    if not isinstance(resource, ActingResource) or not role_by_sam(resource):
        return own
    return {**own, "Policies": [document(resource.statements), *_listed(own["Policies"])]}


def role_by_sam(resource: ActingResource) -> bool:
    """Whether SAM makes the role of `resource`: where a person gives it policies of their own."""
    assert resource.node is not None
    own = resource.node.properties
    if "Policies" not in own or "Role" in own:
        return False
    if resource.role != f"{resource.id}Role":
        raise CannotGenerate(
            resource.id,
            f"`Policies` make SAM add a role called {resource.id}Role, as a node is",
        )
    return True


def unused_roles(resources: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The ids of those `resources` that are roles which nothing takes on, and of their policies."""
    roles = _of_type(resources, ROLE)
    used = {
        id for row in resources.values() if row["Type"] != ROLE_POLICY for id in references(row)
    }
    unused = roles - used
    policies = _of_type(resources, ROLE_POLICY)
    return unused | {id for id in policies if unused & set(references(resources[id]))}


def _of_type(resources: Mapping[str, Mapping[str, Any]], type: str) -> set[str]:
    return {id for id, row in resources.items() if row["Type"] == type}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
