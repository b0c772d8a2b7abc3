// What VS Code calls: commands are registered, the server is started.

import * as vscode from "vscode";
import { generateSam } from "./generate";
import { restartedWhen } from "./reconsider";
import { Server } from "./server";
import { Status } from "./status";

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Serverless by Design", { log: true });
  const status = new Status();
  const running = new Server(context, log, status);
  server = running;
  context.subscriptions.push(
    log,
    status,
    vscode.commands.registerCommand("sbd.generateSam", (uri?: vscode.Uri) => generateSam(running, uri)),
    vscode.commands.registerCommand("sbd.newDesign", newDesign),
    vscode.commands.registerCommand("sbd.restartServer", () => running.restart()),
    vscode.commands.registerCommand("sbd.showLog", () => log.show()),
    ...restartedWhen(running),
  );
  void running.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

async function newDesign(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "sbd", content: "" });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "sbd", name: "Design" });
}
