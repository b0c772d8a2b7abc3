"""Designs typed into the running server, character by character, in each manner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from benchmarks.client import Client
from benchmarks.designs import examples, made_up
from benchmarks.documents import design
from benchmarks.manners import MANNERS
from benchmarks.measure import keystrokes
from benchmarks.ranking import offers_of
from benchmarks.replayer import replay
from benchmarks.servers import OURS
from benchmarks.tally import Tally

TYPED = ("photo-album", "order-processing")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A running server."""
    with OURS.running() as client:
        yield client


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Two examples and three designs that hypothesis makes up, one of them in braces."""
    return {name: examples()[name] for name in TYPED} | made_up(2, 7) | made_up(1, 7, True)


@pytest.fixture(scope="module", params=MANNERS)
def tally(request: pytest.FixtureRequest, client: Client, texts: dict[str, str]) -> Tally:
    """What typing them in one manner shows."""
    whole = Tally()
    for name, text in texts.items():
        whole.add(replay(client, OURS, name, text, request.param, 7))
    return whole


def of(tally: Tally, *kinds: str) -> list[object]:
    """The kept failures of some kinds, without the text, to be read in the test's output."""
    return [
        {name: value for name, value in miss.items() if name not in ("text", "same")}
        for miss in tally.misses
        if miss["what"] in kinds
    ]


def test_what_is_typed_next_is_offered_first(tally: Tally) -> None:
    """Each type, kind, event, id, key, value and runtime is among the first five completions from
    its first character on, but where more than five begin with what is typed."""
    missed = [
        miss
        for miss in of(tally, "not offered", "not in the list that was called complete")
        if isinstance(miss, dict) and not miss["behind"]
    ]
    assert missed == []
    assert tally.missed == tally.behind
    assert tally.behind <= 0.02 * tally.asked


def test_edits_stay_in_the_word(tally: Tally) -> None:
    """No completion changes anything but the word that is being typed."""
    assert of(tally, "edit outside the word") == []
    assert tally.outside == 0


def test_nothing_is_flagged_away_from_the_line_that_is_typed(tally: Tally) -> None:
    """Other lines have no findings that the finished document has not, hints apart."""
    assert of(tally, "false alarm") == []
    assert tally.alarmed == 0


def test_the_rest_of_the_document_stays_known(tally: Tally) -> None:
    """Words on other lines say on hover what they said before the line was begun."""
    assert of(tally, "hover lost", "symbols lost") == []
    assert tally.hovers_lost == 0


def test_nothing_breaks(tally: Tally) -> None:
    """No crash, no silence, no answer for another version of the text."""
    assert [miss for miss in tally.misses if "message" in miss and "code" not in miss] == []
    assert tally.broken == 0


def test_a_server_that_dies_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """With where the replay was, and the text as it then stood."""
    pressed = Client.change

    def change(client: Client, uri: str, changes: Sequence[Mapping[str, Any]]) -> int:
        version = pressed(client, uri, changes)
        if version == 30:
            client.wire.process.kill()
        return version

    monkeypatch.setattr(Client, "change", change)
    with OURS.running() as client:
        tally = replay(client, OURS, "photo-album", examples()["photo-album"], "in order", 7)
    assert tally.broken == 1
    assert [(miss["what"], miss["design"]) for miss in tally.misses] == [
        ("ServerDied", "photo-album")
    ]
    assert examples()["photo-album"].startswith(tally.misses[0]["text"])


def test_a_completion_in_a_burst_answers_for_the_text_as_it_then_is(client: Client) -> None:
    """A hundred keystrokes are sent without waiting; the edits offered touch the cursor."""
    text, uri = design(100, 100, 1), OURS.uri("burst")
    client.open(uri, text)
    strokes = keystrokes(text)
    for _ in range(3):
        for _ in range(33):
            stroke = next(strokes)
            client.change(uri, [stroke.change])
        line = {"line": stroke.line, "character": stroke.character}
        result = client.call(
            "textDocument/completion", {"textDocument": {"uri": uri}, "position": line}
        )
        blank = " " * (stroke.character + 40)
        offers, _ = offers_of(result, stroke.line, blank, stroke.character)
        assert all(offer.inside for offer in offers)
    client.findings(uri)
    client.close(uri)
