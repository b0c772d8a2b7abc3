"""The runtimes of the catalogue are those of cfn-lint's lifecycle table."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import cfnlint
import pytest

from sbd_lsp.catalogue.entries import Runtime
from sbd_lsp.catalogue.load import CATALOGUE

TABLE = Path(cfnlint.__file__).parent / "data/AdditionalSpecs/LmbdRuntimeLifecycle.json"

# what ran at CloudFront only
FORGOTTEN = {"nodejs4.3-edge"}
# the first runtime of Node.js did not name its version
UNNUMBERED = {"nodejs": "0.10"}


def lifecycle() -> dict[str, dict[str, Any]]:
    """cfn-lint's lifecycle of the Python and Node.js runtimes, by id."""
    table: dict[str, dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))
    wanted = {name: row for name, row in table.items() if name.startswith(("python", "nodejs"))}
    return {name: row for name, row in wanted.items() if name not in FORGOTTEN}


def version_of(runtime: Runtime) -> str:
    """The version in the id of `runtime`."""
    number = runtime.id.removeprefix(runtime.language).removesuffix(".x")
    return number or UNNUMBERED[runtime.id]


def test_runtimes_are_those_of_cfn_lint() -> None:
    """The catalogue has each Python and Node.js runtime with cfn-lint's dates, and no others."""
    ours = {row.id: (row.deprecated, row.blocked) for row in CATALOGUE.runtimes.values()}
    theirs = {name: (row["deprecated"], row["create-block"]) for name, row in lifecycle().items()}
    assert ours == theirs


@pytest.mark.parametrize("runtime", CATALOGUE.runtimes.values(), ids=list(CATALOGUE.runtimes))
def test_title_and_language_follow_from_the_id(runtime: Runtime) -> None:
    """The id is the language and the version of the title."""
    version = version_of(runtime)
    assert runtime.title == {"python": "Python ", "nodejs": "Node.js "}[runtime.language] + version
    for day in (runtime.deprecated, runtime.blocked):
        assert datetime.date.fromisoformat(day).isoformat() == day


def test_newest_runtime_of_a_language_comes_first() -> None:
    """Within a language, versions fall."""
    for language in ("python", "nodejs"):
        versions = [
            [int(part) for part in version_of(row).split(".")]
            for row in CATALOGUE.runtimes.values()
            if row.language == language
        ]
        assert versions == sorted(versions, reverse=True)


def test_default_runtime_outlives_the_next_year() -> None:
    """The default runtime is one of the newest two of its language."""
    default = CATALOGUE.runtimes[CATALOGUE.document["runtime"].default]
    alike = [row for row in CATALOGUE.runtimes.values() if row.language == default.language]
    assert default in alike[:2]
