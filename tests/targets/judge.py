"""AWS's own tools as judges of a generated template, all offline and in this process."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

import boto3
from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner
from samcli.yamlhelper import yaml_parse
from samtranslator.internal.managed_policies import get_bundled_managed_policy_map
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

REGION = "us-east-1"


def read_template(text: str) -> dict[str, Any]:
    """The template in `text` as plain values, with intrinsic functions in their long form."""
    return plain(yaml_parse(text))


def plain(value: Any) -> Any:
    """`value` as plain dictionaries and lists that nothing else shares."""
    return json.loads(json.dumps(value))


def transformed(template: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """What AWS's transform makes of `template`; raises if it refuses.

    Local paths become S3 addresses first, as `sam package` does; definitions of state machines
    from `files` stand in the result as text, so that they are judged too.
    """
    packaged = plain(template)
    definitions: dict[str, str] = {}
    for id, resource in packaged["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] == "AWS::Serverless::Function":
            properties["CodeUri"] = f"s3://bucket/{id}"
        if resource["Type"] == "AWS::Serverless::StateMachine":
            definitions[id] = files[properties["DefinitionUri"]].replace("${Partition}", "aws")
            properties["DefinitionUri"] = f"s3://bucket/{id}"
    translator = Translator(
        managed_policy_map=policies(), sam_parser=Parser(), plugins=[], boto_session=session()
    )
    result = plain(translator.translate(sam_template=packaged, parameter_values={}))
    for id, text in definitions.items():
        properties = result["Resources"][id]["Properties"]
        del properties["DefinitionS3Location"]
        properties["DefinitionString"] = text
    return result


@functools.cache
def policies() -> Mapping[str, str]:
    """AWS's managed policies by name."""
    return get_bundled_managed_policy_map("aws")


@functools.cache
def session() -> boto3.Session:
    """A session that is asked for its region only."""
    return boto3.Session(region_name=REGION)


def findings(text: str) -> list[str]:
    """What cfn-lint has against the template in `text`: errors and warnings, as sentences."""
    template, errors = decode_str(text)
    matches = errors or linter().validate_template(template)
    return sorted(
        {
            f"{match.rule.id} line {match.linenumber}: {match.message}"
            for match in matches
            if match.rule.id[0] in "EW"
        }
    )


@functools.cache
def linter() -> Runner:
    """cfn-lint with its rules loaded, which takes longer than judging most templates."""
    return Runner(ConfigMixIn(regions=[REGION]))


def as_json(template: Mapping[str, Any]) -> str:
    """`template` as text for `findings`."""
    return json.dumps(template, ensure_ascii=False, indent=1)
