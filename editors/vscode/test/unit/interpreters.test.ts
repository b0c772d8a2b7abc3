import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { LogOutputChannel } from "vscode";
import { interpreters } from "../../src/interpreters";
import { editor, fresh } from "./vscode";

const warnings: string[] = [];
const log = { warn: (text: string) => warnings.push(text) } as unknown as LogOutputChannel;

/** A Python extension whose active environment's interpreter is at that path. */
function choosing(path: string) {
  const environments = {
    getActiveEnvironmentPath: () => ({ path: "an environment" }),
    resolveEnvironment: async () => ({ executable: { uri: { fsPath: path } } }),
  };
  return { activate: async () => ({ environments }) };
}

/** The commands that neither VS Code nor the Python extension leaves to the system. */
async function given(): Promise<string[]> {
  const all = await interpreters(log);
  return all.filter(({ origin }) => origin !== "system").map(({ command }) => command);
}

describe("interpreters", () => {
  beforeEach(() => {
    Object.assign(editor, fresh());
    warnings.length = 0;
  });

  it("are the setting's and the Python extension's", async () => {
    Object.assign(editor, { pythonPath: ".venv/bin/python", pythonExtension: choosing("/chosen/python") });
    assert.deepEqual(await given(), ["/work/shop/.venv/bin/python", "/chosen/python"]);
  });

  it("are the system's where nothing else is said", async () => {
    assert.deepEqual(await given(), []);
    assert.notEqual((await interpreters(log)).length, 0);
  });

  it("do not come from the Python extension in a workspace that is not trusted", async () => {
    Object.assign(editor, { isTrusted: false, pythonExtension: choosing("/chosen/python") });
    assert.deepEqual(await given(), []);
  });

  it("do without a Python extension that offers no environments", async () => {
    editor.pythonExtension = { activate: async () => ({}) };
    assert.deepEqual(await given(), []);
  });

  it("do without a Python extension that fails, and say so in the log", async () => {
    editor.pythonExtension = { activate: async () => Promise.reject(new Error("no locator")) };
    assert.deepEqual(await given(), []);
    assert.match(warnings[0] ?? "", /no locator/);
  });
});
