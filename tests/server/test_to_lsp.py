"""Answers as LSP's JSON, as clients of different abilities get them."""

from __future__ import annotations

import json

import pytest

from benchmarks.ranking import offers_of
from sbd_lsp.ide.completion import completion
from sbd_lsp.ide.offer import MOST
from sbd_lsp.server import to_lsp
from sbd_lsp.server.client import Client
from sbd_lsp.server.convert import Json
from sbd_lsp.server.session import OpenDocument

DESIGN = """\
nodes:
  Uploads: {type: bucket}
  Resize:
    type: function
    description: Writes the small picture
    |
  "404":
    type: fn|
  T|
edges:
  - {from: Uploads, to: |}
  - {from: "Uploads", to: Resize, kind: |}
  - |
"""
PLACES = [at for at, character in enumerate(DESIGN) if character == "|"]


def answer(place: int, client: Client) -> tuple[Json, int, str]:
    """What is offered where the bar at `place` stands, and the number and start of that line."""
    before = DESIGN[:place].replace("|", "")
    text = before + DESIGN[place:].replace("|", "")
    document = OpenDocument("file:///d/a.sbd.yaml", 1, text, "utf-16")
    found = completion(document.analysis, len(before))
    said = json.loads(to_lsp.completions(document, found, client))
    return said, before.count("\n"), before.split("\n")[-1]


@pytest.mark.parametrize("snippets", [True, False])
@pytest.mark.parametrize("place", PLACES)
def test_a_range_that_is_said_once_changes_nothing(place: int, snippets: bool) -> None:
    """Whether a client takes one range for all completions or one in each, they do the same."""
    each, row, line = answer(place, Client(snippets=snippets))
    once, _, _ = answer(place, Client(snippets=snippets, default_range=True))
    assert "itemDefaults" not in each
    assert not any("textEdit" in item for item in once["items"])
    assert once["items"]
    assert offers_of(once, row, line, len(line)) == offers_of(each, row, line, len(line))


@pytest.mark.parametrize(("nodes", "incomplete"), [(MOST, False), (MOST + 1, True)])
def test_a_list_says_whether_there_are_more(nodes: int, incomplete: bool) -> None:
    """An editor asks again with each letter, or narrows the list down by itself."""
    text = "".join(f"  Place{number}: {{type: bucket}}\n" for number in range(nodes))
    text = f"nodes:\n{text}edges:\n  - {{from: "
    document = OpenDocument("file:///d/a.sbd.yaml", 1, text, "utf-16")
    found = completion(document.analysis, len(text))
    said = json.loads(to_lsp.completions(document, found, Client()))
    assert (said["isIncomplete"], len(said["items"])) == (incomplete, MOST)
