"""The command and the code actions that generate a project.

An editor that can create files by a workspace edit is sent one, so that the person can look at it
and undo it; for any other the server writes the files itself. Files that are there are looked at
first: a CreateFile for one of those would empty it in some editors.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.generation import HasErrors, project
from sbd_lsp.server.convert import Json
from sbd_lsp.server.session import OpenDocument, Session
from sbd_lsp.server.settings import Settings
from sbd_lsp.server.to_lsp import wanted
from sbd_lsp.text.lines import count_breaks

COMMAND = "sbd.generate"
TITLES = {"sam": "Generate SAM project"}
PREVIEW = "preview"
Reader = Callable[[str], "str | None"]


class CannotRun(Exception):
    """The command cannot do what it is asked; the message says why."""


def generate_actions(ls: Any, document: OpenDocument, only: list[str] | None) -> list[Json]:
    """The actions that generate from `document`, for a client that asks for kinds `only`.

    Asked for by its own kind, an action comes with its edit; otherwise the edit is made when the
    action is chosen, by codeAction/resolve or, where the editor has no such thing, by a command.
    """
    actions: list[Json] = []
    for target, title in TITLES.items():
        kind = f"source.generate.{target}"
        if only is None or wanted(kind, only):
            actions.append(_action(ls, document, target, title, kind, "", only))
        if only is not None and ls.client.annotations and wanted(f"{kind}.{PREVIEW}", only):
            title = f"{title}, looking at the changes first"
            actions.append(_action(ls, document, target, title, f"{kind}.{PREVIEW}", PREVIEW, only))
    return actions


def _action(
    ls: Any,
    document: OpenDocument,
    target: str,
    title: str,
    kind: str,
    mode: str,
    only: list[str] | None,
) -> Json:
    action: Json = {"title": title, "kind": kind}
    arguments = [document.uri, target, mode]
    command = {"title": title, "command": COMMAND, "arguments": arguments}
    if not ls.client.creates_files:
        return {**action, "command": command}
    if only is not None and any(want.startswith("source.generate") for want in only):
        edit = _edit_now(ls, arguments)
        return {**action, "edit": edit} if edit else {**action, "command": command}
    if ls.client.resolves_edits:
        return {**action, "data": arguments}
    return {**action, "command": command}


def _edit_now(ls: Any, arguments: list[str]) -> Json | None:
    """The edit of an action; None if there is nothing to change or generating is not possible."""
    try:
        folder, changes = _prepared(_asked(ls, *arguments))
    except (CannotRun, HasErrors):
        return None
    if changes.edited or changes.outdated:
        _tell(ls, summary(folder, changes), types.MessageType.Warning)
    if not changes.changes:
        return None
    return workspace_edit(folder, changes.changes, ls.client.annotations, arguments[2] == PREVIEW)


async def on_resolve(ls: Any, action: Json) -> Json:
    """codeAction/resolve: the edit of an action that was chosen. Any other is complete already."""
    arguments = action.get("data")
    if not isinstance(arguments, list) or "edit" in action or "command" in action:
        return action
    try:
        loop = asyncio.get_running_loop()
        asked = _asked(ls, *arguments)
        progress = _begin(ls, TITLES[asked.target])
        try:
            folder, changes = await loop.run_in_executor(None, partial(_prepared, asked))
        finally:
            _end(ls, progress)
    except (CannotRun, HasErrors) as error:
        _tell(ls, f"Nothing was generated: {error}", types.MessageType.Error)
        return action
    _tell(ls, summary(folder, changes), types.MessageType.Info)
    preview = arguments[2:] == [PREVIEW]
    edit = workspace_edit(folder, changes.changes, ls.client.annotations, preview)
    return {**action, "edit": edit}


async def on_generate(ls: Any, *arguments: Any) -> Json | None:
    """The command `sbd.generate`: uri of the design, target, optionally `preview`.

    Answers with the folder and the files written, left and no longer needed; None if nothing
    could be generated, of which the person is told.
    """
    try:
        return await _generate(ls, *arguments)
    except (CannotRun, HasErrors) as error:
        _tell(ls, f"Nothing was generated: {error}", types.MessageType.Error)
        return None


async def _generate(ls: Any, uri: Any = None, target: Any = "sam", mode: Any = "") -> Json:
    asked = _asked(ls, uri, target)
    progress = _begin(ls, TITLES[target])
    loop = asyncio.get_running_loop()
    try:
        folder, changes = await loop.run_in_executor(None, partial(_prepared, asked))
    finally:
        _end(ls, progress)
    return await _deliver(ls, folder, changes, mode == PREVIEW)


class Asked(NamedTuple):
    """What to generate, beside which folder, and what the editor has open, as it stands there."""

    analysis: Analysis
    target: str
    beside: Path
    settings: Settings
    opened: dict[Path, Analysis]


def _asked(ls: Any, uri: Any, target: Any, *_: Any) -> Asked:
    """What the person asked for. Raises CannotRun if that is not possible."""
    document = ls.session.documents.get(uri)
    if document is None:
        raise CannotRun("the design is not open in the editor")
    if target not in TITLES:
        raise CannotRun(f"there is no target `{target}`; there is {', '.join(TITLES)}")
    path = to_fs_path(uri)
    if not uri.startswith("file:") or path is None:
        raise CannotRun("save the design as a file first; the project is laid beside it")
    beside, opened = Path(path).parent, _opened(ls.session)
    return Asked(document.analysis.complete(), target, beside, ls.settings, opened)


def _opened(session: Session) -> dict[Path, Analysis]:
    places = ((to_fs_path(uri), document) for uri, document in session.documents.items())
    return {Path(place).resolve(): document.analysis for place, document in places if place}


def _prepared(asked: Asked) -> Any:
    from sbd_lsp.targets.disk import Refused, reader
    from sbd_lsp.targets.plan import CannotGenerate
    from sbd_lsp.targets.project import update

    try:
        made = project(asked.analysis, asked.target)
        folder = (asked.beside / (asked.settings.output_directory or made.name)).resolve()
        changes = update(made.files, _as_shown(folder, reader(folder), asked.opened))
    except (CannotGenerate, Refused) as error:
        raise CannotRun(str(error)) from error
    if changes.conflicts:
        raise CannotRun(_conflict(folder, changes.conflicts))
    return folder, changes


def _as_shown(folder: Path, on_disk: Reader, opened: dict[Path, Analysis]) -> Reader:
    """Reads files as the person sees them, which for an open one may not be what the disk has."""

    def read(path: str) -> str | None:
        document = opened.get(folder / path)
        return on_disk(path) if document is None else document.document.text

    return read


def _conflict(folder: Path, paths: tuple[str, ...]) -> str:
    return (
        f"{', '.join(paths)} in {folder.name}/ would have to change, but was edited by hand or was "
        "not generated here; keep your changes elsewhere (`properties` in the design, a file of "
        "your own), delete the file, then generate again"
    )


async def _deliver(ls: Any, folder: Path, update: Any, preview: bool) -> Json:
    client = ls.client
    if update.changes and client.creates_files and client.applies_edits:
        edit = workspace_edit(folder, update.changes, client.annotations, preview)
        await _apply(ls, edit)
    elif update.changes:
        _write(folder, update.changes)
    _tell(ls, summary(folder, update), types.MessageType.Info)
    return {
        "folder": from_fs_path(str(folder)),
        "written": [change.path for change in update.written],
        "edited": list(update.edited),
        "outdated": list(update.outdated),
        "deleted": list(update.deleted),
        "stale": list(update.stale),
    }


def _write(folder: Path, changes: Any) -> None:
    from sbd_lsp.targets.disk import Refused, write

    try:
        write(folder, changes)
    except Refused as error:
        raise CannotRun(str(error)) from error


async def _apply(ls: Any, edit: Json) -> None:
    params = {"label": "Generate SAM project", "edit": edit}
    answer = await ls.protocol.request_plain("workspace/applyEdit", params)
    if not isinstance(answer, dict):
        answer = {"applied": answer.applied, "failureReason": answer.failure_reason}
    if not answer.get("applied"):
        raise CannotRun(answer.get("failureReason") or "the editor did not apply the changes")


def workspace_edit(folder: Path, changes: Any, annotations: bool, preview: bool) -> Json:
    """The changes as a WorkspaceEdit. Each waits for a confirmation if a preview is wanted and the
    editor can ask; otherwise none does, since a person's own files are never among them."""
    confirm = annotations and preview
    rows: list[Json] = []
    for change in changes:
        uri = from_fs_path(str(folder / change.path))
        new = change.before is None
        mark = {"annotationId": "new" if new else "changed"} if confirm else {}
        if new:
            rows.append({"kind": "create", "uri": uri, **mark})
        lines = 1 if new else count_breaks(change.before) + 1
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}}
        edit = {"range": whole, "newText": change.text, **mark}
        rows.append({"textDocument": {"uri": uri, "version": None}, "edits": [edit]})
    result: Json = {"documentChanges": rows}
    if confirm:
        result["changeAnnotations"] = {
            "new": {"label": "New files", "needsConfirmation": True},
            "changed": {"label": "Files that follow the design", "needsConfirmation": True},
        }
    return result


