// Where VS Code says that Python is: our setting and the Python extension.

import { homedir } from "node:os";
import * as vscode from "vscode";
import { type Candidate, candidates, expand } from "./python";

const PATIENCE_MS = 10_000;

/** The part of the Python extension's interface that is used here; older ones lack all of it. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

export async function interpreters(log: vscode.LogOutputChannel): Promise<Candidate[]> {
  return candidates(setting(), await chosenInPythonExtension(log), process.platform);
}

/** `sbd.python.path`. What an untrusted workspace says is left out by VS Code (package.json, capabilities). */
export function setting(): string | undefined {
  const value = vscode.workspace.getConfiguration("sbd").get<string>("python.path");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return value?.trim() ? expand(value, { home: homedir(), folder, environment: process.env }) : undefined;
}

// Its choice can come from the workspace, so in one that is not trusted nobody asks it.
async function chosenInPythonExtension(log: vscode.LogOutputChannel): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  if (!extension || !vscode.workspace.isTrusted) {
    return undefined;
  }
  try {
    return await Promise.race([choiceOf(extension), nothingAfter(PATIENCE_MS)]);
  } catch (error) {
    log.warn(`The Python extension did not say which Python it uses: ${String(error)}`);
    return undefined;
  }
}

async function choiceOf(extension: vscode.Extension<PythonExtension>): Promise<string | undefined> {
  const { environments } = await extension.activate();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const active = environments?.getActiveEnvironmentPath(folder);
  const environment = active && (await environments?.resolveEnvironment(active));
  return environment?.executable.uri?.fsPath;
}

function nothingAfter(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));
}
