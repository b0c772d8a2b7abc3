"""A generated project and the files that are there already: what to write, what to leave.

Files are either the generator's (the template, sample events, adapters), which follow the design,
or scaffolds (handlers, logic, tests), which are written once and then a person's. A record of what
was generated tells a generator's file that nobody touched from one that a person has edited: the
former is brought up to date, the latter is left as it is and named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

RECORD = ".sbd/generated.json"
Read = Callable[[str], "str | None"]


class Change(NamedTuple):
    """A file to write. `before` is its text so far, None if there is no such file."""

    path: str
    text: str
    before: str | None


class Update(NamedTuple):
    """What a generation changes. `edited` are files of the generator's that a person has edited
    and that are left; `stale` are those that the design no longer makes."""

    changes: tuple[Change, ...]
    edited: tuple[str, ...]
    stale: tuple[str, ...]


def is_scaffold(path: str) -> bool:
    """Whether a file is a person's once it is written."""
    parts = path.split("/")
    if parts[0] == "tests" or path == ".gitignore":
        return True
    return parts[0] == "src" and not parts[-1].startswith("resources.")


def update(files: Mapping[str, str], read: Read, overwrite: bool = False) -> Update:
    """What is to be written so that the project in a folder is that of `files` (path to text).

    `read` gives the text of a file in the folder, None if there is none. With `overwrite`, edited
    files of the generator's are changed too.
    """
    record = _record(read(RECORD))
    changes: list[Change] = []
    edited: list[str] = []
    for path, text in files.items():
        before = read(path)
        if before is None:
            changes.append(Change(path, text, None))
        elif before == text or is_scaffold(path):
            continue
        elif overwrite or record.get(path) == _digest(before):
            changes.append(Change(path, text, before))
        else:
            edited.append(path)
    changes.extend(_new_record(files, record, edited, read))
    stale = (path for path in record if path not in files and read(path) is not None)
    return Update(tuple(changes), tuple(edited), tuple(stale))


def _new_record(
    files: Mapping[str, str], record: Mapping[str, str], edited: list[str], read: Read
) -> Iterator[Change]:
    """The record, if it is to be written."""
    rows = {
        path: record.get(path, "") if path in edited else _digest(text)
        for path, text in sorted(files.items())
        if not is_scaffold(path)
    }
    text = json.dumps({"sbd": 1, "files": rows}, indent=2) + "\n"
    before = read(RECORD)
    if before != text:
        yield Change(RECORD, text, before)


def _record(text: str | None) -> Mapping[str, str]:
    """Digests of generated files by path; none if the record is missing or cannot be read."""
    try:
        rows = json.loads(text or "{}").get("files", {})
        return {str(path): str(digest) for path, digest in rows.items()}
    except (ValueError, AttributeError):
        return {}


def _digest(text: str) -> str:
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()
