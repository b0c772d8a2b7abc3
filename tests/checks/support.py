"""Designs for tests of rules: what is found in them, and what their fixes make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sbd_lsp.checks.explain import page
from sbd_lsp.checks.rule import Finding, Fix
from sbd_lsp.checks.run import Report
from sbd_lsp.model.model import Model
from sbd_lsp.syntax.document import Document
from sbd_lsp.text.edit import Edit, apply
from sbd_lsp.text.lines import line_of
from sbd_lsp.text.span import Span

HEADER = "sbd: 1\nname: example\n"
NOTE = re.compile(r"[ \t]*# (error|warning|info|hint): \[([a-z-]+)\]")
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEVERITIES = {1: "error", 2: "warning", 3: "info", 4: "hint"}


def model_of(text: str) -> Model:
    """The model of a design."""
    return Model.of(Document.of(text))


def findings_in(text: str) -> list[Finding]:
    """All findings on a design, in the order of the text."""
    model = model_of(text)
    return sorted(Report.of(model), key=lambda found: offset(found, model))


def offset(found: Finding, model: Model) -> int:
    """Where a finding begins in the text."""
    return model.document.offset_of(found.place.block) + found.place.start


def completed(text: str) -> str:
    """`text`, with the first lines of a design if it begins with its nodes or edges."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return (
        HEADER + text if first.startswith(("nodes:", "edges:", "runtime:", "deployment:")) else text
    )


def blocks(slug: str, section: str) -> list[str]:
    """The designs in a section of the page of a rule."""
    text = page(slug) or ""
    part = text.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return [completed(block) for block in BLOCK.findall(part)]


def noted(text: str) -> tuple[str, set[tuple[int, str, str]]]:
    """`text` without its notes (`# error: [slug]`), and the notes as line, severity and slug."""
    notes: set[tuple[int, str, str]] = set()
    lines = text.split("\n")
    for number, line in enumerate(lines):
        notes |= {(number, severity, slug) for severity, slug in NOTE.findall(line)}
    return NOTE.sub("", text), notes


def marks(text: str) -> set[tuple[int, str, str]]:
    """The findings on a design as line, severity and slug."""
    model = model_of(text)
    return {
        (line_of(text, offset(found, model))[0], SEVERITIES[found.rule.severity], found.rule.slug)
        for found in Report.of(model)
    }


def fixed(text: str, fix: Fix, model: Model) -> str:
    """`text`, of which `model` is the model, after `fix`."""
    edits = []
    for place, new in fix.changes:
        start = model.document.offset_of(place.block)
        edits.append(Edit(Span(start + place.start, start + place.end), new))
    return apply(edits, text)


def fixes_in(text: str) -> Iterator[tuple[Finding, Fix, str]]:
    """Each finding on a design, with each fix of it and what that makes of the text."""
    model = model_of(text)
    for found in Report.of(model):
        for fix in found.fixes(model):
            yield found, fix, fixed(text, fix, model)
