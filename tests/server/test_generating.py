"""Generating over stdio: nothing that a person has edited is written over."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.server.test_server import EDGES, _field, on_edit, opened

MORE = EDGES.replace("edges:", "  Jobs: {type: queue}\nedges:")


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim", "emacs"],
    config=ClientServerConfig(server_command=[sys.executable, "-m", "sbd_lsp", "lsp"]),
)
async def client(request: Any, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client with the capabilities of an editor."""
    lsp_client.capabilities = client_capabilities(request.param)
    lsp_client.feature(types.WORKSPACE_APPLY_EDIT)(applied)
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=lsp_client.capabilities, root_uri=None)
    )
    yield
    await lsp_client.shutdown_session()


def applied(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
    """Applies an edit, unless it would write into a folder that has a file `unsaved`."""
    created = Path(str(params.edit.document_changes[-1].text_document.uri).removeprefix("file://"))
    if (created.parents[2] / "unsaved").exists():
        reason = "template.yaml is not saved"
        return types.ApplyWorkspaceEditResult(applied=False, failure_reason=reason)
    return on_edit(params)


async def generated(client: LanguageClient, folder: Path, text: str) -> Any:
    """The answer of the command for a design with `text`."""
    uri = (folder / "shop.sbd.yaml").as_uri()
    await opened(client, text, uri)
    run = types.ExecuteCommandParams(command="sbd.generate", arguments=[uri, "sam"])
    return await client.workspace_execute_command_async(run)


async def edits(client: LanguageClient, folder: Path) -> list[Any]:
    """The edits that come with the code actions that generate from the open design."""
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=(folder / "shop.sbd.yaml").as_uri()),
            range=types.Range(start=types.Position(0, 0), end=types.Position(0, 0)),
            context=types.CodeActionContext(diagnostics=[], only=["source.generate.sam"]),
        )
    )
    edited = [action for action in actions or [] if isinstance(action, types.CodeAction)]
    return [action.edit for action in edited if action.edit]


def tree(folder: Path) -> dict[Path, str]:
    """The files below `folder`."""
    return {path: path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


async def test_what_is_said_holds_before_the_edit_is_applied(
    client: LanguageClient, tmp_path: Path
) -> None:
    """Files are generated for the folder, which an editor may be yet to write, or to ask about."""
    await generated(client, tmp_path, EDGES)
    assert re.fullmatch(r"Generated \d+ files for shop/", client.messages[-1].message)


async def test_an_edit_in_the_way_stops_everything(client: LanguageClient, tmp_path: Path) -> None:
    """Neither the command nor the action changes a file, and the command says why."""
    await generated(client, tmp_path, EDGES)
    template = tmp_path / "shop" / "template.yaml"
    template.write_text("mine\n", "utf-8")
    before = tree(tmp_path)
    assert await generated(client, tmp_path, MORE) is None
    assert tree(tmp_path) == before
    said = client.messages[-1]
    assert said.type == types.MessageType.Error
    assert "template.yaml in shop/ would have to change, but was edited by hand" in said.message
    assert "`properties`" in said.message
    assert await edits(client, tmp_path) == []


async def test_edited_code_is_left_and_named(client: LanguageClient, tmp_path: Path) -> None:
    """The rest follows, and the person is told what may no longer fit."""
    await generated(client, tmp_path, EDGES)
    logic = tmp_path / "shop" / "src" / "Resize" / "logic.py"
    logic.write_text("mine\n", "utf-8")
    result = await generated(client, tmp_path, EDGES.replace("Uploads", "Photos"))
    assert _field(result, "outdated") == ["src/Resize/logic.py"]
    assert "says something new of them: src/Resize/logic.py" in client.messages[-1].message
    assert logic.read_text("utf-8") == "mine\n"


async def test_what_is_deleted_is_left_out(client: LanguageClient, tmp_path: Path) -> None:
    """A test that a person deleted is not made again, and named."""
    await generated(client, tmp_path, EDGES)
    test = tmp_path / "shop" / "tests" / "test_resize.py"
    test.unlink()
    result = await generated(client, tmp_path, EDGES)
    assert (_field(result, "written"), _field(result, "deleted")) == ([], ["tests/test_resize.py"])
    assert not test.exists()


async def test_an_open_file_counts_as_it_is_shown(client: LanguageClient, tmp_path: Path) -> None:
    """What a person has typed into a generated file and not saved is an edit like any other."""
    await generated(client, tmp_path, EDGES)
    template = tmp_path / "shop" / "template.yaml"
    logic = tmp_path / "shop" / "src" / "Resize" / "logic.py"
    on_disk = logic.read_text("utf-8")
    await opened(client, on_disk + "# mine\n", logic.as_uri())
    result = await generated(client, tmp_path, EDGES.replace("Uploads", "Photos"))
    assert _field(result, "outdated") == ["src/Resize/logic.py"]
    assert logic.read_text("utf-8") == on_disk
    await opened(client, template.read_text("utf-8") + "# mine\n", template.as_uri())
    assert await generated(client, tmp_path, MORE) is None
    assert "template.yaml" in client.messages[-1].message


async def test_a_file_that_is_there_is_never_created(
    client: LanguageClient, tmp_path: Path
) -> None:
    """Some editors empty a file that is there and that an edit creates."""
    await generated(client, tmp_path, EDGES)
    (tmp_path / "shop" / ".sbd" / "generated.json").unlink()
    await generated(client, tmp_path, EDGES)
    await opened(client, MORE, (tmp_path / "shop.sbd.yaml").as_uri())
    changes = [change for edit in await edits(client, tmp_path) for change in edit.document_changes]
    created = [change.uri for change in changes if isinstance(change, types.CreateFile)]
    there = {path.as_uri() for path in tree(tmp_path)}
    assert there.isdisjoint(created)
    if changes:
        changed = {c.text_document.uri for c in changes if isinstance(c, types.TextDocumentEdit)}
        assert (tmp_path / "shop" / "template.yaml").as_uri() in changed


async def test_a_new_file_that_is_open_is_not_created(
    client: LanguageClient, tmp_path: Path
) -> None:
    """A project whose buffers wait to be saved is brought up to date in them."""
    template = tmp_path / "shop" / "template.yaml"
    await opened(client, EDGES, (tmp_path / "shop.sbd.yaml").as_uri())
    texts = {
        change.text_document.uri: change.edits[0].new_text
        for edit in await edits(client, tmp_path)
        for change in edit.document_changes
        if isinstance(change, types.TextDocumentEdit)
    }
    for uri, text in texts.items():
        await opened(client, text, uri)
    await opened(client, MORE, (tmp_path / "shop.sbd.yaml").as_uri())
    for edit in await edits(client, tmp_path):
        assert not [c for c in edit.document_changes if isinstance(c, types.CreateFile)]
        whole = [c.edits[0] for c in edit.document_changes if template.as_uri() in str(c)]
        assert whole[0].range.end.line == len(texts[template.as_uri()].split("\n"))


async def test_the_reason_of_an_editor_is_told(client: LanguageClient, tmp_path: Path) -> None:
    """An editor that knows of unsaved changes takes no edit that writes over them."""
    (tmp_path / "unsaved").touch()
    answer = await generated(client, tmp_path, EDGES)
    if client.capabilities.workspace.workspace_edit.resource_operations:
        assert answer is None
        said = "Nothing was generated: template.yaml is not saved"
        assert client.messages[-1].message == said
    else:
        assert "template.yaml" in _field(answer, "written")
