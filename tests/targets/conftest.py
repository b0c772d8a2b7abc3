"""What the SAM CLI leaves behind in this process, undone after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml


@pytest.fixture(autouse=True)
def pyyaml_as_it_was() -> Iterator[None]:
    """The SAM CLI's reader gives PyYAML's safe loader constructors for all who use that."""
    loader = yaml.SafeLoader
    kept = dict(loader.yaml_constructors), dict(loader.yaml_multi_constructors)
    yield
    loader.yaml_constructors, loader.yaml_multi_constructors = kept
