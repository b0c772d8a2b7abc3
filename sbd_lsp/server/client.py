"""What the client said it can do."""

from __future__ import annotations

from typing import Any, NamedTuple


class Client(NamedTuple):
    """The capabilities that make a difference here."""

    snippets: bool = False
    default_range: bool = False  # whether all completions may share one range
    creates_files: bool = False
    annotations: bool = False
    applies_edits: bool = False
    progress: bool = False
    resolves_edits: bool = False


def client_of(capabilities: Any) -> Client:
    """The client that announced `capabilities` (lsprotocol's ClientCapabilities)."""

    def said(*path: str) -> Any:
        value = capabilities
        for name in path:
            value = getattr(value, name, None)
        return value

    defaults = said("text_document", "completion", "completion_list", "item_defaults") or ()
    operations = said("workspace", "workspace_edit", "resource_operations") or ()
    return Client(
        snippets=bool(said("text_document", "completion", "completion_item", "snippet_support")),
        default_range="editRange" in defaults,
        creates_files="create" in [str(getattr(o, "value", o)) for o in operations],
        annotations=said("workspace", "workspace_edit", "change_annotation_support") is not None,
        applies_edits=bool(said("workspace", "apply_edit")),
        progress=bool(said("window", "work_done_progress")),
        resolves_edits=bool(said("text_document", "code_action", "data_support"))
        and "edit" in (said("text_document", "code_action", "resolve_support", "properties") or ()),
    )
