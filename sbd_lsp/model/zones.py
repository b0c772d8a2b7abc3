"""Names of time zones."""

from __future__ import annotations

from functools import cache

from sbd_lsp.catalogue.load import CATALOGUE


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA, by the catalogue or by what this computer has."""
    return name in CATALOGUE.timezones or name in _of_computer()


@cache
def _of_computer() -> frozenset[str]:
    """The zones that this computer has. (To look for them takes longer than all else about a small
    design.)"""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def of_place(place: str) -> str | None:
    """The zone of a city or a country: `Berlin` is in `Europe/Berlin`; None if there is no one."""
    last = place.rpartition("/")[2].replace(" ", "_").casefold()
    found = [zone for zone in CATALOGUE.timezones if zone.rpartition("/")[2].casefold() == last]
    return min(found, key=lambda zone: (zone.count("/") != 1, zone)) if found else None