def summary(folder: Path, update: Any) -> str:
    """What was done, in one sentence for a person; the editor may be yet to apply it."""
    count = len(update.written)
    if not count:
        text = f"{folder.name}/ is up to date"
    else:
        text = f"Generated {count} file{'s' if count > 1 else ''} for {folder.name}/"
    left = (
        ("left as you edited them", update.edited),
        ("left as you edited them, though the design says something new of them", update.outdated),
        ("left out as you deleted them", update.deleted),
        ("no longer needed", update.stale),
    )
    return text + "".join(f"; {words}: {', '.join(paths)}" for words, paths in left if paths)


def _tell(ls: Any, text: str, type: types.MessageType) -> None:
    ls.protocol.notify_plain("window/showMessage", {"type": int(type), "message": text})


def _begin(ls: Any, title: str) -> str | None:
    if not ls.client.progress:
        return None
    token = str(uuid4())
    ls.protocol.send_plain("window/workDoneProgress/create", {"token": token})
    value = {"kind": "begin", "title": title}
    ls.protocol.notify_plain("$/progress", {"token": token, "value": value})
    return token


def _end(ls: Any, token: str | None) -> None:
    if token is not None:
        ls.protocol.notify_plain("$/progress", {"token": token, "value": {"kind": "end"}})
