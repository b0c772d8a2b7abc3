"""Designs with marks in them: `$0` is the cursor."""

from __future__ import annotations

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
