"""Designs on the disk: which there are, and their text."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sbd_lsp.cli.console import reason

ENDINGS = (".sbd.yaml", ".sbd.yml")
STDIN = "-"
STDIN_NAME = "<stdin>"
LARGEST = 16 * 1024 * 1024  # bytes
BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """A file cannot be read as a design; the message says why, without the file's name."""


class Source(NamedTuple):
    """A design: its name for the person, the file (None for standard input), its text without the
    byte order mark, and whether it has one."""

    name: str
    path: Path | None
    text: str
    bom: bool = False


def file_name(text: str) -> str:
    """An argument that names a file or a folder. Raises ArgumentTypeError if it is empty, as that
    of an unset variable in a script is: Python takes it for the current folder."""
    if not text:
        raise ArgumentTypeError("an empty name is no file")
    return text


def designs_in(folder: Path, refuse: Callable[[str, str], None]) -> Iterator[Path]:
    """The designs below `folder`, sorted. Folders that are hidden, links, or named `node_modules`
    are not entered. `refuse` is told each folder that cannot be listed, and why."""

    def fail(error: OSError) -> None:
        refuse(str(Path(error.filename)), error.strerror or str(error))

    for root, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if name[:1] != "." and name != "node_modules")
        yield from (Path(root, name) for name in sorted(files) if name.endswith(ENDINGS))


def read_design(name: str) -> Source:
    """The design in the file `name`, or on standard input if that is `-`. Raises Unreadable."""
    try:
        if name == STDIN:
            data = sys.stdin.buffer.read(LARGEST + 1)
            return _source(STDIN_NAME, None, data)
        with open(name, "rb") as file:
            return _source(name, Path(name), _read(file))
    except IsADirectoryError:
        raise Unreadable("is a folder, not a design") from None
    except OSError as error:
        raise Unreadable(error.strerror or reason(error)) from error


def _read(file: BinaryIO) -> bytes:
    return file.read(LARGEST + 1)


def _source(name: str, path: Path | None, data: bytes) -> Source:
    if len(data) > LARGEST:
        raise Unreadable(f"is larger than {LARGEST >> 20} MB")
    try:
        return Source(name, path, data.decode("utf-8-sig"), data.startswith(BOM))
    except UnicodeDecodeError as error:
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        found = "it is UTF-16" if wide else f"byte {error.start} is 0x{data[error.start]:02x}"
        raise Unreadable(f"is not UTF-8 text ({found})") from None
