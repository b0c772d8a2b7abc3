"""What an IoT rule listens to, and whether it hears what is published."""

from __future__ import annotations

import pytest

from sbd_lsp.model.topics import fits, selects_some, topic_filter, topic_within


@pytest.mark.parametrize(
    ("filter", "topic", "heard"),
    [
        ("a/b", "a/b", True),
        ("a/b", "a/c", False),
        ("a/+", "a/b", True),
        ("a/+", "a/b/c", False),
        ("a/+/c", "a/b/c", True),
        ("#", "a/b", True),
        ("a/#", "a/b/c", True),
        ("a/#", "a", True),
        ("a/#", "b/a", False),
        ("a/b/c", "a/b", False),
    ],
)
def test_fits(filter: str, topic: str, heard: bool) -> None:
    """`+` stands for a level, `#` for all that follow and the level before."""
    assert fits(filter, topic) is heard


def test_filter_is_that_of_the_statement() -> None:
    """What stands after FROM is listened to, else the topic, else the id."""
    assert topic_filter("R", "t", "SELECT * FROM 'a/#'") == "a/#"
    assert topic_filter("R", "t", None) == "t"
    assert topic_filter("R", None, "") == "R"


@pytest.mark.parametrize("filter", ["a/+/b/#", "#", "+", "x"])
def test_topic_within_a_filter_fits_it(filter: str) -> None:
    """What is published to a rule is heard by it."""
    assert fits(filter, topic_within(filter, "Sender"))


def test_condition_selects_some() -> None:
    """A statement with WHERE leaves something out."""
    assert selects_some("select * from 'a' where x > 1")
    assert not selects_some("SELECT nowhere FROM 'a'")
    assert not selects_some(None)
