"""The time zones of the catalogue are the IANA's."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model import zones

NEWER = "Europe/Atlantis"


@pytest.fixture
def _fresh() -> Iterator[None]:
    """What this computer has is looked up anew, and once more afterwards."""
    zones._of_computer.cache_clear()
    yield
    zones._of_computer.cache_clear()


def test_zones_are_those_of_the_iana() -> None:
    """The catalogue has the names in tzdata's list, but for the one that is no place's."""
    listed = files("tzdata").joinpath("zones").read_text("utf-8").split()
    assert CATALOGUE.timezones == set(listed) - {"Factory"}


def test_every_zone_can_be_loaded() -> None:
    """Python finds the rules of each."""
    assert all(ZoneInfo(name).key == name for name in CATALOGUE.timezones)


@pytest.mark.usefixtures("_fresh")
def test_a_zone_that_is_newer_than_the_catalogue_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this computer knows is a zone, too."""
    monkeypatch.setattr(zoneinfo, "available_timezones", lambda: {NEWER})
    assert zones.is_zone(NEWER)
    assert not zones.is_zone("Europe/Nowhere")


@pytest.mark.usefixtures("_fresh")
def test_zones_are_known_without_the_data_of_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that has no such data, as Windows has none, is not asked for what is listed."""
    monkeypatch.setattr(zoneinfo, "available_timezones", set[str])
    assert zones.is_zone("Europe/Berlin")
    assert not zones.is_zone("europe/berlin")
