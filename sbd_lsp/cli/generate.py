"""`sbd generate`: the project of a design, laid into a folder.

Exit status: 0 if the folder is up to date or was brought up to date; 1 if the design has errors, if
AWS would take no project of it, if a generated file that has to change was edited by hand, or, with
--check, if the folder is not what the design says; 2 if a file could not be read or written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from sbd_lsp.checks.rule import Severity
from sbd_lsp.cli.console import painter, printable, say
from sbd_lsp.cli.files import Source, Unreadable, file_name, read_design
from sbd_lsp.cli.progress import Progress
from sbd_lsp.cli.report.results import Checked, Outcome
from sbd_lsp.cli.report.text import finding_lines, render
from sbd_lsp.ide.generation import HasErrors, Project, project
from sbd_lsp.targets import TARGETS
from sbd_lsp.targets.disk import Refused, reader, write
from sbd_lsp.targets.plan import CannotGenerate
from sbd_lsp.targets.project import Update, update

DONE, NOT_AS_DESIGNED, COULD_NOT = 0, 1, 2
EPILOGUE = (
    "Handlers, logic, tests, sample events, samconfig.toml and the README follow the design until "
    "you edit them; then they are yours, and are named when the design says something new of them. "
    "Of these, a deleted test, samconfig.toml or README stays deleted, the others are made again. "
    "template.yaml, resources.* and state machines always follow the design: if one of them has to "
    "change and you have edited it, nothing at all is written. Files that the design no longer "
    "makes are named and left. Exit status: 0 if the folder is up to date now, 1 if the design has "
    "errors, if an edited file stands in the way or, with --check, if the folder is not what the "
    "design says, 2 if a file could not be read or written."
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
        "--overwrite",
        action="store_true",
        help="write template.yaml, resources.* and state machines even if you edited them, and "
        "make again what you deleted",
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
            checked = Checked(design)
            made = _made(checked, arguments.target)
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
    _warn(checked)
    _tell(folder, changes, arguments.check)
    differs = bool(changes.written or changes.edited)
    return NOT_AS_DESIGNED if changes.conflicts or (arguments.check and differs) else DONE


class _HasErrors(Exception):
    """The design has errors, and those alone are in `design`."""

    def __init__(self, design: Checked) -> None:
        super().__init__(design.name)
        self.design = design


def _made(design: Checked, target: str) -> Project:
    """The files of the project. Raises _HasErrors or CannotGenerate."""
    try:
        return project(design.analysis, target)
    except HasErrors as error:
        design.rows = design.rows_of(error.findings)
        raise _HasErrors(design) from error


def _warn(design: Checked) -> None:
    """The warnings of the design, a line each as `sbd check` begins them."""
    paint = painter(sys.stderr)
    for row in design.rows:
        if row.finding.rule.severity is Severity.WARNING:
            print(next(finding_lines(design, row, paint)), file=sys.stderr)


def _beside(source: Source, made: Project) -> Path:
    return (source.path.parent if source.path else Path()) / made.name


def _tell(folder: Path, done: Update, only_check: bool) -> None:
    """Names what was written, or would be, on standard output, and the rest on standard error."""
    paint = painter(sys.stdout)
    for change in done.written:
        word = "create" if change.before is None else "update"
        path = printable(str(folder / change.path))
        print(f"{paint('information', word)} {path}")
    sys.stdout.flush()
    for path, words in _left(done, only_check):
        say(f"{folder / path}: {words}")
    say(_summary(folder, done, only_check))


def _left(done: Update, only_check: bool) -> Iterator[tuple[str, str]]:
    """Each file that was left, and why."""
    hint = "" if only_check else "; --overwrite writes it"
    again = "" if only_check else "; --overwrite makes it again"
    reasons = (
        (done.conflicts, "has to change, but was edited by hand or was not generated here"),
        (done.edited, f"is not what the design says and was left, as you edited it{hint}"),
        (
            done.outdated,
            "was left, as you edited it, but the design says something new of it; see whether it "
            "still fits (--output another folder shows what would be generated)",
        ),
        (done.deleted, f"was left out, as you deleted it{again}"),
        (done.stale, "no longer made by the design; delete it if you do not need it"),
    )
    return ((path, words) for paths, words in reasons for path in paths)


def _summary(folder: Path, done: Update, only_check: bool) -> str:
    count = len(done.written)
    files = f"{count} file{'s' if count != 1 else ''}"
    if done.conflicts:
        verb = "would be" if only_check else "was"
        return (
            f"nothing {verb} generated; keep your changes elsewhere (`properties` in the design, a "
            "file of your own), then generate with --overwrite, which writes such files anew"
        )
    if only_check and (count or done.edited):
        return f"{folder} is not what the design says; {files} would be written"
    return f"{files} written to {folder}" if count else f"{folder} is up to date"
