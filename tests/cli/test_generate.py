"""`sbd generate`: what it writes, what it leaves, what it ends with."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from sbd_lsp.model.design import Design
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.plan import CannotGenerate
from tests.cli.conftest import BAD, GOOD, Run


def two_files(design: Design) -> dict[str, str]:
    """A project of one file that always follows the design and one scaffold."""
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


def test_warnings_are_told(run: Run, design: Path) -> None:
    """Each warning is a line on standard error, as `sbd check` says it, and changes no status."""
    loop = "edges:\n  - {from: Resize, to: Uploads}\n"
    design.write_text(
        GOOD.replace(
            "function}", "function, runtime: nodejs16.x}\n  Lost: {type: stateMachine}"
        ).replace("edges:\n", loop)
    )
    checked = [line for line in run("check", "a.sbd.yaml").out.splitlines() if ": warning" in line]
    assert ["deprecated-runtime" in checked[0], "unreached-node" in checked[1]] == [True, True]
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.err.splitlines()[:-1]) == (0, checked)
    assert run("generate", "a.sbd.yaml", "--check").status == 0


def test_another_folder(run: Run, design: Path) -> None:
    """--output names the folder."""
    assert run("generate", "a.sbd.yaml", "--output", "x/y").status == 0
    assert (design.parent / "x" / "y" / "template.yaml").is_file()
    assert not (design.parent / "good").exists()


def test_the_project_follows_the_design(run: Run, design: Path) -> None:
    """After a change of the design everything that nobody touched is updated."""
    run("generate", "a.sbd.yaml")
    design.write_text(GOOD.replace("Uploads", "Photos"))
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out.splitlines()) == (
        0,
        [f"update {Path('good/template.yaml')}", f"update {Path('good/src/resize/logic.py')}"],
    )
    assert (design.parent / "good/src/resize/logic.py").read_text() == '"""Photos, Resize"""\n'


def test_edited_code_stays_and_is_named(run: Run, design: Path) -> None:
    """A scaffold that a person edited is left; that it may no longer fit is said, with status 0."""
    run("generate", "a.sbd.yaml")
    logic = design.parent / "good" / "src" / "resize" / "logic.py"
    logic.write_text("mine\n")
    design.write_text(GOOD.replace("Uploads", "Photos"))
    checked = run("generate", "a.sbd.yaml", "--check")
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out) == (0, f"update {Path('good/template.yaml')}\n")
    assert (design.parent / "good" / "template.yaml").read_text() == "# Photos, Resize\n"
    assert logic.read_text() == "mine\n"
    named = f"sbd: {Path('good/src/resize/logic.py')}: was left, as you edited it, but the design "
    assert named in ended.err
    assert (checked.status, named in checked.err) == (1, True)
    assert run("generate", "a.sbd.yaml", "--check") == (0, "", "sbd: good is up to date\n")


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_an_edit_in_the_way_stops_everything(run: Run, design: Path, arguments: list[str]) -> None:
    """If a file that has to change was edited, nothing is written: status 1, and what to do."""
    run("generate", "a.sbd.yaml")
    template = design.parent / "good" / "template.yaml"
    template.write_text("mine\n")
    design.write_text(GOOD.replace("Uploads", "Photos"))
    ended = run("generate", "a.sbd.yaml", *arguments)
    assert (ended.status, ended.out) == (1, "")
    assert f"sbd: {Path('good/template.yaml')}: has to change, but was edited" in ended.err
    assert "generated; keep your changes elsewhere (`properties` in the design" in ended.err
    assert "--overwrite" in ended.err
    assert template.read_text() == "mine\n"
    assert (design.parent / "good/src/resize/logic.py").read_text() == '"""Uploads, Resize"""\n'


def test_a_template_of_somebody_else_stops_everything(run: Run, design: Path) -> None:
    """A folder that has a template of its own gets no project."""
    (design.parent / "good").mkdir()
    (design.parent / "good" / "template.yaml").write_text("mine\n")
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out) == (1, "")
    assert "or was not generated here" in ended.err
    assert [path.name for path in (design.parent / "good").iterdir()] == ["template.yaml"]


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
    """--overwrite brings an edited template back; a scaffold is still left."""
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


def test_what_was_deleted_is_said(run: Run, design: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deleted test is left out with a sentence, also by --check, and --overwrite makes it."""
    monkeypatch.setitem(TARGETS, "sam", lambda design: {"template.yaml": "", "tests/a.py": ""})
    run("generate", "a.sbd.yaml")
    test = design.parent / "good" / "tests" / "a.py"
    test.unlink()
    assert run("generate", "a.sbd.yaml", "--check").status == 0
    ended = run("generate", "a.sbd.yaml")
    assert (ended.status, ended.out) == (0, "")
    assert f"{Path('good/tests/a.py')}: was left out, as you deleted it; --overwrite" in ended.err
    assert run("generate", "a.sbd.yaml", "--overwrite").out == f"create {Path('good/tests/a.py')}\n"


