// Files that the person is writing in: the server knows of files only what stands on the disk.

import * as vscode from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient";

/** Why the edit cannot be applied: it would write over what is typed and not saved. Undefined if it can. */
export function standsInTheWay(edit: WorkspaceEdit): string | undefined {
  const uris = (edit.documentChanges ?? []).map((row) => ("textDocument" in row ? row.textDocument.uri : ""));
  const changed = new Set(uris.filter(Boolean).map((uri) => vscode.Uri.parse(uri).toString()));
  const names = vscode.workspace.textDocuments
    .filter((document) => document.isDirty && changed.has(document.uri.toString()))
    .map((document) => vscode.workspace.asRelativePath(document.uri));
  return names.length > 0
    ? `${names.join(", ")} would be written over, but is not saved; save or undo your changes, then generate again`
    : undefined;
}
