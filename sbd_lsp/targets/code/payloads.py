"""Sample events of no fixed shape: schedules and IoT rules."""

from __future__ import annotations

import re
from typing import Any

from sbd_lsp.model.design import Edge, Node

SELECTED = re.compile(r"\s*SELECT\s+(?:VALUE\s+)?(.*?)\s+FROM\s", re.IGNORECASE | re.DOTALL)
ALIAS = re.compile(r"\bAS\s+(\w+)\s*\Z", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z_]\w*\Z")
READING: dict[str, Any] = {"id": "1001", "temperature": 21.5}


def scheduled(edge: Edge, region: str, account: str) -> dict[str, Any]:
    """What EventBridge Scheduler hands to a function when the schedule says nothing of its own."""
    schedule = f"arn:aws:scheduler:{region}:{account}:schedule/default/{edge.source.id}"
    return {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": account,
        "time": "1970-01-01T00:00:00Z",
        "region": region,
        "resources": [schedule],
        "detail": "{}",
    }


def reading(rule: Node) -> dict[str, Any]:
    """A message as the statement of `rule` selects it.

    https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-select.html
    """
    match = SELECTED.match(str(rule.options.get("sql") or ""))
    if not match:
        return dict(READING)
    found: dict[str, Any] = {}
    for clause in re.split(r",(?![^(]*\))", match[1]):
        found.update(_selected(clause.strip()))
    return found


def _selected(clause: str) -> dict[str, Any]:
    """What one `clause` of a SELECT adds to the message."""
    if clause == "*":
        return dict(READING)
    alias = ALIAS.search(clause)
    if alias:
        return {alias[1]: "example"}
    return {clause: READING.get(clause, 21.5)} if PLAIN.match(clause) else {}
