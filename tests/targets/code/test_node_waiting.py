"""What is generated for Node.js waits for what a person writes, which may take time."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sbd_lsp.model.design import design_from
from sbd_lsp.targets.code import project_code
from tests.targets.code.designs import node
from tests.targets.code.test_projects import write

# type of what invokes the function: what its handler answers if the logic fails later on, a part
# of the sample event in place of its own
FAILED = "the invocation fails"
SOURCES = {
    "queue": {"batchItemFailures": [{"itemIdentifier": "Records.0.messageId"}]},
    "stream": {"batchItemFailures": [{"itemIdentifier": "Records.0.kinesis.sequenceNumber"}]},
    "table": {"batchItemFailures": [{"itemIdentifier": "Records.0.dynamodb.SequenceNumber"}]},
    "deliveryStream": {
        "records": [
            {
                "recordId": "records.0.recordId",
                "data": "records.0.data",
                "result": "ProcessingFailed",
            }
        ]
    },
    "bucket": FAILED,
    "topic": FAILED,
    "eventBus": FAILED,
    "api": FAILED,
    "stateMachine": FAILED,
}
KINDS = {"deliveryStream": "transform", "table": "stream"}
OPTIONS: dict[str, dict[str, Any]] = {"api": {"path": "/"}}
CALL = """
import { handler } from "./src/Work/handler.mjs";
import { readFileSync } from "node:fs";
console.error = () => {};
const event = JSON.parse(readFileSync(process.argv[2]));
const answer = await handler(event).catch(() => "the invocation fails");
process.stdout.write(JSON.stringify(answer));
"""


def answer(folder: Path, type: str, statement: str) -> tuple[Any, Any]:
    """A sample event of a source, and the answer to it if `statement` ends the logic."""
    nodes = {"Source": node(type), "Out": node("bucket"), "Work": node("function")}
    edge = {"from": "Source", "to": "Work", **OPTIONS.get(type, {})}
    edges = [edge | ({"kind": KINDS[type]} if type in KINDS else {})]
    if type == "deliveryStream":
        edges.append({"from": "Source", "to": "Out"})
    design = {"sbd": 1, "name": "waiting", "runtime": "nodejs22.x"}
    files = project_code(design_from({**design, "nodes": nodes, "edges": edges}))
    logic = re.sub(
        r"^async function passOn\(.*?^\}",
        f"async function passOn() {{\n  await Promise.resolve();\n  {statement}\n}}",
        files["src/Work/logic.mjs"],
        flags=re.MULTILINE | re.DOTALL,
    )
    assert statement in logic
    write(folder, {**files, "src/Work/logic.mjs": logic, "call.mjs": CALL})
    sample = min((folder / "events" / "Work").iterdir())
    done = subprocess.run(
        ["node", "call.mjs", str(sample)], cwd=folder, capture_output=True, text=True, check=True
    )
    return json.loads(sample.read_text("utf-8")), json.loads(done.stdout)


def filled(expected: Any, event: Any) -> Any:
    """`expected` with what stands in `event` in place of paths."""
    if isinstance(expected, dict):
        return {key: filled(value, event) for key, value in expected.items()}
    if isinstance(expected, list):
        return [filled(value, event) for value in expected]
    if "." not in expected:
        return expected
    for step in expected.split("."):
        event = event[int(step)] if step.isdigit() else event[step]
    return event


@pytest.mark.parametrize("type", SOURCES)
def test_a_late_failure_is_reported(tmp_path: Path, type: str) -> None:
    """What fails after a while is reported like what fails at once."""
    event, got = answer(tmp_path, type, 'throw new Error("late");')
    assert got == filled(SOURCES[type], event)


def test_late_data_are_delivered(tmp_path: Path) -> None:
    """A browser gets what asynchronous logic returns in the end."""
    _, got = answer(tmp_path, "api", 'return "late";')
    assert got["body"] == '"late"'
