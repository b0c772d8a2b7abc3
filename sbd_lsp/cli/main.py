"""The command line: its commands, in the order of the help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from sbd_lsp import __version__
from sbd_lsp.cli.console import guarded, say
from sbd_lsp.text.nearest import nearest

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
    return guarded(lambda: _command(sys.argv[1:] if argv is None else argv)(), argv is None)


def _command(words: list[str]) -> Callable[[], int]:
    """What `words` ask for. Raises SystemExit if they make no sense, or ask for help only."""
    chosen = next((word for word in words if not word.startswith("-")), None)
    parser = _parser(chosen)
    if chosen is None and not words:
        parser.print_help(sys.stderr)
        return lambda: 2
    if chosen is not None and chosen not in COMMANDS:
        meant = nearest(chosen, COMMANDS)
        hint = f"did you mean `{meant}`?" if meant else f"there is {', '.join(COMMANDS)}"
        say(f"there is no command `{chosen}`; {hint}")
        return lambda: 2
    arguments = parser.parse_args(words)
    module = import_module(f"sbd_lsp.cli.{arguments.command}")
    return lambda: int(module.run(arguments))


def _parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser, with the arguments of the command `chosen` alone."""
    parser = argparse.ArgumentParser(prog="sbd", description="AWS applications drawn as YAML")
    parser.add_argument("--version", action="version", version=f"sbd {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        if name == chosen:
            import_module(f"sbd_lsp.cli.{name}").add_arguments(command)
    return parser
