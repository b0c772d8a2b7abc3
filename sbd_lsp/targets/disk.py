"""The only writer of project files: into the chosen folder, each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from sbd_lsp.targets.project import Change


class Refused(Exception):
    """A file cannot be written; the message says which and why. Nothing was written."""


def reader(folder: Path) -> Callable[[str], str | None]:
    """Reads files of `folder` by their paths in it; None for one that is not there.

    Raises Refused for a file that is not UTF-8 text or cannot be read.
    """

    def read(path: str) -> str | None:
        try:
            with _inside(folder, path).open(encoding="utf-8", newline="") as file:
                return file.read()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{path}: {error}") from error

    return read


def write(folder: Path, changes: Iterable[Change]) -> None:
    """Writes the files of `changes` below `folder`.

    All are laid beside their places first and then moved there, so that a full disk or a missing
    permission leaves everything as it was. Raises Refused if a file cannot be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for change in changes:
            staged.append(_stage(folder, change))
        for temporary, place in staged:
            os.replace(temporary, place)
    except OSError as error:
        raise Refused(f"{error.filename or folder}: {error.strerror}") from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _stage(folder: Path, change: Change) -> tuple[Path, Path]:
    place = _inside(folder, change.path)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".sbd-", dir=place.parent)
    with open(handle, "w", encoding="utf-8", newline="") as file:
        file.write(change.text)
    mode = place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask()
    os.chmod(name, mode)
    return Path(name), place


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _inside(folder: Path, path: str) -> Path:
    """The place of `path`, which must lie below `folder`, links followed."""
    root = folder.resolve()
    place = (root / path).resolve()
    if root not in place.parents:
        raise Refused(f"{path}: lies outside {folder}")
    return place
