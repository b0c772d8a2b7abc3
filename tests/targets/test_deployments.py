"""Safe deployments in the transformed template."""

from __future__ import annotations

from typing import Any

import pytest

from tests.targets.evidence import pool_roles
from tests.targets.made import stack_of, template_of
from tests.targets.shapes import DEPLOYMENTS, design, join
from tests.targets.stack import Stack, listed

SHAPE = design(
    {"F": "function", "G": "function", "Before": "function", "After": "function", "Q": "queue"},
    join("F", "G"), join("G", "F"), join("Q", "F"), join("Before", "F"),
)  # fmt: skip


def deployed(type: str, **more: object) -> Stack:
    """The stack of the shape under a deployment of `type`, with alarms and hooks."""
    hooks = {"before": "Before", "after": "After"}
    deployment = {"type": type, "alarms": ["errors", "throttles"], "hooks": hooks, **more}
    return stack_of({**SHAPE, "deployment": deployment})


@pytest.mark.parametrize("type", DEPLOYMENTS)
def test_deployment_group_has_the_type(type: str) -> None:
    """Each function but the hooks has a deployment group with the type's configuration."""
    stack = deployed(type)
    groups = dict(stack.of_type("AWS::CodeDeploy::DeploymentGroup"))
    assert set(groups) == {"FDeploymentGroup", "GDeploymentGroup"}
    for group in groups.values():
        assert group["DeploymentConfigName"] == f"CodeDeployDefault.Lambda{type}"


def test_alarms_watch_the_alias_of_their_function() -> None:
    """The alarms of a group are for the metrics of its function's alias, any of which is one."""
    stack = deployed("AllAtOnce")
    alarms = {stack.name(id): row for id, row in stack.of_type("AWS::CloudWatch::Alarm")}
    for id, group in stack.of_type("AWS::CodeDeploy::DeploymentGroup"):
        function = id.removesuffix("DeploymentGroup")
        used = [alarms[entry["Name"]] for entry in group["AlarmConfiguration"]["Alarms"]]
        assert sorted(alarm["MetricName"] for alarm in used) == ["Errors", "Throttles"]
        for alarm in used:
            name = stack.name(function)
            dimensions = {row["Name"]: row["Value"] for row in alarm["Dimensions"]}
            assert dimensions == {"FunctionName": name, "Resource": f"{name}:live"}
            assert (alarm["Threshold"], alarm["Statistic"]) == (0, "Sum")


def test_code_deploy_may_move_only_its_function() -> None:
    """The role of a deployment group moves the alias of its function and calls the hooks."""
    stack = deployed("AllAtOnce")
    for id, group in stack.of_type("AWS::CodeDeploy::DeploymentGroup"):
        role, function = group["ServiceRoleArn"], id.removesuffix("DeploymentGroup")
        other = {"F": "G", "G": "F"}[function]
        assert stack.trusts(role, "codedeploy.amazonaws.com")
        for action in ("lambda:GetAlias", "lambda:UpdateAlias"):
            assert stack.allowed(role, action, stack.arn(function))
            assert not stack.allowed(role, action, stack.arn(other))
        action = "lambda:GetProvisionedConcurrencyConfig"
        for qualifier in ("live", "7"):
            assert stack.allowed(role, action, f"{stack.arn(function)}:{qualifier}")
            assert not stack.allowed(role, action, f"{stack.arn(other)}:{qualifier}")
        for alarm in group["AlarmConfiguration"]["Alarms"]:
            arn = f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{alarm['Name']}"
            assert stack.allowed(role, "cloudwatch:DescribeAlarms", arn)
        for hook in ("Before", "After"):
            assert stack.allowed(role, "lambda:InvokeFunction", stack.arn(hook))
        assert not stack.allowed(role, "lambda:InvokeFunction", stack.arn(function))


