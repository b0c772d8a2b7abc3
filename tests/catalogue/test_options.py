"""The options of the catalogue are documented, consistent, and as wide as AWS allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import botocore.session
import cfnlint
import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from samtranslator.model.preferences.deployment_preference_collection import (
    CODEDEPLOY_PREDEFINED_CONFIGURATIONS_LIST,
)

from sbd_lsp.catalogue.entries import Option
from sbd_lsp.catalogue.load import CATALOGUE

TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "scalar": (str, int, float, bool),
    "texts": (str, list),
    "boolean": bool,
    "mapping": Mapping,
    "list": list,
    "conditions": (list, Mapping),
    "any": object,
}


def every_option() -> Iterator[tuple[str, Option]]:
    """All options with a name for each, those inside mappings and lists too."""
    for place, options in (
        ("document", CATALOGUE.document),
        ("node", CATALOGUE.node),
        ("edge", CATALOGUE.edge),
        *((row.type, row.options) for row in CATALOGUE.services.values()),
        *((f"{row.source}-{row.target}-{row.kind}", row.options) for row in CATALOGUE.edges),
    ):
        yield from _flat(place, options)


def _flat(place: str, options: Mapping[str, Option]) -> Iterator[tuple[str, Option]]:
    for name, option in options.items():
        yield f"{place}.{name}", option
        yield from _flat(f"{place}.{name}", option.keys)
        if option.items:
            yield f"{place}.{name}[]", option.items


OPTIONS = dict(every_option())
each_option = pytest.mark.parametrize("option", OPTIONS.values(), ids=list(OPTIONS))


def fits(option: Option, value: Any) -> bool:
    """Whether `value` is one that `option` can have."""
    if not isinstance(value, TYPES[option.type]):
        return False
    if option.type == "integer" and isinstance(value, bool):
        return False
    if option.values and str(value) not in option.values:
        return False
    if option.pattern and not re.search(option.pattern, value):
        return False
    if isinstance(value, int):
        low = value if option.minimum is None else option.minimum
        high = value if option.maximum is None else option.maximum
        return low <= value <= high
    if option.keys:
        return all(name in option.keys and fits(option.keys[name], value[name]) for name in value)
    return option.items is None or all(fits(option.items, item) for item in value)


@each_option
def test_option_is_documented(option: Option) -> None:
    """An option has a type that the language knows and a summary without a full stop."""
    assert option.type in TYPES
    assert option.summary and not option.summary.endswith(".")
    assert option.docs == "" or option.docs.startswith("https://docs.aws.amazon.com/")
    assert all(option.values.values())


@each_option
def test_default_and_examples_are_values_of_the_option(option: Option) -> None:
    """Default and examples lie in the range, the closed set and the pattern of the option."""
    for value in option.examples:
        assert fits(option, value), value
    if option.default is not None:
        assert fits(option, option.default), option.default


@each_option
def test_bounds_belong_to_integers_and_patterns_to_strings(option: Option) -> None:
    """Only an integer has bounds, in order; only a string a pattern, which compiles."""
    if option.minimum is not None or option.maximum is not None:
        assert option.type in ("integer", "number")
    if option.minimum is not None and option.maximum is not None:
        assert option.minimum < option.maximum
    if option.pattern:
        assert option.type == "string"
        assert re.compile(option.pattern)


@each_option
def test_format_is_one_that_something_knows(option: Option) -> None:
    """A format is a set of forms, `runtime`, `nodeId` or `timezone`."""
    assert option.format in {"", "runtime", "nodeId", "timezone", *CATALOGUE.formats}


def test_an_option_of_a_type_is_no_key_of_every_node() -> None:
    """No service and no edge has an option with the name of a key that all nodes or edges have."""
    for service in CATALOGUE.services.values():
        assert set(service.options) & set(CATALOGUE.node) == set()
    for row in CATALOGUE.edges:
        assert set(row.options) & set(CATALOGUE.edge) == set()


def schema(resource: str, path: str) -> dict[str, Any]:
    """The part at `path` of cfn-lint's schema of `resource`."""
    part = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource).schema
    for name in path.split("/"):
        part = part[name]
    return dict(part)


def botocore_shape(service: str, name: str) -> dict[str, Any]:
    """A shape of an AWS API, as botocore describes it."""
    loader = botocore.session.get_session().get_component("data_loader")
    return dict(loader.load_service_model(service, "service-2")["shapes"][name])


def test_names_of_variables_are_those_of_lambda() -> None:
    """A variable's name is what Lambda's API takes, and none of those that cfn-lint refuses."""
    names = OPTIONS["function.environment"].names
    assert names is not None
    assert names.pattern == f"^{botocore_shape('lambda', 'EnvironmentVariableName')['pattern']}$"
    path = Path(cfnlint.__file__).parent / "data/schemas/extensions/aws_lambda_function"
    refused = json.loads((path / "environment_variable_keys.json").read_text("utf-8"))
    assert set(names.reserved) == set(refused["propertyNames"]["not"]["enum"])


def test_a_rule_of_iot_has_as_many_actions_as_cloudformation_allows() -> None:
    """The edges of a rule are its actions."""
    payload = schema("AWS::IoT::TopicRule", "definitions/TopicRulePayload/properties/Actions")
    assert CATALOGUE.services["iotRule"].most["any"] == payload["maxItems"]


