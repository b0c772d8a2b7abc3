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
    parser, command = _parser(chosen)
    if chosen is None and not words:
        parser.print_help(sys.stderr)
        return lambda: 2
    if chosen is not None and chosen not in COMMANDS:
        meant = nearest(chosen, COMMANDS)
        hint = f"did you mean `{meant}`?" if meant else f"there is {', '.join(COMMANDS)}"
        say(f"there is no command `{chosen}`; {hint}")
        return lambda: 2
    arguments, unknown = parser.parse_known_args(words)
    if unknown:
        before = words[: words.index(arguments.command)]
        owner = parser if command is None or unknown[0] in before else command
        owner.error(f"unrecognized arguments: {' '.join(unknown)}")
    module = import_module(f"sbd_lsp.cli.{arguments.command}")
    return lambda: int(module.run(arguments))


def _parser(
    chosen: str | None,
) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser | None]:
    """The parser, with the arguments of the command `chosen` alone, and the parser of those."""
    parser = argparse.ArgumentParser(prog="sbd", description="AWS applications drawn as YAML")
    parser.add_argument("--version", action="version", version=f"sbd {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        sentence = f"{summary[0].upper()}{summary[1:]}."
        command = commands.add_parser(name, help=summary, description=sentence)
        if name == chosen:
            import_module(f"sbd_lsp.cli.{name}").add_arguments(command)
    return parser, commands.choices.get(chosen or "")
