// The item in the status bar: whether the server is ready, and which it is.

import * as vscode from "vscode";

export type State =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly version: string; readonly python: string }
  | { readonly kind: "no Python" }
  | { readonly kind: "stopped" };

const ICONS = { starting: "sync~spin", ready: "check", "no Python": "warning", stopped: "error" } as const;

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    "sbd.status",
    vscode.StatusBarAlignment.Right,
    100,
  );
  private readonly listener = vscode.window.onDidChangeActiveTextEditor(() => this.showBesideDesigns());

  constructor() {
    this.item.name = "Serverless by Design";
    this.item.command = "sbd.showLog";
    this.show({ kind: "starting" });
    this.showBesideDesigns();
  }

  show(state: State): void {
    this.item.text = `$(${ICONS[state.kind]}) sbd: ${state.kind}`;
    this.item.tooltip = tooltip(state);
    this.item.backgroundColor =
      state.kind === "no Python" || state.kind === "stopped"
        ? new vscode.ThemeColor("statusBarItem.warningBackground")
        : undefined;
  }

  private showBesideDesigns(): void {
    if (vscode.window.activeTextEditor?.document.languageId === "sbd") {
      this.item.show();
    } else {
      this.item.hide();
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }
}

function tooltip(state: State): string {
  switch (state.kind) {
    case "starting":
      return "The Serverless by Design server is starting";
    case "ready":
      return `Serverless by Design ${state.version}, under ${state.python}`;
    case "no Python":
      return "Serverless by Design needs Python 3.10 or later";
    case "stopped":
      return "The Serverless by Design server has stopped; the log says why";
  }
}
