"""Conditions, requirements and look-ups of the catalogue."""

from __future__ import annotations

from typing import Any

import pytest

from sbd_lsp.catalogue.entries import Condition, Requirement
from sbd_lsp.catalogue.load import CATALOGUE


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Condition("edge", "x", values=(True,)), True, True),
        (Condition("edge", "x", values=(True,)), False, False),
        (Condition("edge", "x", values=(True,)), None, None),
        (Condition("edge", "x", maximum=10), 10, True),
        (Condition("edge", "x", maximum=10), 11, False),
        (Condition("edge", "x", minimum=1), 0, False),
        (Condition("edge", "x", maximum=10), "ten", None),
        (Condition("edge", "x", pattern="^[^#]*$"), "a/b", True),
        (Condition("edge", "x", pattern="^[^#]*$"), "a/#", False),
        (Condition("edge", "x", pattern="^[^#]*$"), 3, None),
        (Condition("edge", "x", at_least="target.y"), 5, True),
        (Condition("edge", "x", at_least="target.y"), 4, False),
        (Condition("edge", "x", at_least="target.z"), 4, True),
        (Condition("node", "x", maximum=1), 4, None),
    ],
)
def test_condition_judges_a_value(condition: Condition, value: Any, expected: bool | None) -> None:
    """A condition holds, does not hold, or cannot be judged."""
    assert condition.judge({"edge": {"x": value}, "target": {"y": 5}}) is expected


def test_requirement_is_broken_only_if_it_applies() -> None:
    """What is needed counts only where all that is given holds."""
    need = Condition("edge", "batchSize", maximum=10)
    rule = Requirement((need,), "why", given=(Condition("source", "fifo", values=(True,)),))
    assert rule.broken({"source": {"fifo": True}, "edge": {"batchSize": 11}}) == need
    assert rule.broken({"source": {"fifo": True}, "edge": {"batchSize": 10}}) is None
    assert rule.broken({"source": {"fifo": False}, "edge": {"batchSize": 11}}) is None
    assert rule.broken({}) is None


def test_conditions_name_options_that_exist() -> None:
    """Each condition of the catalogue is about an option of the end or edge that it names."""
    for service in CATALOGUE.services.values():
        for rule in service.requirements:
            for condition in (*rule.given, *rule.needs):
                assert condition.place == "node" and condition.option in service.options
    for row in CATALOGUE.edges:
        places = {
            "source": CATALOGUE.services[row.source].options,
            "target": CATALOGUE.services[row.target].options,
            "edge": row.options,
        }
        for rule in row.requirements:
            for condition in (*rule.given, *rule.needs):
                assert condition.option in {**places[condition.place], **CATALOGUE.node}
                assert all(option in places[place] for place, option in condition.others)


def test_requirements_say_why() -> None:
    """Each requirement has a sentence without a full stop and something that it needs."""
    services = [rule for row in CATALOGUE.services.values() for rule in row.requirements]
    rules = services + [rule for row in CATALOGUE.edges for rule in row.requirements]
    assert rules
    for rule in rules:
        assert rule.sentence[0].isupper() and not rule.sentence.endswith(".")
        assert rule.needs


def test_defaults_meet_all_requirements() -> None:
    """An edge whose ends and options are left at their defaults breaks no requirement."""
    for row in CATALOGUE.edges:
        options = {
            "source": {k: o.default for k, o in CATALOGUE.services[row.source].options.items()},
            "target": {k: o.default for k, o in CATALOGUE.services[row.target].options.items()},
            "edge": {k: o.default for k, o in row.options.items()},
        }
        assert [rule for rule in row.requirements if rule.broken(options)] == []


def test_usual_kind_comes_first() -> None:
    """Of several kinds for a pair the usual one is first and is what no kind means."""
    kinds = CATALOGUE.kinds("function", "bucket")
    assert [row.kind for row in kinds] == ["readWrite", "read", "write"]
    assert CATALOGUE.kind("function", "bucket", None) is kinds[0]
    assert CATALOGUE.kind("function", "bucket", "write") is kinds[2]


def test_what_aws_does_not_allow_has_no_kind() -> None:
    """A pair without an edge has no kinds, and a kind that does not fit is None."""
    assert CATALOGUE.kinds("bucket", "queue") == ()
    assert CATALOGUE.kind("bucket", "queue", None) is None
    assert CATALOGUE.kind("function", "bucket", "trigger") is None


def test_neighbours_of_a_type() -> None:
    """A type's targets and sources are those of the edges."""
    assert CATALOGUE.targets_of("bucket") == ("topic", "function")
    assert CATALOGUE.sources_of("deliveryStream") == (
        "stream",
        "analyticsStream",
        "schedule",
        "function",
    )
