"""Storms over the wire: whatever comes, the server lives, stays small, and is right again."""

from __future__ import annotations

import json
import random
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import noise, raw, storms
from benchmarks.fuzz import CORPUS, SMALL_LIMIT, fails, limit_after
from benchmarks.servers import OURS
from benchmarks.storms import ENCODINGS, Weather
from sbd_lsp.syntax.document import Document

SEED = 11
EDITS = 30_000
SMALL = 100_000
LARGE = 5_000_000
MOST_BYTES = 200  # of memory for a character of a text
CASES = sorted(CORPUS.glob("*.json"))


@pytest.fixture
def weather(request: pytest.FixtureRequest) -> Iterator[Weather]:
    """A fresh server; its encoding can be given as a parameter."""
    weather = Weather(OURS, getattr(request, "param", "utf-16"), random.Random(SEED))
    weather.start()
    yield weather
    weather.client.kill()


@pytest.mark.parametrize("scenario", raw.SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_what_is_not_the_protocol_is_refused_and_survived(scenario: raw.Scenario) -> None:
    """Wrong order, garbage, wrong headers, half a message and the end of input."""
    assert scenario(OURS, random.Random(SEED)) > 0


@pytest.mark.parametrize("weather", ENCODINGS, indirect=True)
def test_edited_documents_are_what_the_same_text_is_when_opened(weather: Weather) -> None:
    """Random edits in each encoding, with questions and cancelled questions between."""
    storms.edits(weather, EDITS)
    storms.cancels(weather, 100)
    storms.disorder(weather, 100)
    weather.judge()
    assert weather.inputs >= EDITS
    assert weather.highest < SMALL_LIMIT


def test_hundreds_of_documents_are_held_at_once(weather: Weather) -> None:
    """Each is right about itself, and none is left when they are closed."""
    storms.crowd(weather, 300)
    weather.judge()
    assert weather.highest < SMALL_LIMIT


@pytest.mark.parametrize("make", noise.MONSTERS, ids=lambda make: make.__name__)
def test_long_deep_and_explosive_texts_are_answered(
    weather: Weather, make: Callable[[int], str]
) -> None:
    """Each is opened, edited, asked about and closed, and leaves the server small and right."""
    storms.monster(weather, make, SMALL, SMALL_LIMIT)
    assert weather.highest < SMALL_LIMIT


@pytest.mark.parametrize("make", noise.MONSTERS, ids=lambda make: make.__name__)
def test_reading_takes_memory_as_a_text_has_characters(make: Callable[[int], str]) -> None:
    """At its peak, too, of which nothing is left when the server is looked at."""
    text = make(50_000)
    Document.of(make(100))  # whatever is loaded once
    tracemalloc.start()
    Document.of(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES * (len(text) + 1000)


@pytest.mark.parametrize("make", [noise.long_line, noise.many_lines], ids=["one line", "many"])
def test_a_document_of_megabytes_is_refused_or_read(
    weather: Weather, make: Callable[[int], str]
) -> None:
    """Five megabytes are answered for, and given back when the document is closed."""
    storms.monster(weather, make, LARGE, limit_after(LARGE))
    weather.judge()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_was_once_found_stays_right(path: Path) -> None:
    """Each file of the corpus is a text and edits after which the server was wrong, or might be."""
    assert not fails(OURS, json.loads(path.read_text("utf-8")))
