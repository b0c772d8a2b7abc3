"""Sample events have the shape that AWS gives them, and fit the edges that they stand for."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser import models
from moto.events.models import EventPattern

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.design import Design, Edge, design_from
from sbd_lsp.targets.code import project_code
from sbd_lsp.targets.code.patterns import fitting, pattern_of
from sbd_lsp.targets.code.samples import samples_of
from tests.targets.code.designs import all_designs, filters, node

# the event of the SAM CLI for each service, and what of it depends on the design
GENERATED = {
    ("bucket", "ObjectCreated:Put"): ("s3", "S3Put", set()),
    ("bucket", "ObjectRemoved:Delete"): ("s3", "S3Delete", set()),
    ("topic", ""): ("sns", "Sns", {"MessageAttributes"}),
    ("queue", ""): ("sqs", "Sqs", {"attributes"}),
    ("stream", ""): ("kinesis", "Kinesis", set()),
    ("api", ""): (
        "apigateway",
        "AwsProxy",
        {
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "pathParameters",
            "stageVariables",
        },
    ),
    ("eventBus", ""): ("cloudwatch", "ScheduledEvent", {"detail", "version", "resources"}),
    ("deliveryStream", ""): ("kinesis", "KinesisFirehose", set()),
}
POWERTOOLS = {
    "bucket": models.S3Model,
    "table": models.DynamoDBStreamModel,
    "stream": models.KinesisDataStreamModel,
    "topic": models.SnsModel,
    "queue": models.SqsModel,
    "api": models.APIGatewayProxyEventModel,
    "eventBus": models.EventBridgeModel,
    "deliveryStream": models.KinesisFirehoseModel,
}


def arrivals() -> Iterator[tuple[Design, Edge]]:
    """Each edge of the test designs that reaches a function."""
    for design in all_designs().values():
        for edge in design.edges:
            if edge.target.type == "function":
                yield design, edge


def generated(folder: str, name: str) -> Any:
    """The event `name` of the SAM CLI, whose templates are in mustache."""
    package = resources.files("samcli.lib.generated_sample_events")
    text = (package / "events" / folder / f"{name}.json").read_text("utf-8")
    return json.loads(text)


def shape(value: Any, free: set[str]) -> Any:
    """The keys of `value`, all the way down; what is under a key of `free` may be anything."""
    if isinstance(value, dict):
        return {key: None if key in free else shape(one, free) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one, free) for one in value[:1]]
    return None


def test_shapes_are_those_of_the_sam_cli() -> None:
    """The keys of a sample are those of `sam local generate-event`, all the way down."""
    seen = set()
    for design, edge in arrivals():
        for sample in samples_of(design, edge):
            name = sample.value["event"] if edge.source.type == "bucket" else ""
            if (edge.source.type, name) not in GENERATED:
                continue
            folder, file, free = GENERATED[edge.source.type, name]
            ours, theirs = shape(sample.event, free), shape(generated(folder, file), free)
            if edge.source.type == "deliveryStream":
                for key in ("sourceKinesisStreamArn", "kinesisRecordMetadata"):
                    ours.pop(key, None)
                    ours["records"][0].pop(key, None)
            for key in free & {"version"}:
                ours.pop(key)
            assert ours == theirs
            seen.add((edge.source.type, name))
    assert seen == set(GENERATED)


def test_changes_are_those_of_the_sam_cli() -> None:
    """A record of a table has the keys of the SAM CLI's record of the same event."""
    theirs = {one["eventName"]: one for one in generated("dynamodb", "DynamoDBUpdate")["Records"]}
    free = {"Keys", "NewImage", "OldImage"}
    seen = set()
    for design, edge in arrivals():
        if edge.source.type == "table" and edge.source.options["view"] == "NEW_AND_OLD_IMAGES":
            for sample in samples_of(design, edge):
                [record] = sample.event["Records"]
                name = record["eventName"]
                assert shape(record, free) == shape(theirs[name], free)
                seen.add(name)
    assert seen == {"INSERT", "MODIFY", "REMOVE"}


