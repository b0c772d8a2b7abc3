"""deprecated-runtime: a runtime that AWS no longer patches, but still creates functions with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sbd_lsp.catalogue.entries import Runtime
from sbd_lsp.catalogue.load import CATALOGUE
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Rule, Severity, replace
from sbd_lsp.model.model import Model, Place
from sbd_lsp.syntax.tree import Scalar

RULE = Rule("deprecated-runtime", Severity.WARNING, "a runtime that AWS no longer patches")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """The runtime of a function, or of the document."""
    for place, runtime in runtimes(keys):
        if runtime.deprecated <= today() < runtime.blocked:
            yield _deprecated(place, runtime)


def runtimes(keys: Keys) -> Iterator[tuple[Place, Runtime]]:
    """The runtimes among `keys`, with their places."""
    for option, _, value in keys.fields:
        if option.format == "runtime" and isinstance(value, Scalar):
            runtime = CATALOGUE.runtimes.get(value.text)
            if runtime is not None:
                yield Place(keys.block, value.start, value.end), runtime


def newest(runtime: Runtime) -> str:
    """The newest runtime of the language of `runtime`."""
    return next(row.id for row in CATALOGUE.runtimes.values() if row.language == runtime.language)


def today() -> str:
    """The day by which runtimes are judged."""
    return date.today().isoformat()


def _deprecated(place: Place, runtime: Runtime) -> Finding:
    message = (
        f"AWS no longer patches `{runtime.id}` since {runtime.deprecated} and creates no functions "
        f"with it from {runtime.blocked}; `{newest(runtime)}` is the newest"
    )
    return RULE.at(place, message, [replace(place, newest(runtime))])
