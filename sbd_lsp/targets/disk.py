"""The only writer of project files: into the chosen folder, each whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from itertools import takewhile
from pathlib import Path

from sbd_lsp.targets.project import Change

STAGING = ".sbd/staging"  # where files are written before each is moved to its place
STAGED = ".staged"
ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Refused(Exception):
    """A file cannot be read or written; the message says which and why. Nothing was written."""


def reader(folder: Path) -> Callable[[str], str | None]:
    """Reads files of `folder` by their paths in it; None for one that is not there.

    Raises Refused for a file that is not UTF-8 text or cannot be read.
    """

    find = _finder(folder)

    def read(path: str) -> str | None:
        place = find(path)
        try:
            if not _is_there(path, place):
                return None
            with place.open(encoding="utf-8", newline="") as file:
                return file.read()
        except UnicodeDecodeError as error:
            raise Refused(f"{path}: is not UTF-8 text") from error
        except OSError as error:
            raise Refused(f"{path}: {error.strerror or error}") from error

    return read


def write(folder: Path, changes: Iterable[Change]) -> None:
    """Writes the files of `changes` below `folder`.

    All are written into one folder beside them first and then moved to their places, so that a
    full disk or a missing permission leaves everything as it was. What an interruption leaves
    behind is removed the next time. Raises Refused if a file cannot be written.
    """
    find = _finder(folder)
    moves = [(change, _writable(change.path, find(change.path))) for change in changes]
    if not moves:
        return
    staging = find(STAGING)
    made: list[Path] = []
    try:
        _make(staging, made)
        _clear(staging)
        staged = [_stage(staging, number, *move) for number, move in enumerate(moves)]
        for above in dict.fromkeys(place.parent for _, place in moves):
            _make(above, made)
        for temporary, (_, place) in zip(staged, moves, strict=True):
            os.replace(temporary, place)
    except OSError as error:
        raise Refused(f"{error.filename2 or folder}: {error.strerror or error}") from error
    finally:
        _tidy(staging, made)


def _writable(path: str, place: Path) -> Path:
    """The place of `path` again, where a plain file may be written. Raises Refused."""
    try:
        if _is_there(path, place):
            writable = place.stat().st_mode & ANYBODY_WRITES
            if not writable or not os.access(place, os.W_OK):
                raise Refused(f"{path}: the file is read-only")
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error
    if not os.access(_nearest(place), os.W_OK | os.X_OK):
        raise Refused(f"{path}: its folder may not be written")
    return place


def _is_there(path: str, place: Path) -> bool:
    """Whether a plain file is at `place`. Raises OSError, and Refused if something else is in the
    way: nothing that is no file is read or replaced."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return False
    except NotADirectoryError as error:
        raise Refused(f"{_nearest(place)}: is a file, not a folder") from error
    if not stat.S_ISREG(mode):
        raise Refused(f"{path}: is not a plain file")
    return True


def _nearest(place: Path) -> Path:
    """The nearest of the folders above `place` that is there, or what is in its stead."""
    return next((above for above in place.parents if os.path.exists(above)), place.parent)


def _make(folder: Path, made: list[Path]) -> None:
    """Makes a folder and those above it, and adds those that are new to `made`."""
    missing = takewhile(lambda above: not os.path.exists(above), (folder, *folder.parents))
    for new in reversed([*missing]):
        new.mkdir(exist_ok=True)
        made.append(new)


def _stage(staging: Path, number: int, change: Change, place: Path) -> Path:
    """The file that will be moved to `place`, with the permissions of the one that is there."""
    temporary = staging / f"{number}{STAGED}"
    with temporary.open("x", encoding="utf-8", newline="") as file:
        file.write(change.text)
    if place.exists():
        temporary.chmod(place.stat().st_mode & 0o777)
    return temporary


def _clear(staging: Path) -> None:
    for temporary in staging.glob(f"*{STAGED}"):
        temporary.unlink(missing_ok=True)


def _tidy(staging: Path, made: list[Path]) -> None:
    """Removes what was only there to write, and the folders in which nothing was written."""
    with suppress(OSError):
        _clear(staging)
    for folder in (*reversed(made), staging):
        with suppress(OSError):  # something is in it
            folder.rmdir()


def _finder(folder: Path) -> Callable[[str], Path]:
    """Finds the place of a path, which must lie below `folder`, links followed; else Refused."""
    root = os.path.realpath(folder)  # unlike Path.resolve it takes a link to itself as it is
    real = cache(os.path.realpath)  # of folders, most of which hold many files

    def find(path: str) -> Path:
        above, name = os.path.split(os.path.join(root, path))
        place = os.path.join(real(above), name)
        if name in ("", os.curdir, os.pardir) or os.path.islink(place):
            place = os.path.realpath(place)
        if not place.startswith(os.path.join(root, "")):
            raise Refused(f"{path}: lies outside {folder}")
        return Path(place)

    return find