def test_deleting_what_is_no_longer_made_is_enough(
    run: Run, design: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the stale files are gone, --check has nothing to say, though the record names them."""
    run("generate", "a.sbd.yaml")
    monkeypatch.setitem(TARGETS, "sam", lambda design: {"template.yaml": "# Uploads, Resize\n"})
    assert "no longer made" in run("generate", "a.sbd.yaml").err
    (design.parent / "good" / "src" / "resize" / "logic.py").unlink()
    assert run("generate", "a.sbd.yaml", "--check") == (0, "", "sbd: good is up to date\n")


def test_line_breaks_of_a_checkout_are_no_change(run: Run, here: Path) -> None:
    """Where git gives files Windows' line breaks, the project is what the design says."""
    (here / "a.sbd.yaml").write_text(GOOD)
    run("generate", "a.sbd.yaml")
    files = [path for path in (here / "good").rglob("*") if path.is_file()]
    for path in files:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = {path: path.read_bytes() for path in files}
    for more in ("--check", "--overwrite"):
        assert run("generate", "a.sbd.yaml", more) == (0, "", "sbd: good is up to date\n")
    assert {path: path.read_bytes() for path in files} == before


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


def test_what_the_sam_cli_writes_is_left(run: Run, here: Path) -> None:
    """`sam deploy --guided` writes into samconfig.toml; the project is current all the same."""
    (here / "a.sbd.yaml").write_text(GOOD)
    run("generate", "a.sbd.yaml")
    configuration = here / "good" / "samconfig.toml"
    guided = configuration.read_text("utf-8") + 'region = "eu-west-1"\n'
    configuration.write_text(guided, "utf-8")
    assert run("generate", "a.sbd.yaml", "--check") == (0, "", "sbd: good is up to date\n")
    assert run("generate", "a.sbd.yaml", "--overwrite").out == ""
    assert configuration.read_text("utf-8") == guided


def test_a_renamed_table_reaches_the_code(run: Run, here: Path) -> None:
    """Logic that nobody touched calls the adapters by the names that they have."""
    design = GOOD.replace("edges:", "  Tab: {type: table}\nedges:")
    design += "  - {from: Resize, to: Tab, kind: write}\n"
    (here / "a.sbd.yaml").write_text(design)
    run("generate", "a.sbd.yaml")
    (here / "a.sbd.yaml").write_text(design.replace("Tab", "Items"))
    assert run("generate", "a.sbd.yaml").status == 0
    logic = (here / "good" / "src" / "Resize" / "logic.py").read_text("utf-8")
    assert "resources.items." in logic
    tests = [sys.executable, "-m", "unittest"]
    assert subprocess.run(tests, cwd=here / "good", capture_output=True).returncode == 0


def test_all_of_a_removed_function_is_named(run: Run, here: Path) -> None:
    """Its code, events and tests, not only what nobody may edit."""
    more = GOOD.replace("edges:", "  Other: {type: function}\n  Q: {type: queue}\nedges:")
    (here / "a.sbd.yaml").write_text(more + "  - {from: Q, to: Other}\n")
    run("generate", "a.sbd.yaml")
    (here / "a.sbd.yaml").write_text(GOOD)
    said = run("generate", "a.sbd.yaml").err
    named = {line.split(": ")[1] for line in said.splitlines() if "no longer made" in line}
    made = {path for path in Path("good").rglob("*") if path.is_file()}
    of_other = {path for path in made if "other" in str(path).lower()}
    assert named == {str(path) for path in of_other}
    assert {path.parts[1] for path in of_other} == {"src", "events", "tests"}
