// Where VS Code says that Python is: our setting and the Python extension.

import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
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
  return candidates(setting(log), await chosenInPythonExtension(log), process.platform);
}

/**
 * `sbd.python.path`. What an untrusted workspace says is left out by VS Code (package.json, capabilities); what a
 * person's own value makes of a workspace, such as its `.venv/bin/python`, is left out here.
 */
function setting(log: vscode.LogOutputChannel): string | undefined {
  const value = vscode.workspace.getConfiguration("sbd").get<string>("python.path");
  if (!value?.trim()) {
    return undefined;
  }
  const command = expand(value, { home: homedir(), folder: folders()[0], environment: process.env });
  if (command === undefined) {
    log.info(`sbd.python.path: ${value} names a folder or a variable that is not there; it is left aside`);
    return undefined;
  }
  if (!vscode.workspace.isTrusted && folders().some((folder) => isBelow(folder, command))) {
    log.info(`sbd.python.path: ${command} belongs to a workspace that is not trusted; it is left aside`);
    return undefined;
  }
  return command;
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

/** Whether a program lies in a folder by its path, or by what links make of it or of the folder that it is in. */
function isBelow(folder: string, program: string): boolean {
  const isPath = /[/\\]/.test(program); // else PATH says where it is
  const places = isPath ? [program, real(program), real(path.dirname(program))] : [];
  return [path.resolve(folder), real(folder)].some((root) =>
    places.some((place) => {
      const way = path.relative(root, place);
      return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
    }),
  );
}

function real(place: string): string {
  try {
    return realpathSync.native(place);
  } catch {
    return path.resolve(place); // nothing is there
  }
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
