"""What the editors' pages say, against what is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sbd_lsp.server import settings

EDITORS = Path(__file__).resolve().parents[2] / "editors"
PAGES = ("README.md", "helix/README.md", "emacs/README.md", "neovim/README.md")
ADVISING = (*PAGES, "neovim/doc/sbd.txt", "neovim/lua/sbd/health.lua", "neovim/lua/sbd/server.lua")


def text(path: str) -> str:
    """A file of the editors' folder."""
    return (EDITORS / path).read_text("utf-8")


@pytest.mark.parametrize("path", ["README.md", "neovim/doc/sbd.txt", "vscode/README.md"])
def test_references_name_every_setting(path: str) -> None:
    """What the server can be told is where a person looks it up."""
    known = re.findall(r"`(sbd\.\w+\.\w+)`", settings.Settings.__doc__ or "")
    assert len(known) == len(settings.Settings._fields)
    assert [name for name in known if f"`{name}`" not in text(path)] == []


@pytest.mark.parametrize("path", PAGES[1:])
def test_pages_show_every_setting(path: str) -> None:
    """Each editor's own way to write the settings is on its page."""
    known = re.findall(r"`sbd\.(\w+)\.(\w+)`", settings.Settings.__doc__ or "")
    shown = re.sub(r"\s+", " ", text(path))
    for section, name in known:
        assert re.search(rf":?{section}( =)? [{{(] ?:?{name} ", shown), name


def test_versions_of_vs_code() -> None:
    """The oldest VS Code on the page is that of the extension's manifest."""
    oldest = json.loads(text("vscode/package.json"))["engines"]["vscode"].lstrip("^")
    assert f"| {oldest.removesuffix('.0')} and later |" in text("README.md")


@pytest.mark.parametrize("path", ADVISING)
def test_the_server_is_installed_from_the_repository(path: str) -> None:
    """No page names a package that no index has."""
    assert set(re.findall(r"pipx? install ([^`\s]+)", text(path))) == {"."}