@pytest.mark.parametrize(
    ("option", "resource", "path"),
    [
        ("eventBus.archive", "AWS::Events::Archive", "properties/RetentionDays"),
        (
            "api.throttle.rate",
            "AWS::ApiGateway::Stage",
            "definitions/MethodSetting/properties/ThrottlingRateLimit",
        ),
        (
            "api.throttle.burst",
            "AWS::ApiGateway::Stage",
            "definitions/MethodSetting/properties/ThrottlingBurstLimit",
        ),
    ],
)
def test_least_value_and_type_are_those_of_cloudformation(
    option: str, resource: str, path: str
) -> None:
    """A number without an upper bound begins where CloudFormation's does, and may be as broken."""
    theirs = schema(resource, path)
    assert (OPTIONS[option].type, OPTIONS[option].minimum) == (theirs["type"], theirs["minimum"])


LAMBDA_MAPPING = "AWS::Lambda::EventSourceMapping"
FIREHOSE = "AWS::KinesisFirehose::DeliveryStream"


@pytest.mark.parametrize(
    ("option", "resource", "path"),
    [
        ("function.logRetention", "AWS::Logs::LogGroup", "properties/RetentionInDays"),
        (
            "deliveryStream.compression",
            FIREHOSE,
            "definitions/ExtendedS3DestinationConfiguration/properties/CompressionFormat",
        ),
        (
            "table.key.partitionType",
            "AWS::DynamoDB::Table",
            "definitions/AttributeDefinition/properties/AttributeType",
        ),
        ("function.architecture", "AWS::Lambda::Function", "properties/Architectures/items"),
    ],
)
def test_closed_set_is_that_of_cloudformation(option: str, resource: str, path: str) -> None:
    """A closed set has the values that CloudFormation has, and no others."""
    assert set(OPTIONS[option].values) == set(map(str, schema(resource, path)["enum"]))


def test_flink_versions_are_known_to_cloudformation() -> None:
    """Each version of Flink is a runtime environment of CloudFormation; the newest are there."""
    known = schema("AWS::KinesisAnalyticsV2::Application", "properties/RuntimeEnvironment")["enum"]
    offered = set(OPTIONS["analyticsStream.environment"].values)
    assert offered <= set(known)
    assert {name for name in known if name.startswith("FLINK-2")} <= offered


def test_views_of_a_stream_are_those_of_dynamodb() -> None:
    """The views of a table's stream are the four of DynamoDB."""
    assert set(OPTIONS["table.view"].values) == {
        "KEYS_ONLY",
        "NEW_IMAGE",
        "OLD_IMAGE",
        "NEW_AND_OLD_IMAGES",
    }


@pytest.mark.parametrize(
    ("option", "resource", "path"),
    [
        (
            "deliveryStream.bufferSize",
            FIREHOSE,
            "definitions/BufferingHints/properties/SizeInMBs",
        ),
        (
            "deliveryStream.bufferInterval",
            FIREHOSE,
            "definitions/BufferingHints/properties/IntervalInSeconds",
        ),
        (
            "schedule.window",
            "AWS::Scheduler::Schedule",
            "definitions/FlexibleTimeWindow/properties/MaximumWindowInMinutes",
        ),
        ("queue-function-trigger.batchSize", LAMBDA_MAPPING, "properties/BatchSize"),
        ("stream-function-trigger.batchSize", LAMBDA_MAPPING, "properties/BatchSize"),
        (
            "table-function-stream.window",
            LAMBDA_MAPPING,
            "properties/MaximumBatchingWindowInSeconds",
        ),
        ("queue-function-trigger.concurrency", LAMBDA_MAPPING, "definitions/MaximumConcurrency"),
        ("function.retries", "AWS::Lambda::EventInvokeConfig", "properties/MaximumRetryAttempts"),
        ("stream.shards", "AWS::Kinesis::Stream", "properties/ShardCount"),
    ],
)
def test_range_is_that_of_cloudformation(option: str, resource: str, path: str) -> None:
    """A range begins and ends where CloudFormation's does."""
    bounds = schema(resource, path)
    ours = OPTIONS[option]
    assert (ours.minimum, ours.maximum) == (bounds["minimum"], bounds["maximum"])


@pytest.mark.parametrize(
    ("option", "resource", "path"),
    [
        ("function.memory", "AWS::Lambda::Function", "properties/MemorySize"),
        ("function.timeout", "AWS::Lambda::Function", "properties/Timeout"),
        ("stream.retention", "AWS::Kinesis::Stream", "properties/RetentionPeriodHours"),
    ],
)
def test_range_lies_within_that_of_cloudformation(option: str, resource: str, path: str) -> None:
    """A range that AWS narrows (more needs managed Lambda instances) is in CloudFormation's."""
    bounds = schema(resource, path)
    minimum, maximum = OPTIONS[option].minimum, OPTIONS[option].maximum
    assert minimum is not None and maximum is not None
    assert bounds["minimum"] <= minimum and maximum <= bounds["maximum"]


def test_deployment_types_are_those_of_sam() -> None:
    """The deployment types are SAM's canary and linear ones and AllAtOnce."""
    expected = set(CODEDEPLOY_PREDEFINED_CONFIGURATIONS_LIST)
    assert set(OPTIONS["document.deployment.type"].values) == expected


def groups() -> Iterator[Mapping[str, Option]]:
    """The keys that may stand together: of the document, of a node, of an edge, of a mapping."""
    yield CATALOGUE.document
    yield from ({**CATALOGUE.node, **row.options} for row in CATALOGUE.services.values())
    yield from ({**CATALOGUE.edge, **row.options} for row in CATALOGUE.edges)
    yield from (option.keys for option in OPTIONS.values() if option.keys)


@pytest.mark.parametrize("options", [*groups()])
def test_other_names_are_unambiguous(options: Mapping[str, Option]) -> None:
    """No other name of an option is that of two that stand together, nor the name of one, but for
    `source`, which is an option of some edges and what people call `from`."""
    names = [alias.lower() for option in options.values() for alias in option.aliases]
    assert len(names) == len(set(names))
    assert {name.lower() for name in options}.isdisjoint(set(names) - {"source"})
