"""Functions and state machines."""

from __future__ import annotations

from typing import Any

from sbd_lsp.model.design import Edge, Node
from sbd_lsp.targets.aws.draft import Draft, allow, log_name, own_account
from sbd_lsp.targets.intrinsics import Value, attribute, ref, sub
from sbd_lsp.targets.plan import CannotGenerate, FunctionResource, MachineResource
from sbd_lsp.targets.variables import Variable, variables

LAMBDA = "lambda.amazonaws.com"
STATES = "states.amazonaws.com"
# X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
TRACE = allow("xray:PutTelemetryRecords", "xray:PutTraceSegments", resources=["*"])
# what arranges the delivery of a state machine's logs cannot be named either:
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
DELIVER_LOGS = allow(
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    resources=["*"],
)
# what AWSLambdaVPCAccessExecutionRole allows, for interfaces that are not made yet:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
JOIN_VPC = allow(
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
    resources=["*"],
)
# errors of Lambda itself that pass by themselves:
# https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
PASSING_ERRORS = [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
]


def function(draft: Draft, node: Node) -> None:
    """A function with its own role and log group."""
    options = node.options
    if node.properties.get("Runtime", options["runtime"]) != options["runtime"]:
        raise CannotGenerate(node.id, "no code can be generated for the `Runtime` it has")
    role = draft.role(node, LAMBDA, [dict(TRACE)])
    logs = draft.log_group(node, log_name("/aws/lambda", node), options["logRetention"])
    role.statements.append(_write(logs))
    if "VpcConfig" in node.properties:
        role.statements.append(dict(JOIN_VPC))
    properties: dict[str, Any] = {}
    name = draft.refer.given_name(node)
    if name is not None:
        properties["FunctionName"] = name
    properties.update(
        Runtime=options["runtime"],
        Architectures=[options["architecture"]],
        MemorySize=options["memory"],
        Timeout=options["timeout"],
        Role=role.arn,
        LoggingConfig={"LogFormat": "JSON", "LogGroup": ref(logs)},
    )
    if "concurrency" in options:
        properties["ReservedConcurrentExecutions"] = options["concurrency"]
    resource = FunctionResource(
        node.id, "AWS::Lambda::Function", properties, node,
        variables=_environment(draft, node),
        role=role.id,
        statements=role.statements,
        aliased=draft.refer.aliased(node),
    )  # fmt: skip
    draft.add(node, resource)
    if resource.aliased:
        what = f"Name of the function {node.id} with the alias by which it is invoked"
        name = sub(f"${{function}}:{draft.refer.alias}", function=ref(node.id))
        draft.output(node, "Name", what, name)
    else:
        draft.output(node, "Name", f"Name of the function {node.id}", ref(node.id))


def _write(logs: str) -> dict[str, Any]:
    """The statement that lets a role write to the log group `logs`."""
    return allow("logs:CreateLogStream", "logs:PutLogEvents", resources=[attribute(logs, "Arn")])


def _environment(draft: Draft, node: Node) -> dict[str, Value]:
    values = {told.name: _told(draft, told, node) for told in variables(draft.design, node)}
    for name, value in (node.options.get("environment") or {}).items():
        values[str(name)] = _text(value)
    return values


def _told(draft: Draft, told: Variable, function: Node) -> Value:
    """The value of the variable `told` of `function`."""
    if told.attribute == "Url":
        return draft.refer.url(told.node)
    if told.attribute == "Arn":
        return draft.refer.arn(told.node, function)
    return draft.refer.name(told.node, function)


