"""blocked-runtime: a runtime with which AWS no longer creates functions."""

from __future__ import annotations

from collections.abc import Iterator

from sbd_lsp.catalogue.entries import Runtime
from sbd_lsp.checks import deprecated_runtime
from sbd_lsp.checks.deprecated_runtime import newest, runtimes
from sbd_lsp.checks.keys import Keys
from sbd_lsp.checks.rule import Finding, Rule, Severity, replace
from sbd_lsp.model.model import Model, Place

RULE = Rule("blocked-runtime", Severity.ERROR, "a runtime with which AWS creates no functions")


def check_keys(keys: Keys, model: Model) -> Iterator[Finding]:
    """The runtime of a function, or of the document."""
    for place, runtime in runtimes(keys):
        if runtime.blocked <= deprecated_runtime.today():
            yield _blocked(place, runtime)


def _blocked(place: Place, runtime: Runtime) -> Finding:
    message = (
        f"AWS creates no functions with `{runtime.id}` since {runtime.blocked}; "
        f"`{newest(runtime)}` is the newest"
    )
    return RULE.at(place, message, [replace(place, newest(runtime))])
