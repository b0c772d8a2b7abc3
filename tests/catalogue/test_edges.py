"""The edges of the catalogue are those of the seed table, documented, and grant real actions."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import parliament
import pytest
import samcli
import samtranslator

from sbd_lsp.catalogue.entries import EdgeKind
from sbd_lsp.catalogue.load import CATALOGUE

SEED = Path(__file__).parent / "seed_edges.tsv"
INVOCATIONS = {"synchronous", "asynchronous", "stream", "queue", "delivery", "none"}
EVENTS = Path(samcli.__file__).parent / "lib/generated_sample_events/event-mapping.json"
CONNECTORS = Path(samtranslator.__file__).parent / "model/connector_profiles/profiles.json"

# Kinds that the browser tool joined in one: "read/write" is its readWrite, here split in three.
SPLIT = {"read", "write"}

# Lambda asks for it before it reads a stream; IAM takes no resource, SAM's connector names one.
UNLIMITED = {"dynamodb:ListStreams"}

every_edge = pytest.mark.parametrize(
    "row", CATALOGUE.edges, ids=[f"{row.source}-{row.target}-{row.kind}" for row in CATALOGUE.edges]
)


def seed() -> list[dict[str, str]]:
    """The rows of the seed table, by column."""
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_pairs_are_those_of_the_seed_table() -> None:
    """The catalogue joins the 34 pairs of the seed table and no others."""
    pairs = {(row["from_type"], row["to_type"]) for row in seed()}
    assert len(pairs) == 34
    assert {(row.source, row.target) for row in CATALOGUE.edges} == pairs


def test_kinds_are_those_of_the_seed_table() -> None:
    """Each pair has the seed table's kind, and `read` and `write` beside `readWrite`."""
    expected = {(row["from_type"], row["to_type"], row["kind"]) for row in seed()}
    expected |= {
        (source, target, kind)
        for source, target, whole in expected
        if whole == "readWrite"
        for kind in SPLIT
    }
    assert {(row.source, row.target, row.kind) for row in CATALOGUE.edges} == expected
    assert len(CATALOGUE.edges) == len(expected) == 38


@pytest.mark.parametrize("row", seed(), ids=lambda row: f"{row['from_type']}-{row['to_type']}")
def test_usual_kind_is_that_of_the_seed_table(row: dict[str, str]) -> None:
    """An edge without a kind is what the browser tool made of the pair."""
    usual = CATALOGUE.kind(row["from_type"], row["to_type"], None)
    assert usual is not None
    assert usual.kind == row["kind"]


@pytest.mark.parametrize("row", seed(), ids=lambda row: f"{row['old_from']}-{row['old_to']}")
def test_old_names_lead_to_the_new(row: dict[str, str]) -> None:
    """The browser tool's types and labels are known, as names or as aliases."""
    for old, new in ((row["old_from"], row["from_type"]), (row["old_to"], row["to_type"])):
        assert old == new or CATALOGUE.aliases[old] == new
    kind = CATALOGUE.kind(row["from_type"], row["to_type"], row["kind"])
    assert kind is not None
    label = row["old_label"].replace("/w", "W")
    assert label == kind.kind or label in kind.aliases


@every_edge
def test_edge_is_documented(row: EdgeKind) -> None:
    """An edge has a title, a sentence with both ends, what it becomes, and a page of AWS."""
    assert row.title
    assert "{from}" in row.sentence and "{to}" in row.sentence and row.sentence.endswith(".")
    assert len(row.becomes) > 40 and not row.becomes.endswith(".")
    assert re.match(r"https://docs\.aws\.amazon\.com/\S+\.html(#\S+)?$", row.docs)
    assert row.invocation in INVOCATIONS


@every_edge
def test_ends_are_services(row: EdgeKind) -> None:
    """Both ends of an edge are service types."""
    assert {row.source, row.target} <= set(CATALOGUE.services)


@every_edge
def test_sample_is_an_event_of_sam(row: EdgeKind) -> None:
    """A sample names a service and an event that `sam local generate-event` knows."""
    events = json.loads(EVENTS.read_text("utf-8"))
    if row.sample:
        service, event = row.sample.split()
        assert event in events[service]
        assert row.target == "function"


@every_edge
def test_grants_name_real_actions_that_take_a_resource(row: EdgeKind) -> None:
    """Each action exists in IAM and can be limited to a resource; none is a pattern."""
    assert row.grants
    for grant in row.grants:
        assert grant.resource in {"source", "target"}
        assert grant.principal in {"source", "target"} or grant.principal.endswith(".amazonaws.com")
        assert list(grant.actions) == sorted(set(grant.actions))
        for action in grant.actions:
            kinds = {kind["resource_type"].strip("*") for kind in _resources(action)}
            assert kinds - {""} or (kinds and action in UNLIMITED), action


@every_edge
def test_grants_stay_within_the_connectors_of_sam(row: EdgeKind) -> None:
    """Where SAM has a connector for the pair, an edge grants no action beyond the connector's."""
    allowed = _connector_actions(*(_cloudformation(end) for end in (row.source, row.target)))
    if allowed:
        assert {action for grant in row.grants for action in grant.actions} <= allowed


@every_edge
def test_keys_in_which_edges_differ_are_keys_of_the_edge(row: EdgeKind) -> None:
    """`distinct` names the target, options of the edge, or `event` if it has events."""
    assert set(row.distinct) <= {"to", *row.options} | ({"event"} if row.events else set())


def _resources(action: str) -> list[dict[str, Any]]:
    prefix, name = action.split(":")
    found: list[dict[str, Any]] = [
        kind
        for service in parliament.iam_definition
        if service["prefix"] == prefix
        for privilege in service["privileges"]
        if privilege["privilege"] == name
        for kind in privilege["resource_types"]
    ]
    return found


@cache
def _connectors() -> dict[str, Any]:
    profiles: dict[str, Any] = json.loads(CONNECTORS.read_text("utf-8"))["Permissions"]
    return profiles


def _connector_actions(source: str, target: str) -> set[str]:
    categories = _connectors().get(source, {}).get(target, {}).get("Properties", {})
    statements = categories.get("AccessCategories", {}).values()
    return {
        action
        for category in statements
        for statement in category.get("Statement", ())
        for action in statement["Action"]
    }


def _cloudformation(type: str) -> str:
    resource = CATALOGUE.services[type].resource
    return {
        "AWS::Serverless::Function": "AWS::Lambda::Function",
        "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
    }.get(resource, resource)
