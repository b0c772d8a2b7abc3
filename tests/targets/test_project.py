"""Generating again: what follows the design, what is a person's, what is only named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.disk import reader, write
from sbd_lsp.targets.project import RECORD, Update, is_scaffold, update
from tests.targets.shapes import SHAPES, varied

TEMPLATE, ADAPTER = "template.yaml", "src/Save/resources.py"
HANDLER, TEST = "src/Save/handler.py", "tests/test_save.py"
SAMPLE, README = "events/Save/Jobs.json", "README.md"
PATHS = (TEMPLATE, ADAPTER, HANDLER, TEST, SAMPLE, README)
ONE = {path: f"{path} one\n" for path in PATHS}
TWO = {path: f"{path} two\n" for path in PATHS}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the project `ONE`, as it was generated."""
    lay(tmp_path, ONE)
    return tmp_path


def lay(folder: Path, files: dict[str, str], overwrite: bool = False) -> Update:
    """Generates `files` into `folder`; what was changed."""
    done = update(files, reader(folder), overwrite)
    write(folder, done.changes)
    return done


def edit(folder: Path, *paths: str) -> None:
    """A person writes into files."""
    for path in paths:
        (folder / path).write_text("mine\n")


def texts(folder: Path) -> dict[str, str]:
    """The files of the project, without the record."""
    found = (path for path in folder.rglob("*") if path.is_file())
    by_path = {path.relative_to(folder).as_posix(): path.read_text() for path in found}
    return {path: text for path, text in by_path.items() if path != RECORD}


def test_what_nobody_touched_follows_the_design(folder: Path) -> None:
    """Scaffolds too, so that code and template speak of the same resources."""
    done = lay(folder, TWO)
    assert texts(folder) == TWO
    assert [change.path for change in done.written] == list(PATHS)
    assert lay(folder, TWO) == Update()


def test_lines_that_end_otherwise_are_no_edit(folder: Path) -> None:
    """A checkout with carriage returns is as generated."""
    for path in PATHS:
        (folder / path).write_bytes(ONE[path].replace("\n", "\r\n").encode())
    assert lay(folder, ONE) == Update()
    lay(folder, TWO)
    assert texts(folder) == TWO


@pytest.mark.parametrize("path", [HANDLER, TEST, SAMPLE, README])
@pytest.mark.parametrize("overwrite", [False, True])
def test_an_edited_scaffold_is_left_and_named_once(
    folder: Path, path: str, overwrite: bool
) -> None:
    """It is named when the design says something new of it, and not again until it does again."""
    edit(folder, path)
    assert lay(folder, ONE, overwrite) == Update()
    assert lay(folder, TWO, overwrite).outdated == (path,)
    assert texts(folder) == {**TWO, path: "mine\n"}
    assert lay(folder, TWO, overwrite) == Update()
    assert lay(folder, ONE, overwrite).outdated == (path,)


def test_an_edited_scaffold_put_back_follows_again(folder: Path) -> None:
    """What stands there as it was generated last is nobody's."""
    edit(folder, HANDLER)
    lay(folder, TWO)
    (folder / HANDLER).write_text(TWO[HANDLER])
    lay(folder, ONE)
    assert texts(folder) == ONE


@pytest.mark.parametrize("path", [TEMPLATE, ADAPTER])
def test_an_edited_file_that_has_to_change_stops_everything(folder: Path, path: str) -> None:
    """Half a project would not run, so not even the record is written."""
    edit(folder, path)
    before = (folder / RECORD).read_text()
    assert lay(folder, TWO) == Update(conflicts=(path,))
    assert texts(folder) == {**ONE, path: "mine\n"}
    assert (folder / RECORD).read_text() == before
    lay(folder, TWO, overwrite=True)
    assert texts(folder) == TWO


def test_an_edited_file_that_need_not_change_is_no_conflict(folder: Path) -> None:
    """Everything else follows, again and again."""
    edit(folder, TEMPLATE)
    three = {**TWO, TEMPLATE: ONE[TEMPLATE]}
    assert lay(folder, three).edited == (TEMPLATE,)
    assert texts(folder) == {**TWO, TEMPLATE: "mine\n"}
    assert lay(folder, three) == Update(edited=(TEMPLATE,))
    assert lay(folder, TWO) == Update(conflicts=(TEMPLATE,))


def test_a_template_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    """A file that was never generated here is a conflict if the application needs another."""
    edit(tmp_path, TEMPLATE)
    assert lay(tmp_path, ONE) == Update(conflicts=(TEMPLATE,))
    assert texts(tmp_path) == {TEMPLATE: "mine\n"}


