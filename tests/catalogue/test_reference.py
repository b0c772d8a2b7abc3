"""The reference page names everything that the catalogue has."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.catalogue.reference import reference

PAGE = reference()


def tables() -> Iterator[list[str]]:
    """The lines of each table of the page."""
    table: list[str] = []
    for line in [*PAGE.splitlines(), ""]:
        if line.startswith("|"):
            table.append(line)
        elif table:
            yield table
            table = []


def test_services_and_their_options_are_named() -> None:
    """Each service has a section with its summary, and each of its options a line."""
    for service in CATALOGUE.services.values():
        section = PAGE.split(f"### {service.type}\n")[1].split("\n#")[0]
        assert service.summary in section
        assert service.docs in section
        for name in service.options:
            assert f"| `{name}` |" in section


def test_edges_are_named() -> None:
    """Each edge has one line that says what it becomes and which actions it grants."""
    for row in CATALOGUE.edges:
        start = f"| {row.source} | {row.target} | [`{row.kind}`]"
        (line,) = [line for line in PAGE.splitlines() if line.startswith(start)]
        assert row.becomes in line
        assert all(f"`{action}`" in line for grant in row.grants for action in grant.actions)


def test_events_runtimes_and_requirements_are_named() -> None:
    """Each event kind, runtime and requirement has a line."""
    for row in CATALOGUE.edges:
        for name, text in (row.events.values if row.events else {}).items():
            assert f"| `{name}` | {text} |" in PAGE
        for rule in row.requirements:
            assert f"| {rule.sentence} |" in PAGE
    for runtime in CATALOGUE.runtimes.values():
        assert f"| `{runtime.id}` | {runtime.title} | {runtime.deprecated} |" in PAGE


def test_tables_are_rectangular() -> None:
    """Each line of a table has as many cells as its head."""
    found = list(tables())
    assert len(found) > 20
    for table in found:
        cells = {line.replace("\\|", "").count("|") for line in table}
        assert len(cells) == 1, table[0]


def test_page_has_no_empty_sections_or_double_blank_lines() -> None:
    """Sections are separated by one blank line each."""
    assert "\n\n\n" not in PAGE
    assert PAGE.endswith("|\n")
