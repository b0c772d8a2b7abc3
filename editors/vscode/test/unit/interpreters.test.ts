import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import type { LogOutputChannel } from "vscode";
import { interpreters } from "../../src/interpreters";
import { editor, fresh } from "./vscode";

const warnings: string[] = [];
const told: string[] = [];
const log = {
  warn: (text: string) => warnings.push(text),
  info: (text: string) => told.push(text),
} as unknown as LogOutputChannel;

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
    warnings.length = told.length = 0;
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

describe("a setting that leads into the workspace", () => {
  const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), "sbd-trust-")));
  after(() => rmSync(scratch, { recursive: true }));
  const shop = path.join(scratch, "shop");
  const link = path.join(scratch, "link-to-shop");
  const linked = path.join(scratch, "python");
  const venv = path.join(scratch, "venv");
  const inside = path.join(shop, ".venv", "bin", "python");
  mkdirSync(path.dirname(inside), { recursive: true });
  writeFileSync(inside, "");
  symlinkSync(shop, link);
  symlinkSync(inside, linked);
  symlinkSync(path.join(shop, ".venv"), venv);

  beforeEach(() => {
    Object.assign(editor, fresh(), { folders: [shop] });
    told.length = 0;
  });

  const leading = {
    "by its name": "${workspaceFolder}/.venv/bin/python",
    "as a relative path": ".venv/bin/python",
    "as a path with dots": `${scratch}/other/../shop/.venv/bin/python`,
    "through a link to the workspace": `${link}/.venv/bin/python`,
    "through a link to the program": linked,
    "through a link to an environment": `${venv}/bin/python`,
  };

  for (const [way, pythonPath] of Object.entries(leading)) {
    it(`${way} counts where it is trusted only`, async () => {
      Object.assign(editor, { pythonPath });
      assert.equal((await given()).length, 1);
      editor.isTrusted = false;
      assert.deepEqual(await given(), []);
      assert.match(told[0] ?? "", /not trusted/);
    });
  }

  it("of which it is the second folder, or a link, counts where it is trusted only", async () => {
    for (const folders of [["/other", shop], [link]]) {
      Object.assign(editor, { folders, pythonPath: inside, isTrusted: false });
      assert.deepEqual(await given(), []);
    }
  });

  it("is told from one that leads elsewhere, which counts always", async () => {
    writeFileSync(path.join(scratch, "shopping"), "");
    for (const pythonPath of [path.join(scratch, "shopping"), "/usr/bin/python3", "python3.12"]) {
      Object.assign(editor, { pythonPath, isTrusted: false });
      assert.deepEqual(await given(), [pythonPath]);
    }
  });

  it("is left aside, and named in the log, where no folder is open", async () => {
    Object.assign(editor, { folders: [], pythonPath: "${workspaceFolder}/.venv/bin/python" });
    assert.deepEqual(await given(), []);
    assert.match(told[0] ?? "", /not there/);
  });
});
