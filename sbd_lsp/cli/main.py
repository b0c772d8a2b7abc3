"""The command line: its commands, in the order of the help."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from sbd_lsp import __version__

COMMANDS = {
    "check": "say what is wrong with designs",
    "generate": "write the project of a design",
    "explain": "explain a rule, a service type or a kind of edge",
    "schema": "print the JSON Schema of the language",
    "doctor": "report what a bug report should say",
    "lsp": "run the language server",
}


def main(argv: list[str] | None = None) -> int:
    """Runs the command that `argv` names; the exit status."""
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="sbd", description="AWS applications drawn as YAML")
    parser.add_argument("--version", action="version", version=f"sbd {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in words if word in COMMANDS), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == chosen:
            import_module(f"sbd_lsp.cli.{name}").add_arguments(command)
    arguments = parser.parse_args(words)
    module = import_module(f"sbd_lsp.cli.{arguments.command}")
    status: int = module.run(arguments)
    return status
