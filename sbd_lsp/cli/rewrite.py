"""Puts a new text in the place of a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from sbd_lsp.cli.files import BOM

ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def rewrite(path: Path, text: str, bom: bool) -> None:
    """Writes `text` as UTF-8, with a byte order mark if `bom`, into a plain file, which keeps its
    owner, permissions and links. Raises OSError; then the file is as it was."""
    before = path.stat()
    if not stat.S_ISREG(before.st_mode):
        raise OSError(22, "it is not a plain file", str(path))
    if not before.st_mode & ANYBODY_WRITES or not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is read-only", str(path))
    place = path.resolve()
    data = (BOM if bom else b"") + text.encode()
    if before.st_nlink > 1 or not _replaced(place, data, before):
        _overwrite(place, data)


def _replaced(place: Path, data: bytes, before: os.stat_result) -> bool:
    """Lays a new file in the place of the one that was like `before`; False, with nothing changed,
    if it could not belong to the same owner."""
    handle, name = tempfile.mkstemp(prefix=".sbd-", dir=place.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        if not _belongs(name, before):
            return False
        os.chmod(name, stat.S_IMODE(before.st_mode))
        os.replace(name, place)
        return True
    finally:
        Path(name).unlink(missing_ok=True)


def _belongs(name: str, before: os.stat_result) -> bool:
    """Gives the file `name` to the owner of another; False if that is not allowed."""
    if not hasattr(os, "chown"):  # on Windows, where a folder says whose files are
        return True
    try:
        os.chown(name, before.st_uid, before.st_gid)
    except PermissionError:
        return False
    return True


def _overwrite(place: Path, data: bytes) -> None:
    """Writes over what is in the file; what was there comes back if that fails."""
    old = place.read_bytes()
    try:
        _fill(place, data)
    except (OSError, KeyboardInterrupt):
        _fill(place, old)
        raise


def _fill(place: Path, data: bytes) -> None:
    with place.open("r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())  # a full disk is said here at the latest
