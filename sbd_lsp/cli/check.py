"""`sbd check`: what is wrong with designs.

Exit status: 0 if nothing is, or hints and information only; 1 if there are errors or warnings;
2 if something could not be checked.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from sbd_lsp.cli.console import put, reason, say
from sbd_lsp.cli.files import (
    ENDINGS,
    STDIN,
    Source,
    Unreadable,
    designs_in,
    file_name,
    read_design,
)
from sbd_lsp.cli.fix import fixed
from sbd_lsp.cli.progress import Progress
from sbd_lsp.cli.report.results import Checked, Failure, Outcome

FORMATS = ("text", "json", "sarif", "github", "junit")
CLEAN, FOUND, COULD_NOT = 0, 1, 2
EPILOGUE = (
    "Exit status: 0 if there is no error and no warning (hints and information do not count), "
    "1 if there is one, 2 if something could not be checked."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.epilog = EPILOGUE
    parser.add_argument(
        "files",
        nargs="*",
        type=file_name,
        metavar="FILE",
        help="a design, a folder that is searched for *.sbd.yaml and *.sbd.yml, or - for standard "
        "input; the current folder if left out. Hidden folders and node_modules are not searched",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write the cure of each finding that has exactly one, if that loses nothing",
    )


def run(arguments: argparse.Namespace) -> int:
    """Checks, writes the report; the exit status."""
    if arguments.fix and STDIN in arguments.files:
        say("check: --fix writes files, and standard input is none")
        return COULD_NOT
    failures: list[Failure] = []
    checked: list[Checked] = []
    count = 0
    with Progress("looking for designs") as progress:
        for name in _names(arguments.files, failures):
            progress.text = f"checking {name}"
            try:
                source = read_design(name)
                if arguments.fix:
                    source, cured = _cure(source)
                    count += cured
                design = Checked(source)
                _ = design.rows
                checked.append(design)
            except Unreadable as error:
                failures.append(Failure(name, str(error)))
    outcome = Outcome(tuple(checked), tuple(failures), count)
    _report(outcome, arguments.format)
    return _status(outcome)


def _names(given: list[str], failures: list[Failure]) -> Iterator[str]:
    """The files to check, each once; what cannot be searched goes to `failures`."""
    seen: set[str] = set()
    for name in given or ["."]:
        for found in _expanded(name, failures):
            # unlike Path.resolve it takes a link to itself as it is
            key = found if found == STDIN else os.path.realpath(found)
            if key not in seen:
                seen.add(key)
                yield found


def _expanded(name: str, failures: list[Failure]) -> Iterator[str]:
    if name == STDIN or not os.path.isdir(name):  # Path.is_dir raises where one may not look
        yield name
        return
    found = False
    refused: list[Failure] = []
    for path in designs_in(Path(name), lambda place, why: refused.append(Failure(place, why))):
        found = True
        yield str(path)
    if not found and not refused:
        endings = " or ".join(f"*{ending}" for ending in ENDINGS)
        refused.append(Failure(name, f"has no design ({endings})"))
    failures.extend(refused)


def _cure(source: Source) -> tuple[Source, int]:
    """The design after its cures, which are in its file too, and their number."""
    from sbd_lsp.cli.rewrite import rewrite

    result = fixed(source.text)
    if result.text == source.text or source.path is None:
        return source, 0
    try:
        rewrite(source.path, result.text, source.bom)
    except OSError as error:
        raise Unreadable(f"cannot be written: {error.strerror or reason(error)}") from error
    return source._replace(text=result.text), result.cures


def _report(outcome: Outcome, format: str) -> None:
    render = import_module(f"sbd_lsp.cli.report.{format}").render
    with Progress("writing the report"):
        text = render(outcome) if outcome.checked or format != "text" else ""
    if format == "text":
        sys.stdout.writelines(text.splitlines(keepends=True))
    else:
        put(text)
    sys.stdout.flush()
    for failure in outcome.failures:
        say(f"{failure.name}: {failure.reason}")
    if outcome.fixed and format != "text":
        say(f"{outcome.fixed} finding{'s' if outcome.fixed > 1 else ''} fixed")


def _status(outcome: Outcome) -> int:
    if outcome.failures:
        return COULD_NOT
    return FOUND if any(design.fails for design in outcome.checked) else CLEAN
