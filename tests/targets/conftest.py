"""What the SAM CLI leaves behind in this process, undone after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

LOADER = yaml.SafeLoader
# from before any fixture of a module reads a template
CONSTRUCTORS = dict(LOADER.yaml_constructors), dict(LOADER.yaml_multi_constructors)


@pytest.fixture(autouse=True)
def pyyaml_as_it_was() -> Iterator[None]:
    """The SAM CLI's reader gives PyYAML's safe loader constructors for all who use that."""
    yield
    LOADER.yaml_constructors, LOADER.yaml_multi_constructors = map(dict, CONSTRUCTORS)
