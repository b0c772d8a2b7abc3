"""deprecated-runtime: a runtime that AWS no longer patches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Rule, Severity, replace
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("deprecated-runtime", Severity.WARNING, "a runtime that AWS no longer patches")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """The runtime of a function, or of the document."""
    for option, _, value in keys.fields:
        if option.format == "runtime" and isinstance(value, Scalar):
            yield from _deprecated(Place(keys.block, value.start, value.end), value.text)


def _deprecated(place: Place, id: str) -> Iterator[Finding]:
    runtime = CATALOGUE.runtimes.get(id)
    today = date.today().isoformat()
    if runtime is None or runtime.deprecated > today:
        return
    newest = next(row.id for row in CATALOGUE.runtimes.values() if row.language == runtime.language)
    blocked = f"creates no functions with it from {runtime.blocked}"
    if runtime.blocked <= today:
        blocked = "no longer creates functions with it"
    message = (
        f"AWS no longer patches `{id}` since {runtime.deprecated} and {blocked}; "
        f"`{newest}` is the newest"
    )
    yield RULE.at(place, message, [replace(place, newest, safe=False)])
