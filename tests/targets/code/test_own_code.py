"""What a person writes in Python meets what was generated around it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.code import project_code
from tests.targets.code.designs import node
from tests.targets.code.test_projects import write


def project(*edges: dict[str, str], **types: str) -> dict[str, str]:
    """The files of a project in Python with nodes of `types`."""
    nodes: dict[str, Any] = {id: node(type) for id, type in types.items()}
    design = {"sbd": 1, "name": "own", "runtime": "python3.13", "nodes": nodes}
    return project_code(design_from({**design, "edges": list(edges)}))


def unit_tests(folder: Path) -> subprocess.CompletedProcess[str]:
    """The end of the tests of the project in `folder`."""
    command = [sys.executable, "-B", "-m", "unittest"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_functions_may_have_modules_of_the_same_name(tmp_path: Path) -> None:
    """Each test loads the modules of its own function."""
    files = project(One="function", Two="function")
    for id in ("One", "Two"):
        files[f"src/{id}/words.py"] = f'NAME = "{id}"\n'
        files[f"src/{id}/logic.py"] += f'\n\nimport words\n\nassert words.NAME == "{id}"\n'
    write(tmp_path, files)
    ended = unit_tests(tmp_path)
    assert ended.returncode == 0, ended.stderr


def test_data_that_are_no_json_fail_alone(tmp_path: Path) -> None:
    """One record that cannot be written down does not fail the others on their way."""
    files = project(
        {"from": "Pipe", "to": "Clean", "kind": "transform"},
        {"from": "Pipe", "to": "Out"},
        Pipe="deliveryStream",
        Clean="function",
        Out="bucket",
    )
    logic = 'return record["data"]'
    assert logic in files["src/Clean/logic.py"]
    files["src/Clean/logic.py"] = files["src/Clean/logic.py"].replace(
        logic, 'return {1} if record["id"] == "2" else record["data"]'
    )
    files["call.py"] = (
        "import sys; sys.path.insert(0, 'src/Clean')\n"
        "import handler\n"
        "records = [{'recordId': id, 'data': 'e30='} for id in ('1', '2')]\n"
        "made = handler.handler({'records': records}, None)['records']\n"
        "print([record['result'] for record in made])\n"
    )
    write(tmp_path, files)
    done = subprocess.run(
        [sys.executable, "call.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['Ok', 'ProcessingFailed']"