def test_hooks_may_test_new_versions_and_report() -> None:
    """Hooks are called by the alias's update, invoke any version, and tell their verdict."""
    stack = deployed("AllAtOnce")
    application = stack.name("ServerlessDeploymentApplication")
    for hook in ("Before", "After"):
        role = stack.properties(hook)["Role"]
        for function in ("F", "G"):
            assert stack.allowed(role, "lambda:InvokeFunction", stack.arn(function) + ":7")
            group = stack.name(f"{function}DeploymentGroup")
            arn = f"arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:{application}/{group}"
            for action in ("GetDeployment", "PutLifecycleEventHookExecutionStatus"):
                assert stack.allowed(role, f"codedeploy:{action}", arn)
                foreign = arn.replace(application, "foreign")
                assert not stack.allowed(role, f"codedeploy:{action}", foreign)
        arn = stack.arn("ServerlessDeploymentApplication")
        assert stack.allowed(role, "codedeploy:GetApplicationRevision", arn)
    update = stack.template["Resources"]["FAliaslive"]["UpdatePolicy"][
        "CodeDeployLambdaAliasUpdate"
    ]
    assert update["BeforeAllowTrafficHook"] == {"Ref": "Before"}
    assert update["AfterAllowTrafficHook"] == {"Ref": "After"}


@pytest.mark.parametrize(
    "change",
    [
        {"timeout": 99}, {"runtime": "nodejs24.x"}, {"architecture": "x86_64"},
        {"properties": {"Layers": ["arn:aws:lambda:us-east-1:123456789012:layer:x:1"]}},
    ],
    ids=str,
)  # fmt: skip
def test_every_change_of_a_function_makes_a_version(change: dict[str, Any]) -> None:
    """The alias moves to a new version whatever of the function changes."""
    versions = []
    for function in ({"type": "function"}, {"type": "function", **change}):
        stack = stack_of(design({"F": function}, deployment={"type": "AllAtOnce"}))
        versions += [id for id, _ in stack.of_type("AWS::Lambda::Version")]
    assert len(set(versions)) == 2


@pytest.mark.parametrize(
    "change", [{"concurrency": 5}, {"properties": {"Tags": {"team": "shop"}}}], ids=str
)
def test_what_no_version_keeps_makes_none(change: dict[str, Any]) -> None:
    """Lambda refuses to publish a version that is as the last one, and the deployment with it."""
    versions = set()
    for function in ({"type": "function"}, {"type": "function", **change}):
        stack = stack_of(design({"F": function}, deployment={"type": "AllAtOnce"}))
        versions |= {id for id, _ in stack.of_type("AWS::Lambda::Version")}
    assert len(versions) == 1


def test_output_names_what_may_be_invoked() -> None:
    """What visitors may invoke is what the stack tells the name of: the alias, if there is one."""
    nodes = {"P": {"type": "identityPool", "guests": True}, "F": "function"}
    for deployment, ending in ((None, ""), ({"type": "AllAtOnce"}, ":live")):
        stack = stack_of(design(nodes, join("P", "F", role="guest"), deployment=deployment))
        name = stack.resolve(stack.template["Outputs"]["FName"]["Value"])
        assert name == stack.name("F") + ending
        guests = pool_roles(stack, "P")["unauthenticated"]
        assert stack.allowed(guests, "lambda:InvokeFunction", stack.function_arn(name))


def test_hooks_are_not_deployed_gradually() -> None:
    """A hook has no alias, since it cannot judge its own deployment."""
    stack = deployed("AllAtOnce")
    assert stack.alias_of("Before") is None
    assert stack.alias_of("F") == "FAliaslive"


def test_alias_whose_id_is_taken_gets_another_name() -> None:
    """With a node called `FAliaslive`, the alias of `F` is called otherwise."""
    shape = design({"F": "function", "FAliaslive": "table"}, deployment={"type": "AllAtOnce"})
    assert template_of(shape)["Resources"]["F"]["Properties"]["AutoPublishAlias"] == "live2"


def test_deployment_without_alarms_and_hooks_is_bare() -> None:
    """A deployment that only has a type makes no alarm and gives no function further leave."""
    stack = stack_of({**SHAPE, "deployment": {"type": "AllAtOnce"}})
    assert list(stack.of_type("AWS::CloudWatch::Alarm")) == []
    actions = {action for _, row in stack.policies() for action in listed(row["Action"])}
    assert "cloudwatch:DescribeAlarms" not in actions
    assert list(stack.of_type("AWS::IAM::RolePolicy")) == []
