// Generating a project: the server says what to write, VS Code writes it, here it is saved and told.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient";
import type { Server } from "./server";

const SAM = vscode.CodeActionKind.Source.append("generate.sam");
const GENERATE = vscode.CodeActionKind.Source.append("generate");
const TEMPLATE = "template.yaml";

/** What `sbd.generate`, the server's command, answers. */
interface Generated {
  readonly folder: string;
  readonly written: readonly string[];
}

/** The command `sbd.generateSam`: for the design of `uri`, or for the one in the active editor. */
export async function generateSam(server: Server, uri?: vscode.Uri): Promise<void> {
  const design = await saved(await designOf(uri));
  if (!design) {
    return;
  }
  if (!server.isRunning) {
    void vscode.window.showErrorMessage("The Serverless by Design server is not running; its log says why.");
    return;
  }
  const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    design.uri,
    new vscode.Range(0, 0, 0, 0),
    SAM.value,
  );
  if (!action || action.disabled) {
    const reason = action?.disabled?.reason ?? "the design has faults; the Problems panel lists them";
    void vscode.window.showWarningMessage(`No project was generated: ${reason}.`);
    return;
  }
  await apply(action);
}

/** Between VS Code and the server: what was generated is saved and told, however it was asked for. */
export const middleware: Middleware = {
  provideCodeActions: async (document, range, context, token, next) => {
    const actions = await next(document, range, context, token);
    return actions?.map((action) => ("edit" in action ? withReport(action) : action));
  },
  executeCommand: async (command, args, next) => {
    const answer: unknown = await next(command, args);
    if (command === "sbd.generate" && isGenerated(answer)) {
      void report(answer.written.map((uri) => vscode.Uri.parse(uri)));
    }
    return answer;
  },
};

/** The command `sbd.afterGenerating`: saves the files that a code action made and tells of them. */
export async function afterGenerating(uris: readonly vscode.Uri[]): Promise<void> {
  for (const uri of uris) {
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) {
      await document.save();
    }
  }
  await report(uris);
}

async function designOf(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  const document = uri
    ? await vscode.workspace.openTextDocument(uri)
    : vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "sbd") {
    void vscode.window.showInformationMessage("Open a design, a file whose name ends in .sbd.yaml, to generate from it.");
    return undefined;
  }
  return document;
}

// A project stands beside its design, so a design that is in no folder yet has to get into one.
async function saved(document: vscode.TextDocument | undefined): Promise<vscode.TextDocument | undefined> {
  if (!document?.isUntitled) {
    return document;
  }
  const uri = await vscode.workspace.save(document.uri);
  return uri && (await vscode.workspace.openTextDocument(uri));
}

async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit && !(await vscode.workspace.applyEdit(action.edit))) {
    void vscode.window.showErrorMessage("VS Code could not write the project.");
    return;
  }
  if (action.command) {
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
}

function withReport(action: vscode.CodeAction): vscode.CodeAction {
  if (action.edit && !action.command && action.kind && GENERATE.contains(action.kind)) {
    const uris = action.edit.entries().map(([uri]) => uri);
    action.command = { command: "sbd.afterGenerating", title: "Save", arguments: [uris] };
  }
  return action;
}

async function report(written: readonly vscode.Uri[]): Promise<void> {
  if (written.length === 0) {
    void vscode.window.showInformationMessage("The project is up to date; no file was changed.");
    return;
  }
  const template = written.find((uri) => path.posix.basename(uri.path) === TEMPLATE);
  const count = written.length === 1 ? "1 file" : `${written.length} files`;
  const choice = await vscode.window.showInformationMessage(
    `Generated ${count}.`,
    ...(template ? ["Open Template"] : []),
  );
  if (choice && template) {
    await vscode.window.showTextDocument(template);
  }
}

function isGenerated(answer: unknown): answer is Generated {
  return typeof answer === "object" && answer !== null && Array.isArray((answer as Partial<Generated>).written);
}
