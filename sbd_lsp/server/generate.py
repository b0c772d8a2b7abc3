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

from sbd_lsp.ide.generation import HasErrors, project
from sbd_lsp.server.client import Client
from sbd_lsp.server.convert import Json
from sbd_lsp.server.session import OpenDocument
from sbd_lsp.text.lines import count_breaks

COMMAND = "sbd.generate"
TITLES = {"sam": "Generate SAM project"}
PREVIEW = "preview"


class CannotRun(Exception):
    """The command cannot do what it is asked; the message says why."""


def generate_actions(document: OpenDocument, only: list[str] | None, client: Client) -> list[Json]:
    """The actions that generate from `document`, for a client that asks for kinds `only`."""
    from sbd_lsp.server.to_lsp import wanted

    actions: list[Json] = []
    for target, title in TITLES.items():
        kind = f"source.generate.{target}"
        if (only is not None and wanted(kind, only)) or only is None:
            actions.append(_action(title, kind, [document.uri, target]))
        if client.annotations and client.creates_files and only is not None and wanted(kind, only):
            preview = f"{title}, looking at the changes first"
            actions.append(_action(preview, f"{kind}.{PREVIEW}", [document.uri, target, PREVIEW]))
    return actions


def _action(title: str, kind: str, arguments: list[str]) -> Json:
    command = {"title": title, "command": COMMAND, "arguments": arguments}
    return {"title": title, "kind": kind, "command": command}


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
    document = ls.session.documents.get(uri)
    if document is None:
        raise CannotRun("the design is not open in the editor")
    if target not in TITLES:
        raise CannotRun(f"there is no target `{target}`; there is {', '.join(TITLES)}")
    path = to_fs_path(uri)
    if not uri.startswith("file:") or path is None:
        raise CannotRun("save the design as a file first; the project is laid beside it")
    progress = _begin(ls, TITLES[target])
    loop = asyncio.get_running_loop()
    try:
        folder, changes = await loop.run_in_executor(
            None, partial(_prepared, document, target, Path(path).parent, ls.settings)
        )
    finally:
        _end(ls, progress)
    return await _deliver(ls, folder, changes, mode == PREVIEW)


def _prepared(document: OpenDocument, target: str, beside: Path, settings: Any) -> Any:
    from sbd_lsp.targets.disk import Refused, reader
    from sbd_lsp.targets.plan import CannotGenerate
    from sbd_lsp.targets.project import update

    try:
        made = project(document.analysis, target)
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
    """The changes as a WorkspaceEdit; what changes a file that is there waits for a confirmation
    where the editor can ask for one."""
    confirm = annotations and (preview or any(c.before is not None for c in changes))
    rows: list[Json] = []
    for change in changes:
        uri = from_fs_path(str(folder / change.path))
        mark = (
            {"annotationId": "update" if change.before is not None else "create"} if confirm else {}
        )
        if change.before is None:
            rows.append({"kind": "create", "uri": uri, **mark})
        lines = 1 if change.before is None else count_breaks(change.before) + 1
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": lines, "character": 0}}
        edit = {"range": whole, "newText": change.text, **mark}
        rows.append({"textDocument": {"uri": uri, "version": None}, "edits": [edit]})
    result: Json = {"documentChanges": rows}
    if confirm:
        result["changeAnnotations"] = {
            "create": {"label": "New files", "needsConfirmation": preview},
            "update": {"label": "Files that follow the design", "needsConfirmation": True},
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
