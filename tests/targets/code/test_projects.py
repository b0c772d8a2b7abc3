"""Generated code is formatted, compiles, passes its own tests and is the same each time."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.model.design import design_from
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.code import project, project_code
from tests.runtimes import NODES, PYTHONS, interpreter
from tests.targets.code.designs import all_designs, node, odd_ids, shape_designs

# imports test files into one process, where Node.js runs the tests of all of them
NODE_RUNNER = """
import { pathToFileURL } from "node:url";
for (const file of process.argv.slice(2)) await import(pathToFileURL(file));
"""
# runs the tests of each project in this process, as `python -m unittest` would
PYTHON_RUNNER = """
import os, sys, unittest
failed = []
for project in sys.argv[1:]:
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]
    os.chdir(project)
    sys.path.insert(0, project)
    suite = unittest.TestLoader().discover(".", top_level_dir=".")
    result = unittest.TextTestRunner(verbosity=0).run(suite)
    sys.path.remove(project)
    if not result.wasSuccessful() or not result.testsRun:
        failed.append(project)
sys.exit(", ".join(failed) or None)
"""


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project of every design."""
    root = tmp_path_factory.mktemp("projects")
    for name, design in all_designs().items():
        write(root / name, project_code(design))
    return root


def write(root: Path, files: dict[str, str]) -> None:
    """Writes `files` below `root`."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def run(*command: str | Path, cwd: Path) -> None:
    """Runs `command` and shows what it says if it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-6000:]


def test_python_is_formatted(projects: Path) -> None:
    """ruff finds nothing to say about generated Python."""
    rules = "E,F,W,I,B,UP,SIM,C4,RET,PIE"
    options = ("--isolated", "--no-cache", "--line-length=100", "--target-version=py310")
    ruff = (sys.executable, "-m", "ruff")
    # `zip(strict=…)` is left out of B: Python 3.9 does not know it
    # ids of 120 letters make lines that nobody can break
    options += ("--exclude=touchy-long-ids-*",)
    run(*ruff, "check", *options, f"--select={rules}", "--ignore=B905", ".", cwd=projects)
    run(*ruff, "format", "--check", *options, ".", cwd=projects)


def test_python_with_long_ids_is_formatted(tmp_path: Path) -> None:
    """Ids of 40 letters make no line that ruff would break; only texts are longer than one."""
    for name, data in shape_designs().items():
        if name.endswith("-python"):
            write(tmp_path / name, project_code(design_from(with_long_ids(data, 40))))
    options = ("--isolated", "--no-cache", "--line-length=100", "--target-version=py310")
    run(sys.executable, "-m", "ruff", "format", "--check", *options, ".", cwd=tmp_path)
    text = re.compile(r'\s*("\w+": )?"[^"]*",?')
    for file in tmp_path.rglob("*.py"):
        for line in file.read_text("utf-8").splitlines():
            assert len(line) <= 100 or text.fullmatch(line), (file, line)


def with_long_ids(data: dict[str, Any], length: int) -> dict[str, Any]:
    """A design with ids of `length` letters, which still differ."""
    ids = {
        id: f"{(id + 'Longer' * length)[: length - 2]}{n:02}" for n, id in enumerate(data["nodes"])
    }
    edges = [
        {key: ids[value] if key in ("from", "to") else value for key, value in edge.items()}
        for edge in data["edges"]
    ]
    nodes = {ids[id]: value for id, value in data["nodes"].items()}
    made = {**data, "nodes": nodes, "edges": edges}
    if "deployment" in data:
        hooks = {when: ids[id] for when, id in data["deployment"]["hooks"].items()}
        made["deployment"] = {**data["deployment"], "hooks": hooks}
    return made


def test_python_compiles_for_3_10(projects: Path) -> None:
    """Generated Python is within the grammar of Python 3.10."""
    files = sorted(projects.rglob("*.py"))
    assert len(files) > 100
    for file in files:
        ast.parse(file.read_text("utf-8"), str(file), feature_version=(3, 10))


