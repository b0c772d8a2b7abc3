"""A generated project and the files that are there already: what to write, what to leave.

Files are either the generator's (the template, state machines, adapters), which the application
cannot run without and which therefore follow the design, or scaffolds (handlers, logic, tests and
the like), which follow it until a person edits them. A record of what was generated tells a file
that nobody touched from one that a person has edited.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from hashlib import sha256
from typing import NamedTuple

RECORD = ".sbd/generated.json"
LOOSE_SCAFFOLDS = (".gitignore", "README.md", "samconfig.toml")
NEEDED = ("events", "src")  # folders of scaffolds that other files name
Read = Callable[[str], "str | None"]


class Change(NamedTuple):
    """A file to write. `before` is its text so far, None if there is no such file."""

    path: str
    text: str
    before: str | None


class Update(NamedTuple):
    """What a generation changes, and the paths of what it leaves.

    `conflicts` are files of the generator's that have to change and that a person has edited or
    brought along; as long as there is one, nothing is changed. `edited` are those that a person
    has edited and that need not change. `outdated` are scaffolds that a person has edited and for
    which the design says something else than it did. `deleted` are scaffolds that a person has
    deleted. `stale` are files that the design no longer makes.
    """

    changes: tuple[Change, ...] = ()
    conflicts: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[Change, ...]:
        """The changes that a person is told of: all but that of the record."""
        return tuple(change for change in self.changes if change.path != RECORD)


class Fate(Enum):
    """What becomes of a file of the project."""

    WRITTEN = auto()
    LEFT = auto()
    CONFLICT = auto()
    EDITED = auto()
    OUTDATED = auto()
    DELETED = auto()


def is_scaffold(path: str) -> bool:
    """Whether a file is a person's once a person has edited it."""
    folder, _, rest = path.partition("/")
    if folder in ("events", "tests") or path in LOOSE_SCAFFOLDS:
        return True
    return folder == "src" and not rest.rpartition("/")[2].startswith("resources.")


def update(files: Mapping[str, str], read: Read, overwrite: bool = False) -> Update:
    """What is to be written so that the project in a folder is that of `files` (path to text).

    `read` gives the text of a file in the folder, None if there is none. With `overwrite`, edited
    files of the generator's are changed too, and deleted scaffolds are made again.
    """
    record = _record(read)
    there = {path: read(path) for path in files}
    fates = {
        path: _fate(path, text, there[path], record.get(path), overwrite)
        for path, text in files.items()
    }
    conflicts = _with(fates, Fate.CONFLICT)
    if conflicts:
        return Update(conflicts=conflicts)
    stale = tuple(path for path in record if path not in files and read(path) is not None)
    changes = [Change(path, files[path], there[path]) for path in _with(fates, Fate.WRITTEN)]
    changes += _new_record(files, {path: record[path] for path in stale}, read(RECORD))
    return Update(
        tuple(changes),
        edited=_with(fates, Fate.EDITED),
        outdated=_with(fates, Fate.OUTDATED),
        deleted=_with(fates, Fate.DELETED),
        stale=stale,
    )


def _fate(path: str, text: str, before: str | None, known: str | None, overwrite: bool) -> Fate:
    """What becomes of the file `path`, of which `known` is the digest when last generated."""
    scaffold = is_scaffold(path)
    if before is None:
        spare = scaffold and path.partition("/")[0] not in NEEDED
        return Fate.DELETED if spare and known is not None and not overwrite else Fate.WRITTEN
    new, now = _digest(text), _digest(before)
    if now == new:
        return Fate.LEFT
    if now == known or (known is None and not before):
        return Fate.WRITTEN  # an empty file may be one that an editor has made and not yet saved
    if scaffold:
        return Fate.LEFT if known in (None, new) else Fate.OUTDATED
    if overwrite:
        return Fate.WRITTEN
    return Fate.EDITED if known == new else Fate.CONFLICT


def _with(fates: Mapping[str, Fate], fate: Fate) -> tuple[str, ...]:
    return tuple(path for path, each in fates.items() if each is fate)


def _new_record(
    files: Mapping[str, str], stale: Mapping[str, str], before: str | None
) -> Iterator[Change]:
    """The record, if it is to be written. Stale files stay in it for as long as they are there."""
    rows = {**stale, **{path: _digest(text) for path, text in files.items()}}
    text = json.dumps({"sbd": 1, "files": dict(sorted(rows.items()))}, indent=2) + "\n"
    if before is None or _digest(before) != _digest(text):
        yield Change(RECORD, text, before)


def _record(read: Read) -> Mapping[str, str]:
    """Digests of generated files by path; none if the record is missing or cannot be read, or if
    all of the generator's own files are gone, since then the project is."""
    try:
        rows = json.loads(read(RECORD) or "{}").get("files", {})
        record = {str(path): str(digest) for path, digest in rows.items()}
    except (ValueError, AttributeError):
        return {}
    own = (path for path in record if not is_scaffold(path))
    return record if any(read(path) is not None for path in own) else {}


def _digest(text: str) -> str:
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()
