"""`sbd doctor`: what a bug report should say about the machine, and nothing that is personal."""

from __future__ import annotations

import argparse
import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from sbd_lsp import __version__
from sbd_lsp.cli.console import printable

PARTS = {
    "pygls": "pygls",
    "lsprotocol": "lsprotocol",
    "PyYAML": "yaml",
    "networkx": "networkx",
    "Jinja2": "jinja2",
}
TOOLS = ("sbd", "sbd-lsp", "sam", "cfn-lint")
WELL, SOMETHING_MISSING = 0, 1


class Line:
    """A line of the report: what it is about, what is so, and whether that is as it should be."""

    def __init__(self, name: str, text: str, well: bool = True) -> None:
        self.name = name
        self.text = text
        self.well = well


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes none."""
    parser.epilog = "Exit status: 0 if all that sbd needs is there, 1 if something is missing."


def run(arguments: argparse.Namespace) -> int:
    """Prints the report; the exit status."""
    lines = list(_report())
    width = max(len(line.name) for line in lines)
    for line in lines:
        mark = "" if line.well else "  <-- wrong"
        print(f"{line.name.ljust(width)}  {printable(line.text)}{mark}")
    return WELL if all(line.well for line in lines) else SOMETHING_MISSING


def _report() -> Iterator[Line]:
    yield Line("sbd-lsp", f"{__version__}, {short(str(Path(__file__).parents[1]))}")
    python = f"{platform.python_implementation()} {platform.python_version()}"
    yield Line("Python", f"{python}, {short(sys.executable)}", sys.version_info >= (3, 10))
    yield Line("platform", f"{platform.platform()}, {platform.machine()}")
    for name, module in PARTS.items():
        yield _part(name, module)
    yield _catalogue()
    for tool in TOOLS:
        place = shutil.which(tool)
        yield Line(f"PATH: {tool}", short(place) if place else "not there")
    yield Line("terminal", _terminal())
    yield Line("text encoding", _encodings())


def _part(name: str, module: str) -> Line:
    """A package that sbd needs."""
    if find_spec(module) is None:
        return Line(name, "not installed", well=False)
    try:
        text = version(name)
    except PackageNotFoundError:  # bundled with an editor's extension
        text = "version not known"
    if module == "yaml":
        libyaml = find_spec("yaml._yaml") is not None
        text += ", with libyaml" if libyaml else ", without libyaml (not needed)"
    return Line(name, text)


def _catalogue() -> Line:
    """Whether the data of the language can be read."""
    try:
        catalogue = import_module("sbd_lsp.catalogue.load").CATALOGUE
    except (OSError, ValueError, LookupError, TypeError) as error:
        return Line("catalogue", f"cannot be read: {type(error).__name__}: {error}", well=False)
    return Line("catalogue", f"{len(catalogue.services)} services, {len(catalogue.edges)} edges")


def _terminal() -> str:
    columns = shutil.get_terminal_size().columns
    kind = os.environ.get("TERM_PROGRAM") or os.environ.get("TERM") or "kind not known"
    return f"{kind}, {columns} columns" if sys.stdout.isatty() else f"none ({kind})"


def _encodings() -> str:
    streams = f"output {sys.stdout.encoding}, files {locale.getpreferredencoding(False)}"
    return f"{streams}, names {sys.getfilesystemencoding()}"


def short(path: str) -> str:
    """`path` with `~` for the home folder, whose name is often that of a person."""
    homes = {str(Path.home()), str(Path.home().resolve())}
    for home in sorted(homes, key=len, reverse=True):
        if path == home or path.startswith(home + os.sep):
            return f"~{path[len(home) :]}"
    return path
