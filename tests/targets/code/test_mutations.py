"""Generated tests notice when generated code stops doing what it does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.code import project_code
from tests.targets.code.designs import deployment, everything, filters
from tests.targets.code.test_projects import write

# design, file, what stands there, what is put in its place
PYTHON = [
    ("everything", "handler", 'unquote_plus(stored["key"])', 'stored["key"]'),
    ("everything", "handler", 'stored.get("size")', "None"),
    ("everything", "handler", 'b64decode(record["kinesis"]["data"])', 'b"{}"'),
    ("everything", "handler", "return json.loads(text)", "return text"),
    ("everything", "handler", 'if kind == "NS"', 'if kind == "S"'),
    ("everything", "handler", 'read_item(change.get("OldImage"))', "None"),
    ("everything", "handler", 'read_item(change.get("NewImage"))', "None"),
    ("everything", "handler", '"itemIdentifier": one["messageId"]', '"itemIdentifier": "x"'),
    ("everything", "handler", "failures.append(record)", "return failed(event['Records'])"),
    ("everything", "handler", '"itemIdentifier": number', '"itemIdentifier": "x"'),
    ("everything", "handler", 'event["isBase64Encoded"]', "False"),
    ("everything", "handler", "name.lower(): value", "name: value"),
    ("everything", "handler", 'event["pathParameters"] or {}', '{"a": 1}'),
    ("everything", "handler", 'event["queryStringParameters"] or {}', "{}"),
    ("everything", "handler", '"statusCode": 200', '"statusCode": 201'),
    ("everything", "handler", '"body": json.dumps(body)', '"body": json.dumps(None)'),
    ("everything", "handler", '"result": "ProcessingFailed"', '"result": "Ok"'),
    ("everything", "handler", '"result": "Ok"', '"result": "Dropped"'),
    ("everything", "handler", "b64encode(line.encode()).decode()", "line"),
    ("everything", "handler", 'published.get("Subject")', "None"),
    ("everything", "handler", 'event["detail-type"]', 'event["source"]'),
    ("everything", "handler", '"payload": logic.handle_payload', '"payload": handle_events'),
    ("everything", "logic", "resources.the_queue.send(entry)", "pass"),
    ("everything", "logic", "resources.the_table.put(", "print("),
    ("everything", "logic", 'if "TheFunction" in via.split("/")', "if False"),
    ("everything", "logic", 'content.get("via", "")', '""'),
    ("filters", "handler", "failed(records[index:])", "failed([record])"),
    ("filters", "handler", "failures.append(record)", "return failed(records[index:])"),
    ("filters", "handler", 'in ORIGINS', 'not in ORIGINS'),
    ("deployment", "handler", 'status = "Failed"', 'status = "Succeeded"'),
    ("deployment", "handler", 'deployment, event["Lifecycle', 'event["Lifecycle'),
    ("deployment", "logic", 'if answer != "ready"', "if False"),
]  # fmt: skip
NODE = [
    ("everything", "handler", 'decodeURIComponent(object.key.replaceAll("+", " "))', "object.key"),
    ("everything", "handler", 'object.key.replaceAll("+", " ")', "object.key"),
    ("everything", "handler", 'Buffer.from(data, "base64").toString()', "data"),
    ("everything", "handler", "return JSON.parse(text);", "return text;"),
    ("everything", "handler", "OldImage ? readItem(OldImage) : null", "null"),
    ("everything", "handler", "failures.push(record);", "return failed(event.Records);"),
    ("everything", "handler", "itemIdentifier: messageId", 'itemIdentifier: "x"'),
    ("everything", "handler", 'event.isBase64Encoded ? "base64" : "utf8"', '"utf8"'),
    ("everything", "handler", "name.toLowerCase()", "name"),
    ("everything", "handler", "await logic.handleRequest(", "logic.handleRequest("),
    ("everything", "handler", 'result: "ProcessingFailed"', 'result: "Ok"'),
    ("everything", "handler", 'line.toString("base64")', "line.toString()"),
    ("everything", "handler", 'type: event["detail-type"]', "type: event.source"),
    ("everything", "logic", "await resources.theQueue.send(entry);", ""),
    ("everything", "logic", 'via.split("/").includes("TheFunction")', "false"),
    ("everything", "logic", 'content?.via ?? ""', '""'),
    ("filters", "handler", "failed(event.Records.slice(index))", "failed([record])"),
    ("filters", "handler", "ORIGINS.includes(origin)", "true"),
    ("deployment", "handler", 'status = "Failed";', ""),
    ("deployment", "logic", 'answer !== "ready"', "false"),
]  # fmt: skip
DESIGNS = {"everything": everything, "filters": filters, "deployment": deployment}
FUNCTION = {"everything": "TheFunction", "filters": "Work", "deployment": "Check"}


@pytest.fixture(scope="module", params=["python3.13", "nodejs22.x"])
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Mutations of one language that the generated tests do not notice."""
    root = tmp_path_factory.mktemp("mutants")
    mutations = PYTHON if request.param.startswith("python") else NODE
    ending = ".py" if mutations is PYTHON else ".mjs"
    made = {
        name: project_code(design_from({**build(), "runtime": request.param}))
        for name, build in DESIGNS.items()
    }
    for number, (design, file, old, new) in enumerate(mutations):
        files = dict(made[design])
        path = f"src/{FUNCTION[design]}/{file}{ending}"
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new)
        write(root / str(number), files)
    # the last project is as it was made: its tests have to pass
    control = ("everything", "", "", "")
    write(root / str(len(mutations)), made["everything"])
    everyone = [*mutations, control]
    alive = _python(root, len(everyone)) if mutations is PYTHON else _node(root, everyone)
    return {repr(everyone[number]) for number in alive} ^ {repr(control)}


def _python(root: Path, count: int) -> set[int]:
    """The projects below `root` whose Python tests pass."""
    script = (
        "import os, sys, unittest, logging\n"
        "for number in range(int(sys.argv[1])):\n"
        "    for name in [n for n in sys.modules if n.split('.')[0] == 'tests']:\n"
        "        del sys.modules[name]\n"
        "    os.chdir(os.path.join(sys.argv[2], str(number)))\n"
        "    sys.path.insert(0, os.getcwd())\n"
        "    suite = unittest.TestLoader().discover('.', top_level_dir='.')\n"
        "    result = unittest.TextTestRunner(stream=open(os.devnull, 'w')).run(suite)\n"
        "    sys.path.remove(os.getcwd())\n"
        "    if result.wasSuccessful(): print('alive', number)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", script, str(count), str(root)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {int(number) for number in re.findall(r"^alive (\d+)$", done.stdout, re.MULTILINE)}


def _node(root: Path, mutations: list[tuple[str, str, str, str]]) -> set[int]:
    """The projects below `root` whose Node.js tests pass."""
    alive = set()
    for number, (design, *_) in enumerate(mutations):
        test = root / str(number) / "tests" / f"{FUNCTION[design]}.test.mjs"
        done = subprocess.run(["node", test], capture_output=True, check=False)
        if done.returncode == 0:
            alive.add(number)
    return alive


def test_generated_tests_notice_each_mutation(broken: set[str]) -> None:
    """Whatever is taken out of handler or logic turns a generated test red."""
    assert broken == set()
