"""`sbd doctor`: what a report says, and what it must not say."""

from __future__ import annotations

import getpass
import os
import platform
import shutil
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest

from sbd_lsp import __version__
from sbd_lsp.cli import doctor
from tests.cli.conftest import Run


def rows(text: str) -> dict[str, str]:
    """What stands beside each name of a report."""
    lines = [line.split("  ", 1) for line in text.splitlines()]
    return {name: rest.strip() for name, rest in lines}


def test_the_report_names_versions_and_places(run: Run) -> None:
    """Versions of sbd, Python, the platform and the packages, and where the tools are."""
    ended = run("doctor")
    assert (ended.status, ended.err) == (0, "")
    report = rows(ended.out)
    assert report["sbd-lsp"].startswith(f"{__version__}, ")
    assert report["Python"].startswith(
        f"{platform.python_implementation()} {platform.python_version()}"
    )
    assert report["pygls"] == metadata.version("pygls")
    assert report["PyYAML"].startswith(f"{metadata.version('PyYAML')}, with")
    assert report["catalogue"].startswith("14 services, ")
    assert {
        "lsprotocol",
        "networkx",
        "Jinja2",
        "PATH: sam",
        "PATH: cfn-lint",
        "terminal",
        "text encoding",
    } <= set(report)


def test_a_missing_part_is_marked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is not there is marked, and the status is 1."""
    monkeypatch.setattr(
        "sbd_lsp.cli.doctor.find_spec", lambda name: None if name == "pygls" else find_spec(name)
    )
    ended = run("doctor")
    assert ended.status == 1
    assert rows(ended.out)["pygls"] == "not installed  <-- wrong"


def test_a_bundled_part_has_no_version(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that an extension brought along may lack its metadata."""

    def unknown(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("sbd_lsp.cli.doctor.version", unknown)
    ended = run("doctor")
    assert ended.status == 0
    assert rows(ended.out)["pygls"] == "version not known"


def test_a_broken_catalogue_is_marked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue that cannot be read is marked with the reason."""

    def fail(name: str) -> object:
        raise ValueError("line 1")

    monkeypatch.setattr("sbd_lsp.cli.doctor.import_module", fail)
    ended = run("doctor")
    assert ended.status == 1
    assert rows(ended.out)["catalogue"] == "cannot be read: ValueError: line 1  <-- wrong"


def test_tools_are_looked_for_on_the_path(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool is shown with its place, or as not there."""
    places = {"sam": str(Path.home() / "bin" / "sam")}
    monkeypatch.setattr(shutil, "which", places.get)
    report = rows(run("doctor").out)
    assert report["PATH: sam"] == f"~{os.sep}bin{os.sep}sam"
    assert report["PATH: cfn-lint"] == "not there"


def test_nothing_personal_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the home folder nor the names of the person and the machine are in the report."""
    home = tmp_path / "ada.lovelace"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("USER", "ada.lovelace")
    monkeypatch.setattr(sys, "executable", str(home / "venv" / "bin" / "python"))
    monkeypatch.setattr(shutil, "which", lambda name: str(home / "bin" / name))
    out = run("doctor").out
    assert getpass.getuser() == "ada.lovelace" or os.name == "nt"
    assert "ada.lovelace" not in out
    assert platform.node() not in out.split()
    assert f"~{os.sep}venv{os.sep}bin{os.sep}python" in out


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("{home}", "~"),
        ("{home}/a", "~/a"),
        ("{home}er/a", "{home}er/a"),
        ("/usr/bin/x", "/usr/bin/x"),
    ],
)
def test_the_home_folder_is_shortened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, expected: str
) -> None:
    """Only the home folder itself becomes a tilde."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    home = str(tmp_path)
    assert doctor.short(path.format(home=home)) == expected.format(home=home)
