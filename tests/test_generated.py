"""Generated files are what their generators give today."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated import COMMAND, GENERATED, ROOT, main, stale


@pytest.mark.parametrize("path", GENERATED)
def test_generated_file_is_current(path: str) -> None:
    """A generated file has the text that its generator gives."""
    text = GENERATED[path]()
    assert (ROOT / path).read_text("utf-8") == text, f"{path} is stale: run `{COMMAND}`"


@pytest.mark.parametrize("path", GENERATED)
def test_generator_is_deterministic(path: str) -> None:
    """A generator gives the same text twice."""
    assert GENERATED[path]() == GENERATED[path]()


def test_stale_names_files_that_are_missing_or_changed(tmp_path: Path) -> None:
    """A folder without the files has them all stale; one with a changed file has that one stale."""
    assert stale(tmp_path) == list(GENERATED)
    for path, text in GENERATED.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text(), "utf-8")
    first = next(iter(GENERATED))
    (tmp_path / first).write_text("changed", "utf-8")
    assert stale(tmp_path) == [first]


def test_write_mends_what_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says what is stale and fails; with --write it writes and succeeds."""
    target = tmp_path / "page.md"
    monkeypatch.setattr("tests.generated.GENERATED", {str(target): lambda: "text\n"})
    assert main([]) == 1
    assert main(["--write"]) == 0
    assert main([]) == 0
    assert capsys.readouterr().out == f"stale: {target}\nwritten: {target}\n"
    assert target.read_text("utf-8") == "text\n"
