"""Loading the catalogue: what it gives, and that it is quick."""

from __future__ import annotations

import subprocess
import sys
import time
from types import MappingProxyType

from sbd_lsp.catalogue.compile import compile_catalogue
from sbd_lsp.catalogue.load import CATALOGUE, HERE, load


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


def test_loading_takes_less_than_four_milliseconds() -> None:
    """The best of twenty loads takes less than 4 ms, as the server's start waits for it."""
    text = compile_catalogue()
    took = []
    for _ in range(20):
        start = time.perf_counter()
        load(text)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.004


def test_loading_imports_no_yaml_parser() -> None:
    """The program reads the catalogue without PyYAML."""
    code = "import sys, sbd_lsp.catalogue.load; print('yaml' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
