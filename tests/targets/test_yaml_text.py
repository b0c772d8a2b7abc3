"""The YAML that is written reads back as the values that it was made of."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from samcli.yamlhelper import yaml_parse

from sbd_lsp.targets.intrinsics import Noted
from sbd_lsp.targets.sam.yaml_text import comment, scalar, to_yaml
from tests.targets.judge import plain

CHARACTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=12),
    st.text(st.sampled_from("ab:#-!&*?|>%@`'\"\\{}[], \n\t$.0~="), max_size=12),
    st.sampled_from(["yes", "No", "null", "~", "1e3", "0x1f", "1_000", "12:30", "2012-10-17", "."]),
)
SCALARS = st.one_of(TEXTS, st.integers(), st.booleans())
IDS = st.sampled_from(["Table", "AWS::Region", "Function.Alias"])
SIMPLE_CALLS = st.one_of(
    st.builds(lambda id: {"Ref": id}, IDS),
    st.builds(lambda id, name: {"Fn::GetAtt": [id, name]}, st.sampled_from(["A", "B"]), IDS),
    st.builds(lambda text: {"Fn::Sub": text}, TEXTS),
    st.builds(lambda texts: {"Fn::Join": ["", texts]}, st.lists(TEXTS, max_size=3)),
)
CALLS = st.one_of(
    SIMPLE_CALLS,
    st.builds(
        lambda call, n: {"Fn::Select": [n, {"Fn::Split": ["/", call]}]},
        SIMPLE_CALLS,
        st.integers(0, 3),
    ),
    st.builds(lambda text, call: {"Fn::Sub": [text, {"Name": call}]}, TEXTS, SIMPLE_CALLS),
)
KEYS = TEXTS.filter(lambda key: key not in ("Ref", "Condition") and not key.startswith("Fn::"))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(SCALARS, CALLS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=10,
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_what_is_written_reads_back(value: dict[str, Any]) -> None:
    """SAM's own reader gets the values back, intrinsic functions in their long form."""
    assert plain(yaml_parse(to_yaml(value))) == value


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_scalars_read_back(text: str) -> None:
    """A text reads back in a block and in brackets."""
    assert yaml.safe_load(scalar(text)) == text
    assert yaml.safe_load(f"[{scalar(text, flow=True)}]") == [text]


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_comments_stay_on_one_line(text: str) -> None:
    """Whatever a comment holds, nothing of it is read."""
    assert yaml.safe_load(f"{comment(text)}\na: 1\n") == {"a": 1}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": {"Ref": "B"}}, "a: !Ref B\n"),
        ({"a": "..."}, "a: '...'\n"),
        ({"a": {"Fn::GetAtt": ["B", "Arn"]}}, "a: !GetAtt B.Arn\n"),
        ({"a": [{"b": 1, "c": []}]}, "a:\n  - b: 1\n    c: []\n"),
        ({"a": [[1, 2], {}]}, "a:\n  - - 1\n    - 2\n  - {}\n"),
        ({"a": "x\ny\n"}, "a: |\n  x\n  y\n"),
        ({"a": Noted("why: so", {"b": True})}, "# why: so\na:\n  b: true\n"),
        ({"a": [Noted("why", {"b": "yes"})]}, "a:\n  # why\n  - b: 'yes'\n"),
        (
            {"a": [{"b": Noted("why", {"c": 1}), "d": 2}]},
            "a:\n  -\n    # why\n    b:\n      c: 1\n    d: 2\n",
        ),
    ],
)
def test_text_is_what_a_person_would_write(value: dict[str, Any], text: str) -> None:
    """Values come out in block style with short forms, remarks above what they are about."""
    assert to_yaml(value) == text
