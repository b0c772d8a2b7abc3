"""Completion: at every place of the language, in whatever state the document is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.hover import hover
from tests.fixtures import SHOP, at_cursor

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.sbd.yaml"))


def labels(text: str) -> list[str]:
    """What is offered at the cursor, in order."""
    analysis, offset = at_cursor(text)
    return [item.label for item in completion(analysis, offset).items]


def applied(text: str, label: str) -> str:
    """The text after the completion `label` is accepted."""
    analysis, offset = at_cursor(text)
    found = completion(analysis, offset)
    item = next(item for item in found.items if item.label == label)
    whole = analysis.document.text
    return whole[: found.span.start] + item.text + whole[found.span.end :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$0", ["sbd", "name"]),
        ("sbd: 1\nn$0", ["name", "nodes"]),
        ("sbd: 1\nruntime: p$0", ["python3.14", "python3.13", "python3.12", "python3.11"]),
        ("sbd: 1\ndeployment:\n  $0", ["type", "alarms", "hooks"]),
        ("sbd: 1\ndeployment:\n  type: L$0", ["Linear10PercentEvery1Minute"]),
        (SHOP + "  New:\n    $0", ["type"]),
        (SHOP + "  New:\n    ty$0", ["type"]),
        (SHOP + "  New:\n    type: b$0", ["bucket"]),
        (SHOP + "  New: {type: q$0}", ["queue"]),
        (SHOP + "  New: {type: table, key: {s$0", ["sort"]),
        (SHOP + "  New:\n    type: stateMachine\n    workflow: $0", ["standard", "express"]),
        (SHOP + "edges:\n  - {from: $0", ["Uploads", "Index", "Orders", "Resize"]),
        (SHOP + "edges:\n  - {from: Uploads, to: $0", ["Resize"]),
        (SHOP + "edges:\n  - {from: Resize, to: $0", ["Uploads", "Index", "Orders"]),
        (SHOP + "edges:\n  - from: Uploads\n    $0", ["to", "kind", "event"]),
        (SHOP + "edges:\n  - from: Uploads\n    to: R$0", ["Resize"]),
        (SHOP + "edges:\n  - {from: Resize, to: Index, kind: $0", ["readWrite", "read", "write"]),
        (SHOP + "edges:\n  - {from: Uploads, to: Resize, event: $0", ["s3:ObjectCreated:*"]),
        (SHOP + 'edges:\n  - {from: Uploads, to: Resize, event: "s$0"', ["s3:ObjectCreated:*"]),
        (SHOP + "edges:\n  - {from: Uploads, to: Resize, event: [$0", ["s3:ObjectCreated:*"]),
        (SHOP + "edges:\n  - {from: Uploads, to: Resize, filter: {$0", ["prefix", "suffix"]),
        (SHOP + "edges:\n  - {from: Orders, to: Resize, b$0", ["batchSize"]),
        (SHOP + "edges:\n  - f$0", ["from"]),
    ],
)
def test_the_likeliest_come_first(text: str, expected: list[str]) -> None:
    """What can be written at the cursor is offered, the likeliest first."""
    assert expected == labels(text)[: len(expected)]


def test_every_service_type_is_offered() -> None:
    """After `type:` all service types are offered, each once."""
    assert sorted(CATALOGUE.services) == sorted(labels(SHOP + "  New:\n    type: $0\n"))


def test_keys_that_are_there_are_not_offered() -> None:
    """A key that the mapping has already is not offered again."""
    found = labels(SHOP.replace("memory: 512", "memory: 512, $0"))
    assert "memory" not in found
    assert "timeout" in found


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("sbd: 1\nna$0", "name", "sbd: 1\nname: "),
        ("na$0: x", "name", "name: x"),
        ("edges:\n  - {from: A, ev$0}", "event", "edges:\n  - {from: A, event: }"),
        (
            SHOP + "  S:\n    type: schedule\n    expression: ra$0",
            "rate(5 minutes)",
            SHOP + "  S:\n    type: schedule\n    expression: rate(5 minutes)",
        ),
        (
            SHOP + "edges:\n  - {from: A, to: B, path: $0}",
            "/photos/{id}",
            SHOP + 'edges:\n  - {from: A, to: B, path: "/photos/{id}"}',
        ),
    ],
)
def test_what_is_accepted_is_what_yaml_needs(text: str, label: str, expected: str) -> None:
    """An accepted completion replaces the word and has the quotes and colons that it needs."""
    assert expected == applied(text, label)


def test_a_comment_offers_nothing() -> None:
    """In a comment there is nothing to complete."""
    assert labels(SHOP + "  # type: $0\n") == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_prefix_of_each_example_answers(path: Path) -> None:
    """However far an example is typed, completion and hover answer, and edits stay on the line."""
    text = path.read_text("utf-8")
    analysis = Analysis.of("")
    for end in range(len(text)):
        found = completion(analysis, end)
        word = text[found.span.start : found.span.end]
        assert found.span.start <= end <= found.span.end
        assert "\n" not in word
        hover(analysis, end)
        assert [f for f in analysis.findings if not f.rule.slug] == []
        analysis = analysis.edit(end, end, text[end])
    assert text == analysis.document.text


def test_examples_are_there() -> None:
    """The examples that these tests type are there."""
    assert len(EXAMPLES) >= 9
