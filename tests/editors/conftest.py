"""Editors are fetched for these tests; `SBD_WITHOUT_EDITORS=1` deselects those that need one."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests marked by the fixture `nvim` out of the run if the person asked for that."""
    if os.environ.get("SBD_WITHOUT_EDITORS") != "1":
        return
    needing = [item for item in items if "nvim" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in needing]
