"""`sbd schema`: the JSON Schema of the language, for editors with a general YAML server only."""

from __future__ import annotations

import argparse

from sbd_lsp.cli.console import put


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""


def run(arguments: argparse.Namespace) -> int:
    """Prints the schema; the exit status."""
    from sbd_lsp.catalogue.json_schema import schema_text

    put(schema_text())
    return 0
