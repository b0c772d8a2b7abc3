"""Logical ids that SAM's transform makes beside a person's, and how the design stays clear of them.

From the transform itself: https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst
"""

from __future__ import annotations

from sbd_lsp.model.design import Design, Node
from sbd_lsp.targets.plan import CannotGenerate

APPLICATION = "ServerlessDeploymentApplication"


def alias_for(design: Design) -> str:
    """The name of the alias of each function: `live`, or what makes the id of no alias a node's."""
    functions = [node.id for node in design.of_type("function")]
    name, number = "live", 1
    while any(f"{id}Alias{name}" in design.nodes for id in functions):
        number += 1
        name = f"live{number}"
    return name


def stage_id(api: Node) -> str:
    """The logical id that SAM gives to the stage of `api` if the stage's name is plain text."""
    return f"{api.id}{api.options['stage']}Stage"


def invoke_config_id(function: str) -> str:
    """The logical id that SAM gives to what `EventInvokeConfig` of `function` becomes."""
    return f"{function}EventInvokeConfig"


def reserved(design: Design) -> set[str]:
    """Logical ids that SAM may make from `design`, so that nothing else is called by them.

    Raises `CannotGenerate` if a node has an id that SAM makes and cannot be told not to.
    """
    made = {stage_id(api) for api in design.of_type("api")}
    alias = alias_for(design)
    for function in design.of_type("function"):
        made |= {f"{function.id}Alias{alias}", invoke_config_id(function.id)}
    made |= _of_deployment(design)
    return made


def _of_deployment(design: Design) -> set[str]:
    if design.deployment is None:
        return set()
    made = {APPLICATION} | {f"{node.id}DeploymentGroup" for node in design.of_type("function")}
    for id in design.nodes:
        if id in made:
            raise CannotGenerate(id, "AWS SAM makes a resource with this id; choose another id")
    return made
