"""Loading the catalogue: what it gives, and that it is quick."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from types import MappingProxyType

from sbd_lsp.catalogue.compile import compile_catalogue
from sbd_lsp.catalogue.load import CATALOGUE, HERE, load
from tests.fixtures import steps


def test_catalogue_is_what_its_file_says() -> None:
    """The instance that the program uses is that of `catalogue.json`."""
    assert load((HERE / "catalogue.json").read_text("utf-8")) == CATALOGUE


def test_mappings_cannot_be_changed() -> None:
    """The mappings of the catalogue are read-only."""
    service = CATALOGUE.services["table"]
    for mapping in (
        CATALOGUE.services,
        CATALOGUE.runtimes,
        CATALOGUE.document,
        CATALOGUE.formats,
        CATALOGUE.formats["schedule"],
        CATALOGUE.kinds_of,
        CATALOGUE.aliases,
        service.options,
        service.options["key"].keys,
        service.options["view"].values,
        service.most,
    ):
        assert isinstance(mapping, MappingProxyType)


def test_loading_makes_no_more_than_is_looked_up() -> None:
    """The server's start waits for it: a call for thirty characters at most."""
    text = compile_catalogue()
    assert steps(partial(load, text)) < len(text) / 30


def test_loading_imports_no_yaml_parser() -> None:
    """The program reads the catalogue without PyYAML."""
    code = "import sys, sbd_lsp.catalogue.load; print('yaml' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
