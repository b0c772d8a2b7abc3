"""`sbd generate`: what it writes, what it leaves, what it ends with."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from sbd_lsp.model.design import Design
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.plan import CannotGenerate
from tests.cli.conftest import BAD, GOOD, Run


def two_files(design: Design) -> dict[str, str]:
    """A project of one file of the generator's and one scaffold, which follow the design."""
    ids = ", ".join(node.id for node in design.nodes.values())
    return {"template.yaml": f"# {ids}\n", "src/resize/logic.py": f'"""{ids}"""\n'}


@pytest.fixture
def design(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A design in the current folder, of which the target makes two files."""
    monkeypatch.setitem(TARGETS, "sam", two_files)
    path = here / "a.sbd.yaml"
    path.write_text(GOOD)
    return path


def test_the_project_is_laid_beside_the_design(run: Run, design: Path) -> None:
    """The folder is named as the design says, and each file is named on standard output."""
    ended = run("generate", "a.sbd.yaml")
    assert ended.status == 0
    assert ended.out.splitlines() == [
        f"create {Path('good/template.yaml')}",
        f"create {Path('good/src/resize/logic.py')}",
    ]
    assert ended.err == "sbd: 2 files written to good\n"
    assert (design.parent / "good" / "template.yaml").read_text() == "# Uploads, Resize\n"


def test_a_second_time_changes_nothing(run: Run, design: Path) -> None:
    """A project that is up to date is said to be."""
    run("generate", "a.sbd.yaml")
    assert run("generate", "a.sbd.yaml") == (0, "", "sbd: good is up to date\n")


def test_another_folder(run: Run, design: Path) -> None:
    """--output names the folder."""
    assert run("generate", "a.sbd.yaml", "--output", "x/y").status == 0
    assert (design.parent / "x" / "y" / "template.yaml").is_file()
    assert not (design.parent / "good").exists()


def test_the_template_follows_and_code_stays(run: Run, design: Path) -> None:
    """After a change of the design the generator's file is updated, the person's is left."""
    run("generate", "a.sbd.yaml")
    logic = design.parent / "good" / "src" / "resize" / "logic.py"
    logic.write_text("mine\n")
    design.write_text(GOOD.replace("Uploads", "Photos"))
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out) == (0, f"update {Path('good/template.yaml')}\n")
    assert (design.parent / "good" / "template.yaml").read_text() == "# Photos, Resize\n"
    assert logic.read_text() == "mine\n"


def test_a_hand_edit_is_left_and_named(run: Run, design: Path) -> None:
    """A generator's file that a person edited is left, with status 0 and a sentence."""
    run("generate", "a.sbd.yaml")
    template = design.parent / "good" / "template.yaml"
    template.write_text("mine\n")
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out) == (0, "")
    assert f"sbd: {Path('good/template.yaml')}: is not what the design says" in ended.err
    assert template.read_text() == "mine\n"


def test_overwrite_writes_a_hand_edit(run: Run, design: Path) -> None:
    """--overwrite brings an edited file of the generator's back; a scaffold is still left."""
    run("generate", "a.sbd.yaml")
    template = design.parent / "good" / "template.yaml"
    logic = design.parent / "good" / "src" / "resize" / "logic.py"
    template.write_text("mine\n")
    logic.write_text("mine\n")
    assert run("generate", "a.sbd.yaml", "--overwrite").status == 0
    assert template.read_text() == "# Uploads, Resize\n"
    assert logic.read_text() == "mine\n"


def test_check_writes_nothing(run: Run, design: Path) -> None:
    """--check names what would be written and ends with 1, then with 0 once it is."""
    ended = run("generate", "a.sbd.yaml", "--check")
    assert (ended.status, len(ended.out.splitlines())) == (1, 2)
    assert ended.err == "sbd: good is not what the design says; 2 files would be written\n"
    assert [path.name for path in design.parent.iterdir()] == ["a.sbd.yaml"]
    run("generate", "a.sbd.yaml")
    assert run("generate", "a.sbd.yaml", "--check") == (0, "", "sbd: good is up to date\n")


