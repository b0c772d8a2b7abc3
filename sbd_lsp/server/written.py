"""JSON as it goes over the wire."""

from __future__ import annotations

import json
from typing import Any

ENCODE = json.JSONEncoder(separators=(",", ":")).encode


class Written(str):
    """JSON that is written already; an answer that is sent as it is."""

    __slots__ = ()


def dumped(value: Any) -> str:
    """`value` as JSON without blanks."""
    return ENCODE(value)
