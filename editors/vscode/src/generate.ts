// Generating a project: the server makes it and VS Code applies it; here it is saved and told.

import * as vscode from "vscode";
import { type ExecuteCommandSignature, MessageType, type ShowMessageParams } from "vscode-languageclient";
import type { Server } from "./server";

const COMMAND = "sbd.generate";
const TEMPLATE = "template.yaml";

/** What the server's command answers: the folder's URI, and in it the paths of what was written. */
interface Generated {
  readonly folder: string;
  readonly written: readonly string[];
}

/** The command `sbd.generateSam`: for the design of `uri`, or for the one in the active editor. */
export async function generateSam(server: Server, uri?: vscode.Uri): Promise<void> {
  const design = await onDisk(await designOf(uri));
  if (!design) {
    return;
  }
  if (!server.isRunning) {
    void vscode.window.showErrorMessage("The Serverless by Design server is not running; its log says why.");
    return;
  }
  await vscode.commands.executeCommand(COMMAND, design.uri.toString(), "sam");
}

async function designOf(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  const document = uri
    ? await vscode.workspace.openTextDocument(uri)
    : vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "sbd") {
    void vscode.window.showInformationMessage("Open a design (*.sbd.yaml) to generate from it.");
    return undefined;
  }
  return document;
}

// A project stands beside its design, so a design that is in no folder yet has to get into one.
async function onDisk(document: vscode.TextDocument | undefined): Promise<vscode.TextDocument | undefined> {
  if (!document?.isUntitled) {
    return document;
  }
  const uri = await vscode.workspace.save(document.uri);
  return uri && (await vscode.workspace.openTextDocument(uri));
}

/**
 * Stands between VS Code and the server where a project is generated, from the palette or as a code action:
 * what was written is saved, and the server's sentence about it gets a button.
 */
export class Generation {
  private running = 0;
  private told: ShowMessageParams | undefined;

  /** Executes the server's commands. */
  async execute(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
    if (command !== COMMAND) {
      return next(command, args);
    }
    this.running += 1;
    // A request that failed has been told by the language client; VS Code need not tell it again.
    const answer: unknown = await Promise.resolve(next(command, args)).catch(() => undefined);
    this.running -= 1;
    const files = isGenerated(answer) ? filesOf(answer) : [];
    await save(files);
    void this.report(files);
    return answer;
  }

  /** Shows what the server tells, or keeps it for the report. */
  tell(message: ShowMessageParams): void {
    if (this.running > 0) {
      this.told = message;
    } else {
      void show(message.type, message.message);
    }
  }

  private async report(files: readonly vscode.Uri[]): Promise<void> {
    const message = this.told;
    this.told = undefined;
    if (!message) {
      return;
    }
    const template = files.find((uri) => uri.path.endsWith(`/${TEMPLATE}`));
    const choice = await show(message.type, message.message, ...(template ? ["Open Template"] : []));
    if (choice && template) {
      await vscode.window.showTextDocument(template);
    }
  }
}

function show(type: MessageType, text: string, ...buttons: string[]): Thenable<string | undefined> {
  switch (type) {
    case MessageType.Error:
      return vscode.window.showErrorMessage(text, ...buttons);
    case MessageType.Warning:
      return vscode.window.showWarningMessage(text, ...buttons);
    default:
      return vscode.window.showInformationMessage(text, ...buttons);
  }
}

// VS Code applies the server's edit to editors, not to the disk.
async function save(files: readonly vscode.Uri[]): Promise<void> {
  const wanted = new Set(files.map(String));
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && wanted.has(document.uri.toString())) {
      await document.save();
    }
  }
}

function filesOf({ folder, written }: Generated): vscode.Uri[] {
  return written.map((path) => vscode.Uri.joinPath(vscode.Uri.parse(folder), path));
}

function isGenerated(answer: unknown): answer is Generated {
  const { folder, written } = (answer ?? {}) as Partial<Generated>;
  return typeof folder === "string" && Array.isArray(written);
}
