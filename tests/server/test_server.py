"""The server over stdio, driven by pytest-lsp."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.fixtures import SHOP

EDGES = SHOP + "edges:\n  - {from: Uploads, to: Resize}\n"


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim", "emacs"],
    config=ClientServerConfig(server_command=[sys.executable, "-m", "sbd_lsp", "lsp"]),
)
async def client(request: Any, lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client with the capabilities of an editor."""
    lsp_client.capabilities = client_capabilities(request.param)
    lsp_client.feature(types.WORKSPACE_APPLY_EDIT)(on_edit)
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=lsp_client.capabilities, root_uri=None)
    )
    yield
    await lsp_client.shutdown_session()


def on_edit(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
    """Applies the creations and whole-file edits of a workspace edit to the disk."""
    for change in params.edit.document_changes or []:
        if isinstance(change, types.CreateFile):
            path = Path(change.uri.removeprefix("file://"))
            assert not path.exists()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", "utf-8")
        elif isinstance(change, types.TextDocumentEdit):
            path = Path(change.text_document.uri.removeprefix("file://"))
            path.write_text(change.edits[0].new_text, "utf-8")
    return types.ApplyWorkspaceEditResult(applied=True)


async def opened(client: LanguageClient, text: str, uri: str = "file:///d/a.sbd.yaml") -> Any:
    """Opens a document; its diagnostics."""
    item = types.TextDocumentItem(uri=uri, language_id="sbd", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


async def changed(client: LanguageClient, version: int, *changes: Any) -> Any:
    """Changes the document; its diagnostics."""
    uri = "file:///d/a.sbd.yaml"
    document = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(text_document=document, content_changes=list(changes))
    )
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


def at(line: int, character: int) -> dict[str, Any]:
    """The parameters of a request about a place."""
    return {
        "text_document": types.TextDocumentIdentifier(uri="file:///d/a.sbd.yaml"),
        "position": types.Position(line=line, character=character),
    }


def typed(line: int, character: int, text: str, removed: int = 0) -> Any:
    """A change on one line."""
    place = types.Range(
        start=types.Position(line=line, character=character),
        end=types.Position(line=line, character=character + removed),
    )
    return types.TextDocumentContentChangePartial(range=place, text=text)


async def test_findings_come_and_go(client: LanguageClient) -> None:
    """A wrong edge is flagged as it is typed, with its page, and no longer once it is right."""
    assert await opened(client, EDGES) == []
    wrong = await changed(client, 2, typed(10, 24, "Orders", 6))
    assert [("edge-not-allowed", types.DiagnosticSeverity.Error)] == [
        (d.code, d.severity) for d in wrong
    ]
    assert wrong[0].code_description.href.endswith("/edge-not-allowed.md")
    assert (
        wrong[0].range.start.line,
        wrong[0].range.start.character,
        wrong[0].range.end.character,
    ) == (10, 24, 30)
    assert await changed(client, 3, typed(10, 24, "Resize", 6)) == []


async def test_a_character_beyond_the_basic_plane_moves_nothing(client: LanguageClient) -> None:
    """Positions behind an emoji are right in the encoding that was agreed on."""
    text = SHOP + "  X: {description: 😀😀, type: bukcet}\n"
    found = [d for d in await opened(client, text) if d.code == "unknown-type"]
    general = client.capabilities.general
    offered = (general.position_encodings if general else None) or ["utf-16"]
    column = {"utf-8": 35, "utf-16": 31, "utf-32": 29}[str(offered[0])]
    assert [(9, column)] == [(d.range.start.line, d.range.start.character) for d in found]


async def test_completion_offers_what_can_be_reached(client: LanguageClient) -> None:
    """After `to:` the nodes that the source can reach come first."""
    await opened(client, SHOP + "edges:\n  - {from: Uploads, to: }\n")
    result = await client.text_document_completion_async(types.CompletionParams(**at(10, 24)))
    assert isinstance(result, types.CompletionList)
    assert result.items[0].label == "Resize"
    assert result.items[0].text_edit or (result.item_defaults and result.item_defaults.edit_range)


async def test_hover_explains(client: LanguageClient) -> None:
    """A hover on a kind says what the edge becomes."""
    await opened(client, SHOP + "edges:\n  - {from: Uploads, to: Resize, kind: trigger}\n")
    result = await client.text_document_hover_async(types.HoverParams(**at(10, 40)))
    assert result is not None
    assert "lambda:InvokeFunction" in str(result.contents)


async def test_a_quick_fix_cures(client: LanguageClient) -> None:
    """The fix of a misspelled type is offered where the cursor is, as an edit."""
    await opened(client, SHOP.replace("type: queue", "type: quue"))
    place = types.Range(start=types.Position(8, 11), end=types.Position(8, 11))
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri="file:///d/a.sbd.yaml"),
            range=place,
            context=types.CodeActionContext(diagnostics=[]),
        )
    )
    fix = next(a for a in actions or [] if a.kind == types.CodeActionKind.QuickFix)
    edits = fix.edit.changes["file:///d/a.sbd.yaml"]
    assert [(e.new_text, e.range.start.character, e.range.end.character) for e in edits] == [
        ("queue", 10, 14)
    ]