def test_empty_files_are_nobodys(tmp_path: Path) -> None:
    """Some editors make empty files first, and fill them when the person saves them."""
    for path in PATHS:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    lay(tmp_path, ONE)
    assert texts(tmp_path) == ONE
    (tmp_path / TEST).write_text("")
    assert lay(tmp_path, TWO).outdated == (TEST,)


def test_a_readme_of_somebody_else_is_theirs(tmp_path: Path) -> None:
    """A scaffold that was there before the project is a person's."""
    edit(tmp_path, README)
    assert lay(tmp_path, ONE).conflicts == ()
    assert texts(tmp_path) == {**ONE, README: "mine\n"}
    assert lay(tmp_path, TWO).outdated == (README,)


def test_scaffolds_without_a_digest_are_a_persons(folder: Path) -> None:
    """Records of older versions name only the generator's own files."""
    record = json.loads((folder / RECORD).read_text())
    record["files"] = {path: d for path, d in record["files"].items() if not is_scaffold(path)}
    (folder / RECORD).write_text(json.dumps(record))
    assert lay(folder, TWO).outdated == ()
    assert texts(folder) == {**ONE, TEMPLATE: TWO[TEMPLATE], ADAPTER: TWO[ADAPTER]}


@pytest.mark.parametrize("record", ["", "not JSON", "[]", '{"files": 3}'])
def test_without_a_record_nothing_is_lost(folder: Path, record: str) -> None:
    """What is as it would be generated is up to date, anything else a person's."""
    (folder / RECORD).write_text(record)
    assert update(TWO, reader(folder)).conflicts == (TEMPLATE, ADAPTER)
    assert lay(folder, ONE).written == ()
    lay(folder, TWO)
    assert texts(folder) == TWO


@pytest.mark.parametrize("path", [TEST, README])
def test_what_nothing_needs_stays_deleted(folder: Path, path: str) -> None:
    """A test that a person deleted is named and comes back only if asked for."""
    (folder / path).unlink()
    assert lay(folder, ONE) == Update(deleted=(path,))
    assert lay(folder, TWO).deleted == (path,)
    assert path not in texts(folder)
    lay(folder, TWO, overwrite=True)
    assert texts(folder) == TWO


@pytest.mark.parametrize("path", [TEMPLATE, ADAPTER, HANDLER, SAMPLE])
def test_what_other_files_need_is_made_again(folder: Path, path: str) -> None:
    """The template names the handlers, the tests name the sample events."""
    (folder / path).unlink()
    assert [change.path for change in lay(folder, ONE).written] == [path]
    assert texts(folder) == ONE


def test_a_project_that_is_gone_is_made_anew(folder: Path) -> None:
    """A record that is left of a project keeps none of its tests from being made."""
    for path in PATHS:
        (folder / path).unlink()
    lay(folder, TWO)
    assert texts(folder) == TWO


def test_all_of_a_removed_node_is_named_for_as_long_as_it_is_there(folder: Path) -> None:
    """Files that the design no longer makes are left, edited or not."""
    edit(folder, HANDLER)
    less = {TEMPLATE: TWO[TEMPLATE]}
    stale = tuple(sorted(set(PATHS) - {TEMPLATE}))
    assert lay(folder, less).stale == stale
    assert lay(folder, less).stale == stale
    (folder / TEST).unlink()
    assert lay(folder, less).stale == tuple(path for path in stale if path != TEST)
    assert texts(folder)[HANDLER] == "mine\n"


def test_a_node_that_returns_finds_its_files(folder: Path) -> None:
    """What was stale is known: untouched files follow, edited ones are a person's."""
    edit(folder, HANDLER)
    lay(folder, {TEMPLATE: TWO[TEMPLATE]})
    assert lay(folder, TWO).outdated == (HANDLER,)
    assert texts(folder) == {**TWO, HANDLER: "mine\n"}


def test_files_that_follow_the_design_say_so() -> None:
    """Whoever opens a file of the generator's reads on top where to change things instead."""
    design = varied(SHAPES["everything"], ("python3.13", "nodejs22.x"), "AllAtOnce")
    made = TARGETS["sam"](design_from(design))
    own = [path for path in made if not is_scaffold(path) and not path.endswith(".json")]
    assert {path.rpartition("/")[2] for path in own} == {
        "template.yaml", "resources.py", "resources.mjs",
    }  # fmt: skip
    for path in own:
        top = " ".join(made[path][:300].split())
        assert "Generated from the design and overwritten with it" in top, path
        if path == TEMPLATE:
            assert "`properties`" in top
