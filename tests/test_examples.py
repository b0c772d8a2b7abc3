"""The designs under `examples/`: clean in every format, and what they are examples of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from jsonschema import Draft7Validator

from sbd_lsp.catalogue.json_schema import json_schema
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.cli.main import main
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.generation import design_of, project
from sbd_lsp.syntax.document import plain_document

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = sorted(FOLDER.glob("*.sbd.yaml"))


def checked(capsys: pytest.CaptureFixture[str], form: str) -> str:
    """What `sbd check` writes of all examples; its status is 0."""
    assert main(["check", str(FOLDER), "--format", form]) == 0
    out, said = capsys.readouterr()
    assert said == ""
    return out


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is found."""
    assert checked(capsys, "text") == f"Nothing found in {len(EXAMPLES)} files\n"


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The list is empty."""
    assert json.loads(checked(capsys, "json")) == []


def test_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    """There are no results."""
    (run,) = json.loads(checked(capsys, "sarif"))["runs"]
    assert run["results"] == []


def test_github(capsys: pytest.CaptureFixture[str]) -> None:
    """There are no annotations."""
    assert checked(capsys, "github") == ""


def test_junit(capsys: pytest.CaptureFixture[str]) -> None:
    """There is a test that passed for each."""
    suites = ElementTree.fromstring(checked(capsys, "junit"))
    assert (suites.get("tests"), suites.get("failures")) == (f"{len(EXAMPLES)}", "0")


def test_the_page_has_a_line_for_each() -> None:
    """examples/README.md names every example, and nothing else."""
    text = (FOLDER / "README.md").read_text("utf-8")
    named = [line.split("](")[1].split(")")[0] for line in text.splitlines() if "](" in line]
    assert sorted(named) == [path.name for path in EXAMPLES]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_a_design_is_named_as_its_file(path: Path) -> None:
    """The name of a design is that of its file, so that its project is found beside it."""
    design = design_of(Analysis.of(path.read_text("utf-8")))
    assert f"{design.name}.sbd.yaml" == path.name
    assert design.description


def designs() -> list[Any]:
    """All examples as models."""
    return [design_of(Analysis.of(path.read_text("utf-8"))) for path in EXAMPLES]


def test_every_service_type_is_shown() -> None:
    """Each type of the catalogue is in an example."""
    used = {node.type for design in designs() for node in design.nodes.values()}
    assert used == set(CATALOGUE.services)


def test_what_the_language_can_do_is_shown() -> None:
    """Both languages in one design, a safe deployment with hooks, FIFO, patterns, pass-through."""
    text = "".join(path.read_text("utf-8") for path in EXAMPLES)
    for feature in (
        "hooks:",
        "fifo: true",
        "pattern:",
        "event: INSERT",
        "event: [REMOVE]",
        "role: guest",
        "guests: true",
        "!Sub",
        "!GetAtt",
        "!Ref",
        "properties:",
        "filter:",
        "input:",
        "cron(",
    ):
        assert feature in text, feature
    photo = (FOLDER / "photo-album.sbd.yaml").read_text("utf-8")
    assert "python3.13" in photo
    assert "nodejs22.x" in photo


SEEDS = {
    "basic-api": (3, 2),
    "firehose": (6, 5),
    "full-app": (13, 15),
    "iot": (3, 3),
    "s3-processing": (3, 2),
    "stream-test": (6, 5),
}


@pytest.mark.parametrize("name", list(SEEDS))
def test_the_designs_of_the_browser_tool_are_whole(name: str) -> None:
    """Each has as many nodes and edges as the design that it was."""
    design = yaml.safe_load((FOLDER / f"{name}.sbd.yaml").read_text("utf-8"))
    assert (len(design["nodes"]), len(design["edges"])) == SEEDS[name]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_as_json_makes_the_same_project(path: Path) -> None:
    """With the long forms of CloudFormation's functions, for JSON has no tags."""
    analysis = Analysis.of(path.read_text("utf-8"))
    value = plain_document(analysis.document)
    assert [*Draft7Validator(json_schema()).iter_errors(value)] == []
    text = json.dumps(value, indent=2)
    as_json = Analysis.of(text)
    assert [*as_json.findings] == [*analysis.findings] == []
    assert {"node", "edge"} < {block.kind for block in as_json.document.blocks}
    assert dict(project(as_json, "sam").files) == dict(project(analysis, "sam").files)
