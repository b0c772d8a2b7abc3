"""The day on which the tests of rules take place."""

from __future__ import annotations

import pytest

from sbd_lsp.checks import deprecated_runtime


@pytest.fixture(autouse=True, scope="session")
def day() -> None:
    """A day on which some runtimes are deprecated and not yet blocked, whatever today is."""
    patch = pytest.MonkeyPatch()
    patch.setattr(deprecated_runtime, "today", lambda: "2026-10-01")
