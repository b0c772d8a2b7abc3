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


@pytest.mark.parametrize("word", ["New:", "queue\n  fifo", "from: New"])
def test_keys_beside_the_id_of_their_node_are_its_own(word: str) -> None:
    """A node is what they say, until they are indented below it."""
    text = SHOP + "  New:\n  type: queue\n  fifo: true\nedges:\n  - {from: New, to: Resize}\n"
    analysis, offset = at_cursor(text.replace(word, f"{word[0]}$0{word[1:]}"))
    found = hover(analysis, offset)
    assert found is not None
    assert "SQS" in found.text


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


def said(text: str) -> str:
    """The hover at the cursor."""
    analysis, offset = at_cursor(text)
    found = hover(analysis, offset)
    assert found is not None
    return found.text


NODE = SHOP + "  New: "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NODE + "{type: table, k$0ey: {partition: a}}", "default `{partition: id}`"),
        (NODE + "{type: bucket, vers$0ioning: true}", "default `false`"),
        (NODE + "{type: schedule, en$0abled: true}", "default `true`"),
        (EDGE.replace("event:", "ev$0ent:"), "`[INSERT, MODIFY]`"),
        (NODE + "{type: function, env$0ironment: {}}", "Examples: `{LOG_LEVEL: INFO}`"),
        ("deployment: {alarms: [err$0ors]}", "**errors** · alarms\n"),
        (NODE + "{type: lam$0bda}", "no service type `lambda`; a Lambda function is a `function`"),
        (NODE + "{type: quue$0}", "no service type `quue`; an SQS queue is a `queue`"),
    ],
)
def test_values_are_written_as_yaml(text: str, expected: str) -> None:
    """Defaults and examples stand as one would write them, and titles are whole; of a word that is
    no type it is said what it was meant to be."""
    assert expected in said(text)


@pytest.mark.parametrize(
    "text",
    [
        NODE + "{ty$0pe: table}",
        NODE + "{type: table, key: {parti$0tion: a}}",
        NODE + "{type: table, key: {partition: a, partitionType: $0S}}",
        NODE + "{type: api, throttle: {ra$0te: 1}}",
        NODE + "{type: function, runtime: python$03.13}",
        EDGE.replace("from:", "fr$0om:"),
        EDGE.replace("to:", "t$0o:"),
        EDGE.replace("kind:", "ki$0nd:"),
        EDGE.replace("event:", "ev$0ent:"),
        SHOP + "edges:\n  - {fr$0om: A, to: B}",
        "deployment: {alarms: [err$0ors]}",
        "deployment: {hooks: {bef$0ore: A}}",
    ],
)
def test_hovers_lead_to_documentation(text: str) -> None:
    """What AWS documents has a link, nested keys that of the key around them."""
    assert "(https://docs.aws.amazon.com/" in said(text)


def test_the_keys_of_an_edge_say_what_it_is() -> None:
    """On `kind` stands what the key is, and what this edge is."""
    assert "`bucket` → `function`" in said(EDGE.replace("kind:", "ki$0nd:"))


def test_nothing_is_said_of_a_word_that_means_nothing() -> None:
    """A type that is like none has no hover."""
    analysis, offset = at_cursor(NODE + "{type: xyl$0ophone}")
    assert hover(analysis, offset) is None
