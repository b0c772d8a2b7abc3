"""The command and the code actions that generate a project.

An editor that can create files by a workspace edit is sent one, so that the person can look at it
and undo it; for any other the server writes the files itself. Files that are there are looked at
first: a CreateFile for one of those would empty it in some editors.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from sbd_lsp.ide.analysis import Analysis
from sbd_lsp.ide.generation import HasErrors, project
from sbd_lsp.server.convert import Json
from sbd_lsp.server.session import OpenDocument
from sbd_lsp.server.settings import Settings
from sbd_lsp.server.to_lsp import wanted
from sbd_lsp.text.lines import count_breaks

COMMAND = "sbd.generate"
TITLES = {"sam": "Generate SAM project"}
PREVIEW = "preview"


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
        folder, changes = _prepared(*_asked(ls, *arguments))
    except (CannotRun, HasErrors):
        return None
    if changes.edited:
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
        progress = _begin(ls, TITLES[asked[1]])
        try:
            folder, changes = await loop.run_in_executor(None, partial(_prepared, *asked))
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
        folder, changes = await loop.run_in_executor(None, partial(_prepared, *asked))
    finally:
        _end(ls, progress)
    return await _deliver(ls, folder, changes, mode == PREVIEW)


def _asked(ls: Any, uri: Any, target: Any, *_: Any) -> tuple[Any, str, Path, Settings]:
    """What to generate, and beside which folder. Raises CannotRun if that is not possible."""
    document = ls.session.documents.get(uri)
    if document is None:
        raise CannotRun("the design is not open in the editor")
    if target not in TITLES:
        raise CannotRun(f"there is no target `{target}`; there is {', '.join(TITLES)}")
    path = to_fs_path(uri)
    if not uri.startswith("file:") or path is None:
        raise CannotRun("save the design as a file first; the project is laid beside it")
    return document.analysis, target, Path(path).parent, ls.settings


def _prepared(analysis: Analysis, target: str, beside: Path, settings: Settings) -> Any:
    from sbd_lsp.targets.disk import Refused, reader
    from sbd_lsp.targets.plan import CannotGenerate
    from sbd_lsp.targets.project import update

    try:
        made = project(analysis, target)
        folder = (beside / (settings.output_directory or made.name)).resolve()
        return folder, update(made.files, reader(folder))
    except (CannotGenerate, Refused) as error:
        raise CannotRun(str(error)) from error


async def _deliver(ls: Any, folder: Path, update: Any, preview: bool) -> Json:
    client = ls.client
    if update.changes and client.creates_files and client.applies_edits:
        edit = workspace_edit(folder, update.changes, client.annotations, preview)
        await _apply(ls, edit)
    elif update.changes:
        _write(folder, update.changes)
    written = [change.path for change in update.changes]
    _tell(ls, summary(folder, update), types.MessageType.Info)
    return {
        "folder": from_fs_path(str(folder)),
        "written": written,
        "edited": list(update.edited),
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
    applied = (
        answer.get("applied") if isinstance(answer, dict) else getattr(answer, "applied", None)
    )
    if not applied:
        reason = getattr(answer, "failure_reason", None) or "the editor did not apply the changes"
        raise CannotRun(str(reason))


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
    """What was done, in one sentence for a person."""
    count = len(update.changes)
    if not count:
        text = f"{folder.name}/ is up to date"
    else:
        text = f"Wrote {count} file{'s' if count > 1 else ''} to {folder.name}/"
    if update.edited:
        text += f"; left as you edited them: {', '.join(update.edited)}"
    if update.stale:
        text += f"; no longer needed: {', '.join(update.stale)}"
    return text


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