def _text(value: Any) -> Value:
    """`value` as an environment variable has it: text, or a call of an intrinsic function."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, dict) else str(value)


def asynchronous(draft: Draft, function: Node) -> None:
    """What becomes of asynchronous invocations of `function` that fail, if there are any."""
    asynchronous = any(
        edge.rule.invocation == "asynchronous" or edge.options.get("mode") == "asynchronous"
        for edge in draft.design.incoming(function)
    )
    if not asynchronous:
        return
    dead_letters = attribute(draft.dead_letter_queue(function), "Arn")
    draft.function(function).invocations = {
        "MaximumRetryAttempts": function.options["retries"],
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": dead_letters}},
    }


def failures(draft: Draft, function: Node) -> None:
    """Lets `function` put what it failed to handle into its dead-letter queue, if it has one."""
    if function.id in draft.dead_letters:
        dead_letters = attribute(draft.dead_letters[function.id], "Arn")
        statement = allow("sqs:SendMessage", resources=[dead_letters])
        draft.roles[function.id, ""].statements.append(statement)


def state_machine(draft: Draft, node: Node) -> None:
    """A state machine that is traced and logs its errors."""
    role = draft.role(node, STATES, [dict(TRACE), dict(DELIVER_LOGS)], own_account())
    logs = draft.log_group(node, log_name("/aws/vendedlogs/states", node))
    role.statements.append(_write(logs))
    properties: dict[str, Any] = {}
    name = draft.refer.given_name(node)
    if name is not None:
        properties["StateMachineName"] = name
    level = "ERROR" if node.options["workflow"] == "standard" else "ALL"
    group = {"CloudWatchLogsLogGroup": {"LogGroupArn": attribute(logs, "Arn")}}
    properties.update(
        StateMachineType=node.options["workflow"].upper(),
        RoleArn=role.arn,
        TracingConfiguration={"Enabled": True},
        LoggingConfiguration={
            "Level": level,
            "IncludeExecutionData": False,
            "Destinations": [group],
        },
    )
    resource = MachineResource(
        node.id, "AWS::StepFunctions::StateMachine", properties, node,
        role=role.id,
        statements=role.statements,
    )  # fmt: skip
    resource.definition, resource.substitutions = _definition(draft, node)
    draft.add(node, resource)
    draft.output(node, "Arn", f"ARN of the state machine {node.id}", ref(node.id))


def _definition(draft: Draft, node: Node) -> tuple[dict[str, Any], dict[str, Value]]:
    """Amazon States Language that calls the functions of `node` in the order of its edges."""
    edges = list(draft.design.outgoing(node, "function"))
    definition: dict[str, Any] = {"Comment": node.description or f"{draft.design.name}: {node.id}"}
    if "timeout" in node.options:
        definition["TimeoutSeconds"] = node.options["timeout"]
    if not edges:
        done = {"Done": {"Type": "Succeed"}}
        return {**definition, "StartAt": "Done", "States": done}, {}
    names = _state_names(edges)
    failed = _free("Failed", names)
    states: dict[str, Any] = {}
    for index, (name, edge) in enumerate(zip(names, edges, strict=True)):
        following = {"End": True} if index == len(edges) - 1 else {"Next": names[index + 1]}
        states[name] = _task(edge, failed, following)
    states[failed] = {
        "Type": "Fail",
        "ErrorPath": "$.error.Error",
        "CausePath": "$.error.Cause",
    }
    substitutions: dict[str, Value] = {
        _variable(edge): draft.refer.arn(edge.target, node) for edge in edges
    }
    substitutions["Partition"] = ref("AWS::Partition")
    return {**definition, "StartAt": names[0], "States": states}, substitutions


def _variable(edge: Edge) -> str:
    return f"{edge.target.id}Arn"


def _task(edge: Edge, failed: str, following: dict[str, Any]) -> dict[str, Any]:
    """A state that hands its input to the function and goes on with the function's result."""
    task: dict[str, Any] = {"Type": "Task"}
    if edge.description:
        task["Comment"] = edge.description
    task["Resource"] = "arn:${Partition}:states:::lambda:invoke"
    task["Parameters"] = {"FunctionName": f"${{{_variable(edge)}}}", "Payload.$": "$"}
    task["OutputPath"] = "$.Payload"
    task["Retry"] = [
        {
            "ErrorEquals": PASSING_ERRORS,
            "IntervalSeconds": 1,
            "MaxAttempts": 5,
            "BackoffRate": 2,
            "JitterStrategy": "FULL",
        }
    ]
    task["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": failed}]
    return {**task, **following}


def _state_names(edges: list[Edge]) -> list[str]:
    """A name for the state of each of `edges`: the function's id, in at most 80 characters."""
    names: list[str] = []
    for edge in edges:
        names.append(_free(edge.target.id[:70], names))
    return names


def _free(wish: str, names: list[str]) -> str:
    name, number = wish, 1
    while name in names:
        number += 1
        name = f"{wish}{number}"
    return name
