"""`sbd lsp` and `sbd-lsp`: the language server."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--stdio", action="store_true", help="talk over standard input and output (the default)"
    )
    way.add_argument(
        "--tcp", type=_port, metavar="PORT", help="wait for one client on a port of this machine"
    )


def _port(text: str) -> int:
    """A TCP port; 0 for one that is free. Raises ArgumentTypeError."""
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"`{text}` is no port; there are 0 to 65535")


def run(arguments: argparse.Namespace) -> int:
    """Serves one client; the exit status."""
    from sbd_lsp.server.app import serve_stdio, serve_tcp

    return serve_stdio() if arguments.tcp is None else serve_tcp(arguments.tcp)


def main() -> int:
    """The command `sbd-lsp`."""
    from sbd_lsp import __version__
    from sbd_lsp.cli.console import guarded

    parser = argparse.ArgumentParser(prog="sbd-lsp", description="language server for *.sbd.yaml")
    parser.add_argument("--version", action="version", version=f"sbd-lsp {__version__}")
    add_arguments(parser)
    return guarded(lambda: run(parser.parse_args()), whole_process=True)
