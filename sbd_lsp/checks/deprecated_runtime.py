"""deprecated-runtime: a runtime that AWS no longer patches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.rule import Finding, Rule, Severity, replace
from sbd_lsp.model.model import Model, Node, Place
from sbd_lsp.model.options import Field, fields_of, options_of, section_fields
from sbd_lsp.syntax.document import Block
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("deprecated-runtime", Severity.WARNING, "a runtime that AWS no longer patches")


def check_node(node: Node, model: Model) -> Iterator[Finding]:
    """The runtime of a function."""
    pairs = node.body.pairs if node.body else ()
    for field in fields_of(pairs, options_of(node, model)):
        yield from _deprecated(node.block, field)


def check_design(model: Model) -> Iterator[Finding]:
    """The runtime of the document."""
    for section in model.sections:
        for field in section_fields(section):
            yield from _deprecated(section.block, field)


def _deprecated(block: Block, field: Field) -> Iterator[Finding]:
    option, _, value = field
    if option.format != "runtime" or not isinstance(value, Scalar):
        return
    runtime = CATALOGUE.runtimes.get(value.text)
    today = date.today().isoformat()
    if runtime is None or runtime.deprecated > today:
        return
    newest = next(row.id for row in CATALOGUE.runtimes.values() if row.language == runtime.language)
    blocked = "no longer creates functions with it" if runtime.blocked <= today else (
        f"creates no functions with it from {runtime.blocked}"
    )
    message = f"AWS no longer patches {runtime.title} since {runtime.deprecated} and {blocked}; `{newest}` is the newest"
    place = Place(block, value.start, value.end)
    yield RULE.at(place, message, [replace(place, newest)])