@pytest.mark.parametrize("runtime", PYTHONS)
def test_python_tests_pass(projects: Path, runtime: str) -> None:
    """The generated tests of Python functions pass as they stand, with nothing installed."""
    folders = [path.parents[1] for path in sorted(projects.glob("*/tests/functions.py"))]
    assert len(folders) > 25
    # -I and -S hide what is installed, boto3 above all
    run(interpreter(runtime), "-I", "-S", "-B", "-c", PYTHON_RUNNER, *folders, cwd=projects)


@pytest.mark.parametrize("runtime", NODES)
def test_node_tests_pass(projects: Path, runtime: str) -> None:
    """The generated tests of Node.js functions pass as they stand, with nothing installed."""
    files = sorted(projects.glob("*/tests/*.test.mjs"))
    assert len(files) > 25
    runner = projects / "runner.mjs"
    runner.write_text(NODE_RUNNER, "utf-8")
    # Node.js takes a time that grows with the square of the tests in a process
    for first in range(0, len(files), 40):
        run(interpreter(runtime), runner, *files[first : first + 40], cwd=projects)


def test_the_newest_runtimes_are_those_that_are_tried() -> None:
    """The two newest of each language that the catalogue offers run the generated tests."""
    for language, tried in (("python", PYTHONS), ("nodejs", NODES)):
        known = [row.id for row in CATALOGUE.runtimes.values() if row.id.startswith(language)]
        assert known[:2] == list(tried)


def test_node_compiles(projects: Path) -> None:
    """Node.js can read each file, those too that no test imports."""
    files = sorted(projects.glob("*/src/*/resources.mjs"))
    assert len(files) > 15
    checker = projects / "checker.mjs"
    checker.write_text(
        'import { readFileSync } from "node:fs"; import vm from "node:vm";'
        "for (const file of process.argv.slice(2))"
        ' new vm.SourceTextModule(readFileSync(file, "utf8"), { identifier: file });',
        "utf-8",
    )
    run("node", "--no-warnings", "--experimental-vm-modules", checker, *files, cwd=projects)


def test_project_with_commands_of_readme(projects: Path) -> None:
    """The commands that the README names run the tests of a project."""
    folder = projects / "both-languages"
    readme = (folder / "README.md").read_text("utf-8")
    assert "python -m unittest\nnode --test\n" in readme
    run(sys.executable, "-m", "unittest", cwd=folder)
    run("node", "--test", cwd=folder)


def test_lines_are_short(projects: Path) -> None:
    """JavaScript keeps to the width of prettier but where a long word or an id makes it longer."""
    templates = Path(project.__file__).parent / "templates" / "node"
    for file in [*projects.glob("*[!s]-node/**/*.mjs"), *templates.rglob("*.j2")]:
        for line in file.read_text("utf-8").splitlines():
            # titles of tests and addresses are not broken up, what is filled in here varies
            whole = line.startswith("test(") or "https:" in line or "{{" in line
            assert len(line) <= 80 or whole, (file, line)


def test_same_design_same_bytes() -> None:
    """A second generation changes no byte."""
    for design in all_designs().values():
        assert project_code(design) == project_code(design)


def test_paths_differ_whatever_their_case() -> None:
    """Tests and events stay apart where a file system does not tell capital letters."""
    files = project_code(design_from({**odd_ids(), "runtime": "nodejs22.x"}))
    below = [path.lower() for path in files if path.startswith("tests/")]
    assert len(below) == len(set(below))


def test_only_what_is_needed(projects: Path) -> None:
    """A function without resources has no adapters, and no file has code for other edges."""
    lone = projects / "queue-function-trigger-python/src/Target"
    assert sorted(file.name for file in lone.iterdir()) == ["handler.py", "logic.py"]
    reader = (projects / "function-bucket-read-python/src/Source/resources.py").read_text("utf-8")
    assert "get_object" in reader
    assert "put_object" not in reader
    assert "delete_object" not in reader
    writer = (projects / "function-table-write-node/src/Source/resources.mjs").read_text("utf-8")
    assert "PutCommand" in writer
    assert "GetCommand" not in writer


