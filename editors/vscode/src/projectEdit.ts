// The server's edit for a project, in VS Code's own terms.

import * as vscode from "vscode";
import {
  type ChangeAnnotation,
  CreateFile,
  TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageclient";

/**
 * The same edit with new files created whole. As creations followed by insertions, which is how LSP says it,
 * VS Code would open an editor for each file and leave it unsaved.
 */
export function projectEdit(edit: WorkspaceEdit): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  const rows = edit.documentChanges ?? [];
  const texts = new Map(
    rows.filter(TextDocumentEdit.is).map((row) => [row.textDocument.uri, textEdits(row)]),
  );
  for (const { uri, annotationId } of rows.filter(CreateFile.is)) {
    const text = (texts.get(uri) ?? []).map(({ newText }) => newText).join("");
    const contents = new TextEncoder().encode(text);
    result.createFile(vscode.Uri.parse(uri), { contents }, metadata(edit, annotationId));
    texts.delete(uri);
  }
  for (const [uri, edits] of texts) {
    for (const { range, newText, annotationId } of edits) {
      const { start, end } = range;
      const replaced = new vscode.Range(start.line, start.character, end.line, end.character);
      result.replace(vscode.Uri.parse(uri), replaced, newText, metadata(edit, annotationId));
    }
  }
  return result;
}

function textEdits({ edits }: TextDocumentEdit): (TextEdit & { annotationId?: string })[] {
  return edits.filter((edit) => "newText" in edit);
}

function metadata(
  edit: WorkspaceEdit,
  id: string | undefined,
): vscode.WorkspaceEditEntryMetadata | undefined {
  const annotation: ChangeAnnotation | undefined =
    id === undefined ? undefined : edit.changeAnnotations?.[id];
  return annotation && { needsConfirmation: annotation.needsConfirmation ?? false, label: annotation.label };
}