def test_check_fails_on_a_hand_edit(run: Run, design: Path) -> None:
    """In CI a template that was edited by hand is not what the design says."""
    run("generate", "a.sbd.yaml")
    (design.parent / "good" / "template.yaml").write_text("mine\n")
    ended = run("generate", "a.sbd.yaml", "--check")
    assert ended.status == 1
    assert "template.yaml: is not what the design says" in ended.err


def test_files_that_are_no_longer_made_are_named(
    run: Run, design: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that the design no longer makes is left and named."""
    run("generate", "a.sbd.yaml")
    monkeypatch.setitem(TARGETS, "sam", lambda design: {"other.yaml": "x\n"})
    ended = run("generate", "a.sbd.yaml")
    assert ended.status == 0
    assert f"sbd: {Path('good/template.yaml')}: no longer made by the design" in ended.err
    assert (design.parent / "good" / "template.yaml").is_file()


def test_errors_are_shown_and_nothing_is_written(run: Run, design: Path) -> None:
    """A design with errors is status 1, with the errors as `sbd check` shows them."""
    design.write_text(BAD.replace("edges:", "  Lonely: {type: function}\nedges:"))
    ended = run("generate", "a.sbd.yaml")
    assert ended.status == 1
    assert ended.out.startswith("a.sbd.yaml:4:19: error unknown-type ")
    assert ended.out.endswith("\n1 error\n")
    assert ended.err == "sbd: a.sbd.yaml: nothing was generated, the design has errors\n"
    assert [path.name for path in design.parent.iterdir()] == ["a.sbd.yaml"]


def test_warnings_do_not_stop_it(run: Run, design: Path) -> None:
    """Only errors do."""
    design.write_text(GOOD.replace("edges:", "  Lonely: {type: function}\nedges:"))
    assert run("check", "a.sbd.yaml").status == 1
    assert run("generate", "a.sbd.yaml").status == 0


def test_what_aws_would_refuse_is_said(
    run: Run, design: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A design that a target cannot express is status 1 and the reason."""

    def refuse(design: Design) -> dict[str, str]:
        raise CannotGenerate("Uploads", "AWS takes no such bucket")

    monkeypatch.setitem(TARGETS, "sam", refuse)
    assert run("generate", "a.sbd.yaml") == (
        1,
        "",
        "sbd: a.sbd.yaml: nothing was generated: Uploads: AWS takes no such bucket\n",
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [("none.sbd.yaml", "No such file or directory"), (".", "is a folder, not a design")],
)
def test_what_cannot_be_read_is_said(run: Run, design: Path, name: str, said: str) -> None:
    """A missing file and a folder are status 2."""
    assert run("generate", name) == (2, "", f"sbd: {name}: {said}\n")


def test_standard_input_is_generated_from(
    run: Run, design: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From standard input the project goes below the current folder."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    assert run("generate", "-").status == 0
    assert (design.parent / "good" / "template.yaml").is_file()


def test_a_file_where_the_folder_should_be(run: Run, design: Path) -> None:
    """What cannot be written is status 2 and one line."""
    (design.parent / "good").write_text("I am a file\n")
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("sbd: nothing was generated: ")
    assert ended.err.count("\n") == 1


def test_a_file_that_is_no_text(run: Run, design: Path) -> None:
    """A file of the project that is not UTF-8 is not overwritten, and nothing else is written."""
    (design.parent / "good").mkdir()
    (design.parent / "good" / "template.yaml").write_bytes(b"\xff\xfe")
    ended = run("generate", "a.sbd.yaml")
    assert ended.status == 2
    assert ended.err.startswith("sbd: nothing was generated: template.yaml: ")
    assert not (design.parent / "good" / "src").exists()


def test_an_unknown_target_is_refused(run: Run, design: Path) -> None:
    """The targets are a closed set."""
    ended = run("generate", "a.sbd.yaml", "--target", "cdk")
    assert ended.status == 2
    assert "invalid choice: 'cdk'" in ended.err


def test_a_sam_project(run: Run, here: Path) -> None:
    """The target `sam` writes a template with the nodes under their ids, twice the same."""
    (here / "a.sbd.yaml").write_text(GOOD)
    assert run("generate", "a.sbd.yaml").status == 0
    template = (here / "good" / "template.yaml").read_text("utf-8")
    assert "\n  Uploads:\n" in template
    assert "\n  Resize:\n" in template
    assert run("generate", "a.sbd.yaml", "--check").status == 0
