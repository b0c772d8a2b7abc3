"""The only writer of project files: into the chosen folder, each whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from sbd_lsp.targets.project import Change

STAGING = ".sbd/staging"  # where files are written before each is moved to its place
STAGED = ".staged"
BUFFER = 1 << 16
NO_NAMES = ("", os.curdir, os.pardir)
ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Refused(Exception):
    """A file cannot be read or written; the message says which and why. Nothing was written."""


def reader(folder: Path) -> Callable[[str], str | None]:
    """Reads files of `folder` by their paths in it; None for one that is not there.

    Raises Refused for a file that is not UTF-8 text or cannot be read.
    """

    find = _finder(folder)

    def read(path: str) -> str | None:
        place, above = find(path)
        try:
            if not above or _mode(path, place) is None:
                return None
            with open(place, encoding="utf-8", newline="") as file:
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
    find, is_open = _finder(folder), cache(_is_open)
    moves = [_move(change, *find(change.path), is_open) for change in changes]
    if not moves:
        return
    staging = Path(find(STAGING)[0])
    own, made = list[Path](), list[Path]()
    try:
        _make(staging, own)
        _clear(staging)
        staged = [_stage(staging, number, move) for number, move in enumerate(moves)]
        for above in dict.fromkeys(os.path.dirname(move.place) for move in moves):
            _make(Path(above), made)
        for temporary, move in zip(staged, moves, strict=True):
            os.replace(temporary, move.place)
        made.clear()  # there is something in each of them
    except OSError as error:
        raise Refused(f"{error.filename2 or folder}: {error.strerror or error}") from error
    finally:
        _tidy(staging, [*own, *made])


class _Move(NamedTuple):
    """A file to write. `mode` is that of the file which is at `place`, None if there is none."""

    text: str
    place: str
    mode: int | None


def _move(change: Change, place: str, above: bool, is_open: Callable[[str], bool]) -> _Move:
    """The move of a change to `place`, the folder of which is there if `above`. Raises Refused
    where no plain file may be written."""
    path = change.path
    try:
        mode = _mode(path, place) if above else None
        if mode is not None and not (mode & ANYBODY_WRITES and os.access(place, os.W_OK)):
            raise Refused(f"{path}: the file is read-only")
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error
    if not is_open(os.path.dirname(place)):
        raise Refused(f"{path}: its folder may not be written")
    return _Move(change.text, place, mode)


def _is_open(folder: str) -> bool:
    """Whether files may be written into `folder`, or into the one in which it is to be made."""
    return os.access(_nearest(Path(folder)), os.W_OK | os.X_OK)


def _mode(path: str, place: str) -> int | None:
    """The mode of the plain file that is at `place`, None if nothing is. Raises OSError, and
    Refused if something else is in the way: nothing that is no file is read or replaced."""
    try:
        mode = os.stat(place).st_mode
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        above = _nearest(Path(place).parent)
        raise Refused(f"{above}: is a file, not a folder") from error
    if not stat.S_ISREG(mode):
        raise Refused(f"{path}: is not a plain file")
    return mode


def _nearest(folder: Path) -> Path:
    """The nearest of `folder` and those above it that is there, or what is in its stead."""
    return next((each for each in (folder, *folder.parents) if os.path.exists(each)), folder)


def _make(folder: Path, made: list[Path]) -> None:
    """Makes a folder and those above it, and adds those that are new to `made`."""
    missing = takewhile(lambda above: not os.path.exists(above), (folder, *folder.parents))
    for new in reversed([*missing]):
        new.mkdir(exist_ok=True)
        made.append(new)


def _stage(staging: Path, number: int, move: _Move) -> str:
    """The file that will be moved, with the permissions of the one that is there."""
    temporary = os.path.join(staging, f"{number}{STAGED}")
    # as bytes, and with the size of a buffer: the system is asked for less of each file then
    with open(temporary, "xb", BUFFER) as file:
        file.write(move.text.encode("utf-8"))
    if move.mode is not None:
        os.chmod(temporary, move.mode & 0o777)
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


def _finder(folder: Path) -> Callable[[str], tuple[str, bool]]:
    """Finds the place of a path, which must lie below `folder`, links followed; else Refused. Says
    besides whether anything can be there, which nothing is if its folder is missing."""
    root = os.path.realpath(folder)  # unlike Path.resolve it takes a link to itself as it is

    @cache  # most folders hold many files
    def real(above: str) -> tuple[str, bool]:
        parent, name = os.path.split(above)
        if above == root or name in NO_NAMES:
            return os.path.realpath(above), True
        place, there = real(parent)
        place = os.path.join(place, name)
        try:
            there = there and bool(os.lstat(place))
        except FileNotFoundError:
            there = False
        except OSError:  # said of a file in it
            pass
        return os.path.realpath(place) if there else place, there

    def find(path: str) -> tuple[str, bool]:
        above, name = os.path.split(os.path.join(root, path))
        parent, there = real(above)
        place = os.path.join(parent, name)
        if name in NO_NAMES or (there and os.path.islink(place)):
            place = os.path.realpath(place)
        if not place.startswith(os.path.join(root, "")):
            raise Refused(f"{path}: lies outside {folder}")
        return place, there

    return find
