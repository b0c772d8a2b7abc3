"""Hover: what each word is and becomes."""

from __future__ import annotations

import pytest

from sbd_lsp.ide.hover import hover
from tests.fixtures import SHOP, at_cursor

EDGE = (
    SHOP + "edges:\n  - {from: Uploads, to: Resize, kind: trigger, event: s3:ObjectCreated:Put}\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHOP.replace("type: bucket", "type: buc$0ket"), ["S3 bucket", "AWS::S3::Bucket"]),
        (SHOP.replace("memory", "mem$0ory"), ["memory", "from 128 to 10240 MB", "default `256`"]),
        (SHOP.replace("Uploads", "Upl$0oads"), ["**Uploads**", "S3 bucket"]),
        (EDGE.replace("kind: trigger", "kind: tri$0gger"), ["`bucket` → `function`"]),
        (EDGE.replace("kind: trigger", "kind: tri$0gger"), ["asynchronous", "s3.amazonaws.com"]),
        (EDGE.replace("to: Resize", "to: Res$0ize"), ["**Resize**", "lambda:InvokeFunction"]),
        (EDGE.replace("event: s3", "event: s$03"), ["s3:ObjectCreated:Put"]),
        (
            EDGE.replace("runtime", "runtime").replace("sbd: 1", "s$0bd: 1"),
            ["Version of the language"],
        ),
        ("sbd: 1\nruntime: python$03.13\n", ["Python 3.13", "2029"]),
    ],
)
def test_words_are_explained(text: str, expected: list[str]) -> None:
    """The hover on a word says what it is, with what AWS makes of it."""
    analysis, offset = at_cursor(text)
    found = hover(analysis, offset)
    assert found is not None
    assert [part for part in expected if part not in found.text] == []
    assert (
        "https://docs.aws.amazon.com" in found.text or "Python" in found.text or "sbd" in found.text
    )


def test_a_broken_neighbour_does_not_matter() -> None:
    """A hover answers although another entry is not YAML."""
    analysis, offset = at_cursor(
        SHOP.replace("type: bucket", "type: buc$0ket") + '  Bad: {type: "\n'
    )
    assert hover(analysis, offset) is not None


def test_nothing_is_said_of_nothing() -> None:
    """There is no hover on an empty line."""
    analysis, offset = at_cursor(SHOP + "\n$0\n")
    assert hover(analysis, offset) is None


def test_what_stands_below_a_half_typed_key_is_known() -> None:
    """While the id of a node is written again, the lines below it say what they said."""
    text = "nodes:\n  Or\n    type: qu$0eue\n    description: x\n"
    analysis, offset = at_cursor(text)
    found = hover(analysis, offset)
    assert found is not None
    assert "SQS queue" in found.text