@pytest.mark.parametrize(("type", "preferred"), [("quue", True), ("function, colour: red", False)])
async def test_only_what_loses_nothing_is_preferred(
    client: LanguageClient, type: str, preferred: bool
) -> None:
    """Editors may take a preferred fix unasked, so that one never removes what was written."""
    uri = "file:///d/a.sbd.yaml"
    await opened(client, f"sbd: 1\nname: x\nnodes:\n  A: {{type: {type}}}\n", uri)
    everything = types.Range(start=types.Position(0, 0), end=types.Position(4, 0))
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=everything,
            context=types.CodeActionContext(diagnostics=[], only=["quickfix"]),
        )
    )
    assert [action.is_preferred for action in actions or []] == [preferred]


async def test_generating_writes_a_project(client: LanguageClient, tmp_path: Path) -> None:
    """The code action generates a project beside the design, and a second time changes nothing."""
    uri = (tmp_path / "shop.sbd.yaml").as_uri()
    assert await opened(client, EDGES.replace("Index", "Items"), uri) == []
    run = types.ExecuteCommandParams(command="sbd.generate", arguments=[uri, "sam"])
    first = await client.workspace_execute_command_async(run)
    second = await client.workspace_execute_command_async(run)
    template = (tmp_path / "shop" / "template.yaml").read_text("utf-8")
    assert "Resize:" in template
    assert "template.yaml" in _field(first, "written")
    assert _field(second, "written") == []


async def test_the_action_brings_its_edit(client: LanguageClient, tmp_path: Path) -> None:
    """Asked for by its kind, the action says which files it makes; it makes none by itself."""
    uri = (tmp_path / "shop.sbd.yaml").as_uri()
    await opened(client, EDGES, uri)
    actions = await client.protocol.send_request_async(
        "textDocument/codeAction",
        types.CodeActionParams(
            text_document=types.TextDocumentIdentifier(uri=uri),
            range=types.Range(start=types.Position(0, 0), end=types.Position(0, 0)),
            context=types.CodeActionContext(diagnostics=[], only=["source.generate.sam"]),
        ),
    )
    operations = client.capabilities.workspace.workspace_edit
    if operations is not None and operations.resource_operations:
        created = [
            c.uri for c in actions[0].edit.document_changes if isinstance(c, types.CreateFile)
        ]
        assert f"{tmp_path.as_uri()}/shop/template.yaml" in created
    else:
        assert "sbd.generate" in str(actions[0].command)
    assert list(tmp_path.iterdir()) == []


def _field(result: Any, name: str) -> Any:
    return result[name] if isinstance(result, dict) else getattr(result, name)


async def test_no_editor_drowns_in_findings(client: LanguageClient) -> None:
    """A thousand findings are published, and how many there are."""
    nodes = "".join(f"  N{number}: {{type: s3}}\n" for number in range(1500))
    found = await opened(client, SHOP + nodes)
    assert len(found) == 1001
    assert [d.message for d in found if d.code == "more-findings"] == [
        "1,000 of 1,501 findings are shown; `sbd check` lists all"
    ]


async def test_a_design_with_errors_is_not_generated(client: LanguageClient) -> None:
    """Generating from a design with errors says so and writes nothing."""
    await opened(client, EDGES.replace("name: shop", "nme: shop"))
    run = types.ExecuteCommandParams(
        command="sbd.generate", arguments=["file:///d/a.sbd.yaml", "sam"]
    )
    assert await client.workspace_execute_command_async(run) is None
    assert "Nothing was generated" in client.messages[-1].message


async def test_renaming_reaches_every_place(client: LanguageClient) -> None:
    """A new id goes to the node and to the edges that name it."""
    await opened(client, EDGES)
    result = await client.text_document_rename_async(
        types.RenameParams(**at(3, 4), new_name="Incoming")
    )
    edits = result.changes["file:///d/a.sbd.yaml"]
    assert sorted(e.range.start.line for e in edits) == [3, 10]
    found = await client.text_document_definition_async(types.DefinitionParams(**at(10, 12)))
    assert [place.range.start.line for place in found] == [3]


async def test_cancelled_and_unknown_requests_are_refused(client: LanguageClient) -> None:
    """An unknown method is an error of the protocol; the server goes on."""
    with pytest.raises(Exception, match="Method Not Found"):
        await client.protocol.send_request_async("sbd/unknown", {})
    assert await opened(client, EDGES) == []
    await asyncio.sleep(0)