def test_package_of_node_function(projects: Path) -> None:
    """npm gets a module with name and version and without dependencies."""
    text = (projects / "queue-function-trigger-node/src/Target/package.json").read_text("utf-8")
    expected = {"name": "target", "version": "1.0.0", "private": True, "type": "module"}
    assert json.loads(text) == expected
    assert not list(projects.rglob("requirements.txt"))


def test_readme_pictures_the_design(projects: Path) -> None:
    """The README has each node and edge in its flowchart, with text that cannot break it."""
    text = (projects / "everything-python/README.md").read_text("utf-8")
    picture = text.split("```mermaid\n")[1].split("```")[0]
    nodes = re.findall(r'^  (n\d+)\["([^"\[\]]+)"\]$', picture, re.MULTILINE)
    edges = re.findall(r'^  (n\d+) -->\|"[^"|]+"\| (n\d+)$', picture, re.MULTILINE)
    assert len(nodes) == 14
    assert len(edges) == 38
    assert len(picture.splitlines()) == 1 + 14 + 38
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)\|", line)) in (3, 4, 6) for line in table)


def test_no_condition_is_idle(projects: Path) -> None:
    """No two statements in a row return the same, one of them under a condition."""
    python = re.compile(r"\n +if [^\n]+:\n +(return [^\n]+)\n +\1\n")
    node = re.compile(r"\n +if \([^\n]+\) (return [^\n]+;)\n +\1\n")
    handlers = sorted(projects.glob("*/src/*/handler.*"))
    assert any("probe" in file.read_text("utf-8") for file in handlers)
    for file in handlers:
        text = file.read_text("utf-8")
        assert not python.search(text), file
        assert not node.search(text), file


def test_docstrings_say_what_is_done(projects: Path) -> None:
    """Comments on functions that a person reads first begin with a verb, whatever sends."""
    for language, expected in (("python", "handle_payload"), ("node", "handlePayload")):
        folder = projects / f"arrivals-{language}" / "src" / "TheFunction"
        text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("[hl]*.*")))
        assert expected in text
        said = re.findall(r'(?:"""|/\*\*\s+(?:\* )?)([A-Z]\w*)', text)
        assert "Called" in said
        assert {"With", "For", "Changes", "Records", "Messages"}.isdisjoint(said)


@pytest.mark.parametrize(("fifo", "said"), [(True, "in their order"), (False, "come again")])
def test_comments_tell_whether_order_is_kept(fifo: bool, said: str) -> None:
    """A handler of a FIFO queue does not promise that messages behind a failed one are done."""
    nodes = {"Jobs": {"type": "queue", "fifo": fifo}, "Work": {"type": "function"}}
    data = {"name": "Order", "nodes": nodes, "edges": [{"from": "Jobs", "to": "Work"}]}
    handler = project_code(design_from(data))["src/Work/handler.py"]
    assert said in handler
    assert ("the others are done" in handler) is not fifo


def test_names_of_tests_are_found_by_their_runners() -> None:
    """unittest looks for `test*.py`, so a Python test begins so."""
    files = project_code(design_from(odd_ids()))
    tests = [
        path for path in files if path.startswith("tests/") and "import unittest" in files[path]
    ]
    assert len(tests) == len(odd_ids()["nodes"])
    assert all(Path(path).name.startswith("test_") for path in tests)


def test_readme_starts_flink_applications() -> None:
    """An application is not started by its deployment; the README has the command that does."""
    nodes = {"Count": node("analyticsStream"), "Clicks": node("stream")}
    edges = [{"from": "Clicks", "to": "Count"}]
    files = TARGETS["sam"](design_from({"name": "app", "nodes": nodes, "edges": edges}))
    command = 'aws kinesisanalyticsv2 start-application --application-name "<CountName>"'
    assert command in files["README.md"]
    assert "  CountName:\n" in files["template.yaml"]
    plain = TARGETS["sam"](design_from({"name": "app", "nodes": {"F": node("function")}}))
    assert "Flink" not in plain["README.md"]
