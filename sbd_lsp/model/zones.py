"""The IANA's time zones, as Python has them; none where the system has no such data."""

from __future__ import annotations

from functools import cache


@cache
def known() -> frozenset[str]:
    """The names of all zones; looked up when one is first asked for."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether `name` is a zone; where no zones are known, every name may be one."""
    return name == "UTC" or not known() or name in known()


def of_place(place: str) -> str | None:
    """The zone of a city or a country: `Berlin` is in `Europe/Berlin`; None if there is no one."""
    last = place.rpartition("/")[2].replace(" ", "_").casefold()
    found = [zone for zone in known() if zone.rpartition("/")[2].casefold() == last]
    return min(found, key=lambda zone: (zone.count("/") != 1, zone)) if found else None
