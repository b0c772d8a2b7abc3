"""Links on cycles: what is found without networkx is what it finds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbd_lsp.model.graph import links_in_cycles

IDS = st.sampled_from("ABCDEF")
LINKS = st.lists(st.tuples(IDS, IDS), max_size=12)


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], []),
        (["AB", "BC", "AC"], []),
        (["AA", "AB"], ["AA"]),
        (["AB", "BA", "BC"], ["AB", "BA"]),
        (["AB", "BC", "CA", "DA", "CE"], ["AB", "BC", "CA"]),
        (["AB", "BA", "CD", "DC", "BC"], ["AB", "BA", "CD", "DC"]),
        (["AB", "AB"], []),
    ],
)
def test_links_on_a_cycle_are_found(links: list[str], expected: list[str]) -> None:
    """A link is on a cycle if its end leads back to its beginning."""
    found = links_in_cycles((link[0], link[1]) for link in links)
    assert found == {(link[0], link[1]) for link in expected}


@given(LINKS)
def test_a_link_is_on_a_cycle_if_its_end_leads_back(links: list[tuple[str, str]]) -> None:
    """As somebody finds out who follows the links one by one."""

    def leads(start: str, end: str) -> bool:
        reached, more = {start}, {start}
        while more:
            more = {b for a, b in links if a in more} - reached
            reached |= more
        return end in reached

    assert links_in_cycles(links) == {(a, b) for a, b in links if leads(b, a)}


def test_a_network_without_cycles_does_without_networkx() -> None:
    """It takes long to load, and most designs have no cycle."""
    script = (
        "import sys; from sbd_lsp.model.graph import links_in_cycles as find;"
        "find([('A', 'B'), ('B', 'C')]); print('networkx' in sys.modules);"
        "find([('A', 'B'), ('B', 'A')]); print('networkx' in sys.modules)"
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.split() == ["False", "True"]
