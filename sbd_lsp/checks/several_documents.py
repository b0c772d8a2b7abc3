"""several-documents: a file holds more than one YAML document."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.checks.rule import Change, Finding, Fix, Rule, Severity
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.block import Block
from sbd_lsp.syntax.cut import REST

RULE = Rule("several-documents", Severity.ERROR, "the file holds more than one document")


def check_block(block: Block, model: Model) -> Iterator[Finding]:
    """The marker after which a further document begins, unless nothing follows it, and one that
    stands between what belongs together."""
    if block.kind != REST:
        return
    line, _, rest = block.text.partition("\n")
    place = Place(block, 0, len(line.rstrip()))
    if block.after.section != "rest":
        marker = Change(Place(block, 0, len(block.text) - len(rest)), "")
        fix = Fix("Remove the marker", (marker,), safe=False)
        yield RULE.at(place, "what follows belongs to the same design; remove this line", [fix])
    elif rest.strip() or not line.startswith("..."):
        message = "a design is one document; what follows is not read: move it to a file of its own"
        yield RULE.at(place, message)
