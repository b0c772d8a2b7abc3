"""The event kinds of the catalogue are those of AWS's APIs."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from sbd_lsp.catalogue.entries import EventSet
from sbd_lsp.catalogue.load import CATALOGUE


def events(source: str, target: str) -> EventSet:
    """The events of the usual edge from `source` to `target`."""
    row = CATALOGUE.kind(source, target, None)
    assert row is not None and row.events is not None
    return row.events


def shape(service: str, name: str) -> dict[str, Any]:
    """A shape of an AWS API, as botocore describes it."""
    loader = botocore.session.get_session().get_component("data_loader")
    return dict(loader.load_service_model(service, "service-2")["shapes"][name])


@pytest.mark.parametrize("target", ["function", "topic"])
def test_events_of_a_bucket_are_those_of_s3(target: str) -> None:
    """A bucket's events are the `Event` enumeration of S3's API."""
    assert set(events("bucket", target).values) == set(shape("s3", "Event")["enum"])


def test_events_of_a_table_are_those_of_dynamodb() -> None:
    """A table's events are the operation types of DynamoDB streams."""
    expected = shape("dynamodbstreams", "OperationType")["enum"]
    assert set(events("table", "function").values) == set(expected)


def test_events_that_stand_for_others_have_them() -> None:
    """An event that ends in `*` has at least two of its kind beside it."""
    values = events("bucket", "function").values
    for name in values:
        if name.endswith("*"):
            assert sum(other.startswith(name[:-1]) for other in values) > 2, name


def test_every_set_of_events_is_documented_and_its_defaults_are_of_it() -> None:
    """A set of events has a page of AWS, explanations, and defaults that are in it."""
    for row in CATALOGUE.edges:
        if row.events:
            assert row.events.docs.startswith("https://docs.aws.amazon.com/")
            assert all(row.events.values.values())
            assert set(row.events.default) <= set(row.events.values)