def test_records_of_a_stream_on_its_way_to_delivery() -> None:
    """Records that come from a stream say so, as those of the SAM CLI's event do."""
    data = {
        "name": "App",
        "nodes": {"S": node("stream"), "D": node("deliveryStream"), "F": node("function")},
        "edges": [{"from": "S", "to": "D"}, {"from": "D", "to": "F"}],
    }
    design = design_from(data)
    [sample] = samples_of(design, design.edges[1])
    theirs = generated("kinesis", "KinesisFirehoseStreamsAsSource")
    assert shape(sample.event["records"], set()) == shape(theirs["records"], set())
    assert sample.event["sourceKinesisStreamArn"].endswith(":stream/App-S")


def test_powertools_accept_each_sample() -> None:
    """The models of AWS Lambda Powertools, a second judge, accept each sample."""
    seen = set()
    for design, edge in arrivals():
        model = POWERTOOLS.get(edge.source.type)
        if model is not None:
            for sample in samples_of(design, edge):
                model.model_validate(sample.event)
                seen.add(edge.source.type)
    assert seen == set(POWERTOOLS)


def test_each_source_of_functions_has_a_sample() -> None:
    """Every edge of the catalogue that reaches a function has a file under `events/`."""
    for row in CATALOGUE.edges:
        if row.target == "function":
            nodes = {"A": node(row.source), "B": node("function")}
            edge = {"from": "A", "to": "B", "kind": row.kind}
            files = project_code(design_from({"name": "App", "nodes": nodes, "edges": [edge]}))
            assert any(path.startswith("events/B/A") for path in files)


def samples_between(source: str, target: str) -> list[Any]:
    """The samples of the edges from `source` to `target` of the design of filters."""
    design = design_from(filters())
    found = [e for e in design.edges if (e.source.id, e.target.id) == (source, target)]
    return [sample for edge in found for sample in samples_of(design, edge)]


def test_keys_of_objects_pass_the_filter() -> None:
    """An object's key has the prefix and suffix of the edge, URL-encoded; each event a file."""
    created, removed = samples_between("Files", "Work")
    assert created.value["key"] == "in/ü +my cat.csv"
    stored = created.event["Records"][0]["s3"]["object"]
    assert stored["key"] == "in/%C3%BC+%2Bmy+cat.csv"
    assert "size" in stored
    assert removed.event["Records"][0]["eventName"] == "ObjectRemoved:Delete"
    assert "size" not in removed.event["Records"][0]["s3"]["object"]


def test_changes_follow_the_edge_and_the_table() -> None:
    """A change has the table's keys in their types, and the images that its stream tells."""
    removed, inserted = samples_between("Rows", "Work")
    change = removed.event["Records"][0]["dynamodb"]
    assert removed.event["Records"][0]["eventName"] == "REMOVE"
    assert change["Keys"] == {"content": {"N": "1001"}, "data": {"B": "MTAwMQ=="}}
    assert "NewImage" not in change
    assert "OldImage" not in change
    assert "NewImage" in inserted.event["Records"][0]["dynamodb"]


def test_requests_follow_the_edge() -> None:
    """A request has method, path and parameters of the edge and the API's stage."""
    get, post = samples_between("Web", "Work")
    assert get.event["httpMethod"] == "GET"
    assert get.event["resource"] == "/x/{id}/{proxy+}"
    assert get.event["path"] == "/x/1001/1001"
    assert get.event["pathParameters"] == {"id": "1001", "proxy": "1001"}
    assert get.event["body"] is None
    assert post.event["body"] is not None
    assert post.event["requestContext"]["stage"] == "v1"


