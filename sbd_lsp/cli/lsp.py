"""`sbd lsp` and `sbd-lsp`: the language server."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--stdio", action="store_true", help="talk over standard input and output (the default)")
    parser.add_argument("--tcp", type=int, metavar="PORT", help="wait for one client on a port of this machine instead")


def run(arguments: argparse.Namespace) -> int:
    """Serves one client; the exit status."""
    from sbd_lsp.server.app import serve_stdio, serve_tcp

    return serve_stdio() if arguments.tcp is None else serve_tcp(arguments.tcp)


def main() -> int:
    """The command `sbd-lsp`."""
    from sbd_lsp import __version__

    parser = argparse.ArgumentParser(prog="sbd-lsp", description="language server for *.sbd.yaml")
    parser.add_argument("--version", action="version", version=f"sbd-lsp {__version__}")
    add_arguments(parser)
    return run(parser.parse_args())
