"""On which types of resource IAM judges an action, from AWS's Service Authorization Reference.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import functools
import json
import re
from importlib.resources import files
from typing import Any

# what the reference leaves out, and where AWS's own policies have it:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
# https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs.html
UNLISTED = {
    "lambda:InvokeFunction": {"function alias", "function version"},
    "codedeploy:PutLifecycleEventHookExecutionStatus": {"deploymentgroup"},
    "dynamodb:ListStreams": {"stream"},
    "logs:DescribeLogGroups": {"log-group"},
}
PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
LOG_GROUP = re.compile(r"(arn:.*:log-group:[^:]*):\*")


def judged_on(action: str, resource: str) -> bool:
    """Whether `resource` of a policy can be one on which IAM judges `action`.

    That is `*` or an ARN of one of the types that IAM knows for it.
    """
    if resource == "*":
        return True
    types = _listed(action) | UNLISTED.get(action, set())
    group = LOG_GROUP.fullmatch(resource)
    arns = [group[1], f"{group[1]}:log-stream:x"] if group else [resource]
    return any(_kinds(arn.replace("*", "x")) & types for arn in arns)


def _listed(action: str) -> set[str]:
    """The types of resource that the reference has for `action`."""
    prefix, name = action.split(":")
    (row,) = (row for row in _services()[prefix]["privileges"] if row["privilege"] == name)
    return {type["resource_type"].rstrip("*") for type in row["resource_types"]} - {""}


def _kinds(arn: str) -> set[str]:
    """The types whose ARNs are like `arn`; of those that fit, the ones that say most."""
    fitting = [
        (len(PLACEHOLDER.sub("", row["arn"])), row["resource"])
        for row in _services()[arn.split(":")[2]]["resources"]
        if _pattern(row["arn"]).fullmatch(arn)
    ]
    most = max(fitting, default=(0, ""))[0]
    return {type for length, type in fitting if length == most}


@functools.cache
def _pattern(arn: str) -> re.Pattern[str]:
    """The regular expression of ARNs like `arn`; only behind a slash may a name have colons."""
    pattern, *rest = map(re.escape, PLACEHOLDER.split(arn))
    for part in rest:
        pattern += (".*" if pattern.endswith("/") else "[^:]*") + part
    return re.compile(pattern)


@functools.cache
def _services() -> dict[str, Any]:
    rows = json.loads(files("parliament").joinpath("iam_definition.json").read_text("utf-8"))
    return {row["prefix"]: row for row in rows}
