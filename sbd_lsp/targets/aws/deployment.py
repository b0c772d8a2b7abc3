"""Safe deployments: alarms, CodeDeploy's roles, and what hook functions may do."""

from __future__ import annotations

from typing import Any

from sbd_lsp.model.design import Deployment, Node
from sbd_lsp.targets.aws.draft import Draft, allow, document, own_account
from sbd_lsp.targets.intrinsics import Value, arn, attribute, ref, sub
from sbd_lsp.targets.plan import Resource, Traffic

CODE_DEPLOY = "codedeploy.amazonaws.com"
METRICS = {"errors": "Errors", "throttles": "Throttles"}


def deployment(draft: Draft, deployed: Deployment, application: str) -> None:
    """Gives each function but the hooks its way of taking over; hooks may test the new versions.

    `application` is the id of CodeDeploy's application in the template.
    """
    functions = [node for node in draft.design.of_type("function") if draft.refer.aliased(node)]
    for node in functions:
        role = _code_deploy_role(draft, deployed, node)
        alarms = [_alarm(draft, node, metric) for metric in deployed.alarms]
        draft.function(node).traffic = Traffic(
            deployed.type, alarms, deployed.before, deployed.after, role
        )
    for hook in dict.fromkeys((deployed.before, deployed.after)):
        if hook is not None and functions:
            _let_hook_test(draft, draft.design.nodes[hook], functions, application)


def _code_deploy_role(draft: Draft, deployed: Deployment, node: Node) -> Value:
    """A role with which CodeDeploy moves the traffic of the one function `node`.

    Lambda judges what is done to an alias by the ARN of the function:
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    """
    function = attribute(node.id, "Arn")
    qualified = sub("${function}:*", function=function)
    statements = [
        allow("lambda:GetAlias", "lambda:UpdateAlias", resources=[function, qualified]),
        allow("lambda:GetProvisionedConcurrencyConfig", resources=[qualified]),
    ]
    if deployed.alarms:
        # whoever asks for alarms by their names still asks among all of the account
        alarms = arn("cloudwatch", "alarm:*")
        statements.append(allow("cloudwatch:DescribeAlarms", resources=[alarms]))
    hooks = dict.fromkeys(id for id in (deployed.before, deployed.after) if id is not None)
    if hooks:
        resources = [attribute(hook, "Arn") for hook in hooks]
        statements.append(allow("lambda:InvokeFunction", resources=resources))
    trust = allow("sts:AssumeRole", principal={"Service": CODE_DEPLOY}, conditions=own_account())
    key = (node.id, "codeDeploy")
    return draft.add_role(key, f"{node.id}TrafficRole", trust, statements).arn


def _alarm(draft: Draft, node: Node, metric: str) -> str:
    """The id of an alarm that rises when the alias of `node` has any of `metric` in a minute.

    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
    """
    name = METRICS[metric]
    alias = sub(f"${{name}}:{draft.refer.alias}", name=ref(node.id))
    dimensions = {"FunctionName": ref(node.id), "Resource": alias}
    properties = {
        "AlarmDescription": f"{name} of {node.id}; stops and undoes a deployment",
        "Namespace": "AWS/Lambda",
        "MetricName": name,
        "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    id = draft.names.take(f"{node.id}{name}Alarm")
    draft.add(node, Resource(id, "AWS::CloudWatch::Alarm", properties))
    return id


def _let_hook_test(draft: Draft, hook: Node, functions: list[Node], application: str) -> None:
    """Lets `hook` invoke the new versions and tell CodeDeploy the verdict.

    In a policy apart from the role, since the functions are made after the hook.
    """
    groups = [
        arn(
            "codedeploy", "deploymentgroup:${application}/${group}",
            application=ref(application), group=ref(f"{node.id}DeploymentGroup"),
        )
        for node in functions
    ]  # fmt: skip
    revisions = arn("codedeploy", "application:${application}", application=ref(application))
    versions = [sub("${function}:*", function=attribute(node.id, "Arn")) for node in functions]
    statements: list[dict[str, Any]] = [
        allow(
            "codedeploy:GetDeployment",
            "codedeploy:PutLifecycleEventHookExecutionStatus",
            resources=groups,
        ),
        allow("codedeploy:GetApplicationRevision", resources=[revisions]),
        allow("lambda:InvokeFunction", resources=versions),
    ]
    properties = {
        "PolicyName": "hook",
        "RoleName": ref(draft.roles[hook.id, ""].id),
        "PolicyDocument": document(statements),
    }
    id = draft.names.take(f"{hook.id}HookPolicy")
    draft.add(hook, Resource(id, "AWS::IAM::RolePolicy", properties))
