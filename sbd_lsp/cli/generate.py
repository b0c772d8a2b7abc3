"""`sbd generate`: the project of a design, laid into a folder.

Exit status: 0 if the folder is up to date or was brought up to date; 1 if the design has errors, if
AWS would take no project of it, or, with --check, if the folder is not what the design says;
2 if a file could not be read or written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sbd_lsp.cli.console import painter, printable, say
from sbd_lsp.cli.files import Source, Unreadable, file_name, read_design
from sbd_lsp.cli.progress import Progress
from sbd_lsp.cli.report.results import Checked, Outcome
from sbd_lsp.cli.report.text import render
from sbd_lsp.ide.generation import HasErrors, Project, project
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.disk import Refused, reader, write
from sbd_lsp.targets.plan import CannotGenerate
from sbd_lsp.targets.project import RECORD, Update, update

DONE, NOT_AS_DESIGNED, COULD_NOT = 0, 1, 2
EPILOGUE = (
    "Handlers, logic and tests are written once and then yours. A generated file that you have "
    "edited is left as it is and named. Exit status: 0 if the folder is up to date now, 1 if the "
    "design has errors or, with --check, if the folder is not what the design says, 2 if a file "
    "could not be read or written."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = EPILOGUE
    parser.add_argument(
        "file", type=file_name, metavar="FILE", help="the design, or - for standard input"
    )
    parser.add_argument(
        "--target", choices=tuple(TARGETS), default="sam", help="kind of project; default: sam"
    )
    parser.add_argument(
        "--output",
        "-o",
        metavar="DIR",
        type=lambda text: Path(file_name(text)),
        help="folder of the project; default: one beside the design, named as the design says",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, name what would be written, exit 1"
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="write generated files even if you edited them"
    )


def run(arguments: argparse.Namespace) -> int:
    """Generates; the exit status."""
    try:
        design = read_design(arguments.file)
    except Unreadable as error:
        say(f"{arguments.file}: {error}")
        return COULD_NOT
    try:
        with Progress(f"generating from {printable(design.name)}"):
            made = _made(design, arguments.target)
            folder = arguments.output or _beside(design, made)
            changes = update(made.files, reader(folder), arguments.overwrite)
            if not arguments.check:
                write(folder, changes.changes)
    except _HasErrors as error:
        sys.stdout.write(render(Outcome((error.design,))))
        say(f"{design.name}: nothing was generated, the design has errors")
        return NOT_AS_DESIGNED
    except CannotGenerate as error:
        say(f"{design.name}: nothing was generated: {error}")
        return NOT_AS_DESIGNED
    except Refused as error:
        say(f"nothing was generated: {error}")
        return COULD_NOT
    _tell(folder, changes, arguments.check)
    differs = bool(changes.changes or changes.edited)
    return NOT_AS_DESIGNED if arguments.check and differs else DONE


class _HasErrors(Exception):
    """The design has errors, and those alone are in `design`."""

    def __init__(self, design: Checked) -> None:
        super().__init__(design.name)
        self.design = design


def _made(source: Source, target: str) -> Project:
    """The files of the project. Raises _HasErrors or CannotGenerate."""
    design = Checked(source)
    try:
        return project(design.analysis, target)
    except HasErrors as error:
        design.rows = design.rows_of(error.findings)
        raise _HasErrors(design) from error


def _beside(source: Source, made: Project) -> Path:
    return (source.path.parent if source.path else Path()) / made.name


def _tell(folder: Path, done: Update, only_check: bool) -> None:
    """Names what was written, or would be, on standard output, and the rest on standard error."""
    paint = painter(sys.stdout)
    for change in done.changes:
        if change.path != RECORD:
            word = "create" if change.before is None else "update"
            path = printable(str(folder / change.path))
            print(f"{paint('information', word)} {path}")
    sys.stdout.flush()
    hint = "" if only_check else "; --overwrite writes it"
    for path in done.edited:
        say(f"{folder / path}: is not what the design says and was left, as you edited it{hint}")
    for path in done.stale:
        say(f"{folder / path}: no longer made by the design; delete it if you do not need it")
    say(_summary(folder, done, only_check))


def _summary(folder: Path, done: Update, only_check: bool) -> str:
    count = len([change for change in done.changes if change.path != RECORD])
    files = f"{count} file{'s' if count != 1 else ''}"
    if only_check and (done.changes or done.edited):
        return f"{folder} is not what the design says; {files} would be written"
    return f"{files} written to {folder}" if count else f"{folder} is up to date"