def test_events_match_the_rule() -> None:
    """EventBridge's matcher, as moto has it, lets each event through the pattern of its edge."""
    checked = 0
    for design, edge in arrivals():
        if edge.source.type == "eventBus":
            pattern = pattern_of(edge)
            for sample in samples_of(design, edge):
                assert EventPattern.load(json.dumps(pattern)).matches_event(sample.event)
                checked += bool(pattern)
    assert checked > 2


@pytest.mark.parametrize(
    "matcher",
    [
        {"prefix": "shop."},
        {"numeric": [">", 5]},
        {"numeric": [">", 5, "<", 6]},
        {"numeric": ["<=", 5]},
        {"numeric": ["<", 5]},
        {"numeric": ["=", 5]},
        {"exists": True},
        {"exists": False},
        {"anything-but": ["other"]},
        "plain",
        7,
    ],
)
def test_values_fit_matchers(matcher: Any) -> None:
    """The value made for a matcher is one that the matcher lets through."""
    pattern = {"detail": {"value": [matcher], "deep": {"inside": [matcher]}}}
    event = {"detail": {"fixed": 1, **fitting(pattern)["detail"]}}
    assert EventPattern.load(json.dumps(pattern)).matches_event(event)


def test_what_a_function_sends_passes_filters() -> None:
    """Starting code gives events and messages that the consumers of the design ask for."""
    files = project_code(design_from(filters()))
    logic = files["src/Work/logic.py"]
    assert 'resources.bus.put("shop.orders", "Placed", entry)' in logic
    assert 'resources.news.publish(entry, {"kind": "order", "size": 6})' in logic
    attributes = samples_between("News", "Listen")[0].event["Records"][0]["Sns"]
    assert attributes["MessageAttributes"] == {
        "kind": {"Type": "String", "Value": "order"},
        "size": {"Type": "Number", "Value": "6"},
    }


def test_schedules_hand_over_their_input() -> None:
    """A schedule's event is its input, or what the scheduler says when it has none."""
    assert samples_between("Nightly", "Work")[0].event == {"task": "cle\"a'n ${x}\\"}
    assert samples_between("Nightly", "Listen")[0].event == "text"
    data = {"name": "App", "nodes": {"S": node("schedule"), "F": node("function")}}
    design = design_from({**data, "edges": [{"from": "S", "to": "F"}]})
    [sample] = samples_of(design, design.edges[0])
    assert sample.event["source"] == "aws.scheduler"
    assert sample.event["resources"][0].endswith(":schedule/default/S")


def test_readings_follow_the_statement() -> None:
    """A message of an IoT rule has what the statement selects."""
    assert samples_between("Sensor", "Listen")[0].event == {
        "temperature": 21.5,
        "device": "example",
    }


def test_topic_of_a_bucket_carries_its_events() -> None:
    """The message of a topic that a bucket notifies is an event of S3."""
    data = {
        "name": "App",
        "nodes": {"B": node("bucket"), "T": node("topic"), "F": node("function")},
        "edges": [{"from": "B", "to": "T"}, {"from": "T", "to": "F"}],
    }
    design = design_from(data)
    [sample] = samples_of(design, design.edges[1])
    message = json.loads(sample.event["Records"][0]["Sns"]["Message"])
    assert message["Records"][0]["s3"]["bucket"]["name"] == "app-b"


def test_names_are_those_of_the_design() -> None:
    """Samples name the design's resources."""
    for design, edge in arrivals():
        text = "".join(json.dumps(sample.event) for sample in samples_of(design, edge))
        if edge.source.type in ("bucket", "table", "stream", "topic", "queue", "deliveryStream"):
            assert f"{design.name}-{edge.source.id}".lower() in text.lower()


def test_data_in_base64_is_json() -> None:
    """Records of streams carry JSON in base64."""
    for design, edge in arrivals():
        if edge.source.type == "stream":
            for sample in samples_of(design, edge):
                data = base64.b64decode(sample.event["Records"][0]["kinesis"]["data"])
                assert json.loads(data) == sample.value["data"]
