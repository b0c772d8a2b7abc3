"""Designs with marks in them: `$0` is the cursor."""

from __future__ import annotations

import sys
from collections.abc import Callable

from sbd_lsp.ide.analysis import Analysis

SHOP = """\
sbd: 1
name: shop
nodes:
  Uploads:
    type: bucket
  Resize: {type: function, memory: 512}
  Index: {type: table}
  Orders:
    type: queue
"""


def at_cursor(text: str) -> tuple[Analysis, int]:
    """The analysis of `text` without its `$0`, and the offset at which that stood."""
    offset = text.index("$0")
    return Analysis.of(text.replace("$0", "", 1)), offset


def steps(work: Callable[[], object]) -> int:
    """How many calls `work` makes, the same on each machine."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
