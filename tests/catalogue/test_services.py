"""The service types of the catalogue are documented and stand for resources that exist."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from cfnlint.helpers import PSEUDOPARAMS
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from sbd_lsp.catalogue.entries import Service
from sbd_lsp.catalogue.load import CATALOGUE

every_service = pytest.mark.parametrize(
    "service", CATALOGUE.services.values(), ids=list(CATALOGUE.services)
)


def test_types_are_the_fourteen_of_the_first_version() -> None:
    """The catalogue has the service types of the language's first version and no others."""
    assert set(CATALOGUE.services) == {
        "analyticsStream",
        "api",
        "bucket",
        "deliveryStream",
        "eventBus",
        "function",
        "identityPool",
        "iotRule",
        "queue",
        "schedule",
        "stateMachine",
        "stream",
        "table",
        "topic",
    }


@every_service
def test_service_is_documented(service: Service) -> None:
    """A service has a title, two to five sentences, and a page of AWS."""
    assert service.title
    assert 2 <= len(re.findall(r"\.(?:\s|$)", service.summary)) <= 6
    assert service.summary.endswith(".")
    assert re.match(r"https://docs\.aws\.amazon\.com/\S+\.html$", service.docs)


@every_service
def test_resource_is_a_resource_of_cloudformation(service: Service) -> None:
    """cfn-lint has a schema for the service's resource."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", service.resource)
    assert schema.schema["properties"]


@every_service
def test_what_it_returns_is_what_cloudformation_gives(service: Service) -> None:
    """Of each service it is said what `Ref` gives; cfn-lint knows its attributes, and an `Arn` that
    is left out is one that cfn-lint does not know either."""
    known = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", service.resource).get_atts
    assert next(iter(service.returns)) == "Ref"
    assert [name for name in service.returns if name != "Ref" and name not in known] == []
    assert ("Arn" in service.returns) == ("Arn" in known)


def test_pseudo_parameters_are_those_of_cloudformation() -> None:
    """They are the ones that cfn-lint knows."""
    assert set(CATALOGUE.pseudo) == PSEUDOPARAMS


@every_service
def test_example_of_an_id_is_an_id(service: Service) -> None:
    """The example of an id is a logical id that CloudFormation accepts."""
    assert re.fullmatch("[A-Za-z][A-Za-z0-9]*", service.id_example)


@every_service
def test_edges_that_are_required_or_limited_exist(service: Service) -> None:
    """A kind that must or may at most so often leave a node is a kind that leaves its type."""
    kinds = {row.kind for row in CATALOGUE.edges if row.source == service.type}
    assert {*service.requires, *service.most} <= {*kinds, "any"}


def test_aliases_are_unambiguous() -> None:
    """An alias stands for one type and is not itself a type."""
    counted = Counter(alias for row in CATALOGUE.services.values() for alias in row.aliases)
    assert [alias for alias, times in counted.items() if times > 1] == []
    assert set(counted) & set(CATALOGUE.services) == set()


@pytest.mark.parametrize(
    ("tried", "type"),
    [("lambda", "function"), ("s3", "bucket"), ("dynamodb", "table"), ("sqs", "queue")],
)
def test_names_that_people_try_lead_to_types(tried: str, type: str) -> None:
    """The AWS name of a service is an alias of its type."""
    assert CATALOGUE.aliases[tried] == type
