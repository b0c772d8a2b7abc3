"""A design to the files of a project, if it has no errors."""

from __future__ import annotations

from typing import NamedTuple

from sbd_lsp.checks.rule import Finding, Severity
from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.model.design import Design, design_from
from sbd_lsp.syntax.document import plain_document


class Project(NamedTuple):
    """The name of the design and its files, path to text."""

    name: str
    files: dict[str, str]


class HasErrors(Exception):
    """The design cannot be generated from; `findings` are its errors."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        count = f"{len(findings)} errors" if len(findings) > 1 else "an error"
        first = findings[0]
        super().__init__(f"the design has {count}; the first: {first.message} ({first.rule.slug})")
        self.findings = findings


def design_of(analysis: Analysis) -> Design:
    """The design as plain values. Raises HasErrors if it has errors."""
    errors = tuple(f for f in analysis.findings if f.rule.severity == Severity.ERROR)
    if errors:
        raise HasErrors(errors)
    return design_from(plain_document(analysis.document))


def project(analysis: Analysis, target: str) -> Project:
    """The project that `target` (a key of `TARGETS`) makes of the design.

    Raises HasErrors if the design has errors, CannotGenerate if the target cannot express it.
    """
    from sbd_lsp.targets import TARGETS

    design = design_of(analysis)
    return Project(design.name, TARGETS[target](design))
