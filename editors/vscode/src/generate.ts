// Generating a project: the server makes it, VS Code applies it, here it is asked for and told.

import * as vscode from "vscode";
import {
  type ApplyWorkspaceEditParams,
  type ApplyWorkspaceEditResult,
  type ExecuteCommandSignature,
  MessageType,
  type Middleware,
  type ShowMessageParams,
} from "vscode-languageclient";
import { projectEdit } from "./projectEdit";
import type { Server } from "./server";
import { standsInTheWay } from "./unsaved";

const COMMAND = "sbd.generate";
const GENERATE = vscode.CodeActionKind.Source.append("generate");
const NEVER = new vscode.CancellationTokenSource().token;
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

  readonly middleware: Middleware = {
    provideCodeActions: async (document, range, context, token, next) => {
      const actions = await next(document, range, context, token);
      return actions?.map((action) => asCommand(action, document.uri));
    },
    executeCommand: (command, args, next) => this.execute(command, args, next),
    workspace: {
      handleApplyEdit: (params, next) => (this.running > 0 ? apply(params) : next(params, NEVER)),
    },
  };

  private async execute(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
    if (command !== COMMAND) {
      return next(command, args);
    }
    this.running += 1;
    // A request that failed has been told by the language client; VS Code need not tell it again.
    const answer: unknown = await Promise.resolve(next(command, args)).catch(() => undefined);
    this.running -= 1;
    void this.report(isGenerated(answer) ? filesOf(answer) : []);
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

// Whatever the server offers with such an action, it is done by the command, so that it is saved and told alike.
function asCommand(
  action: vscode.Command | vscode.CodeAction,
  design: vscode.Uri,
): vscode.Command | vscode.CodeAction {
  if (!("kind" in action) || !action.kind || !GENERATE.contains(action.kind)) {
    return action;
  }
  const targetAndMode = action.kind.value.slice(GENERATE.value.length + 1).split(".");
  const made = new vscode.CodeAction(action.title, action.kind);
  made.command = { title: action.title, command: COMMAND, arguments: [design.toString(), ...targetAndMode] };
  return made;
}

// VS Code saves what a refactoring changes (its setting `files.refactoring.autoSave`).
async function apply({ edit }: ApplyWorkspaceEditParams): Promise<ApplyWorkspaceEditResult> {
  const failureReason = standsInTheWay(edit);
  if (failureReason) {
    return { applied: false, failureReason };
  }
  return { applied: await vscode.workspace.applyEdit(projectEdit(edit), { isRefactoring: true }) };
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

function filesOf({ folder, written }: Generated): vscode.Uri[] {
  return written.map((path) => vscode.Uri.joinPath(vscode.Uri.parse(folder), path));
}

function isGenerated(answer: unknown): answer is Generated {
  const { folder, written } = (answer ?? {}) as Partial<Generated>;
  return typeof folder === "string" && Array.isArray(written);
}
