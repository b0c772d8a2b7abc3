// When the Python that runs the server has to be looked for anew.

import * as vscode from "vscode";

/** Restarts the server when another Python may be meant; the listeners, for VS Code to dispose of. */
export function restartedWhen(server: { restart(): Promise<void> }): vscode.Disposable[] {
  return [
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("sbd.python")) {
        void server.restart();
      }
    }),
    // What the workspace has and what the Python extension says counts from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  ];
}
