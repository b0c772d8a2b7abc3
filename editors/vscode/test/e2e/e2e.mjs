// The packaged extension in a real VS Code: e2e.mjs CACHE FILE.vsix (run.sh calls it)

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CodeServer } from "./code-server.mjs";
import { highlighter, ownScopes, yamlScopes } from "./grammar.mjs";
import { openWorkbench } from "./workbench.mjs";

const [cache, vsix] = process.argv.slice(2);
const shots = path.resolve(import.meta.dirname, "../../build/e2e");
const DESIGN = "photo-album.sbd.yaml";
const TEXT = `sbd: 1
name: photo-album
runtime: python3.13

nodes:
  Uploads: {type: bucket}
  Resize: {type: function}
  Thumbnails: {type: bucket}

edges:
  - {from: Uploads, to: Resize}
  - {from: Resize, to: Thumbnails, kind: write}
`;

mkdirSync(shots, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), "sbd-e2e-"));
const server = new CodeServer(cache, path.join(scratch, "code-server"));
let window;
try {
  await step("the highlighting names what a design is made of", highlightsDesigns);
  await step("the highlighting says of all else what YAML's does", agreesWithYaml);
  await step("the VSIX installs", () => server.install(vsix));
  await scene("a trusted folder", {}, inTrustedFolder);
  await scene("a trusted folder with a bad setting", { trap: true }, withBadSetting);
  await scene("a folder that is not trusted", { trap: true, trust: false }, inUntrustedFolder);
  await scene("a machine without Python", { PATH: path.join(scratch, "empty") }, withoutPython);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function inTrustedFolder(folder) {
  await step("the server is ready", () => window.status("sbd: ready"));
  await step("the file is a design, not YAML", () => window.status("Serverless by Design"));
  await step("a fault is underlined while it is typed", async () => {
    await window.focus(DESIGN);
    await window.goTo(7, 18);
    await window.keys.press("Control+Shift+ArrowRight");
    await window.keys.type("fn");
    await window.keys.press("Escape");
    await window.squiggles(DESIGN).first().waitFor();
  });
  await step("its quick fix mends it", async () => {
    await window.goTo(7, 18);
    await window.keys.press("Control+.");
    await window.action("function").click();
    await window.squiggles(DESIGN).first().waitFor({ state: "detached" });
    await window.shows(/Resize: \{type: function\}/);
  });
  await step("service types are completed", async () => {
    await window.goTo(8, 1);
    await window.keys.press("End");
    await window.keys.press("Enter");
    await window.keys.type("Index: {type: ta", { delay: 30 });
    await window.suggestion("table").waitFor();
    await window.keys.press("Tab");
    await window.shows(/^ {2}Index: \{type: table\}$/m);
  });
  await step("nodes and their attributes are completed in a call", async () => {
    await window.goTo(7, 1);
    await window.keys.press("End");
    await window.keys.press("ArrowLeft");
    await window.keys.type(", environment: {TABLE: !GetAtt In", { delay: 30 });
    await window.suggestion("Index").waitFor();
    await window.keys.press("Tab");
    await window.keys.type(".", { delay: 30 });
    await window.suggestion("StreamArn").waitFor();
    await window.screenshot(path.join(shots, "attributes.png"));
    await window.keys.press("Tab");
    await window.shows(/TABLE: !GetAtt Index\.Arn/);
    await window.squiggles(DESIGN).first().waitFor({ state: "detached" });
  });
  await step("the name of a service type is explained", async () => {
    await window.pointAt(DESIGN, "bucket");
    await window.hover("S3 bucket").waitFor();
    await window.page.mouse.move(5, 5);
  });
  await step("a wrong edge is underlined, and the hover says why", async () => {
    await window.goTo(12, 1);
    await window.keys.press("End");
    await window.keys.type("\n- {from: Uploads, to: Index}");
    await window.keys.press("Escape");
    await window.squiggles(DESIGN).first().waitFor();
    await window.editor(DESIGN).locator(".view-line span span", { hasText: "Index" }).last().hover();
    await window.hover("no edge leads from").waitFor();
    await window.page.waitForTimeout(700);
    await window.screenshot(path.join(shots, "wrong-edge.png"));
    await window.page.mouse.move(5, 5);
    await window.focus(DESIGN);
    await window.goTo(13, 1);
    await window.keys.press("Control+Shift+K");
    await window.squiggles(DESIGN).first().waitFor({ state: "detached" });
  });
  await step("the palette generates a project", async () => {
    await window.focus(DESIGN);
    await window.command("Serverless by Design: Generate SAM Project");
    await window.notification("photo-album/").waitFor();
    await window.screenshot(path.join(shots, "generated.png"));
  });
  await step("its files are saved, and its template opens from the message", async () => {
    assert.match(
      readFileSync(path.join(folder, "photo-album/template.yaml"), "utf8"),
      /Serverless-2016-10-31/,
    );
    await window.notification("photo-album/").getByRole("button", { name: "Open Template" }).click();
    await window.tab("template.yaml").waitFor();
    assert.equal(await window.page.locator(".tab", { hasNotText: DESIGN }).count(), 1);
    assert.equal(await window.page.locator(".tab.dirty", { hasNotText: DESIGN }).count(), 0);
  });
  await step("a code action generates it again, and nothing has changed", async () => {
    await window.page.locator(".tab", { hasText: DESIGN }).click();
    await window.focus(DESIGN);
    await window.command("Source Action...");
    await window.action("Generate SAM project").first().click();
    await window.notification("photo-album/ is up to date").waitFor();
  });
  await step("a changed design changes it", async () => {
    await window.focus(DESIGN);
    await window.goTo(9, 1);
    await window.keys.press("End");
    await window.keys.type("\nAlerts: {type: topic}");
    await window.keys.press("Escape");
    await window.command("Serverless by Design: Generate SAM Project");
    await window.notification("Generated").waitFor();
    assert.match(readFileSync(path.join(folder, "photo-album/template.yaml"), "utf8"), /Alerts:/);
  });
  await step("a new design is a skeleton without faults", async () => {
    await window.command("Serverless by Design: New Design");
    await window.tab("Untitled-1").waitFor();
    await window.page.locator(".view-line", { hasText: "my-application" }).first().waitFor();
    await window.page.waitForTimeout(1000);
    assert.equal(await window.page.locator(".squiggly-error").count(), 0);
  });
  await step("the server restarts", async () => {
    await window.keys.press("Escape");
    await window.command("Serverless by Design: Restart Server");
    await window.status("sbd: starting");
    await window.status("sbd: ready");
  });
}

async function highlightsDesigns() {
  const highlight = await highlighter(cache, "source.sbd");
  const text = "nodes:\n  Uploads:\n    type: bucket\nedges:\n  - {from: Uploads, kind: write}";
  assert.deepEqual(ownScopes(highlight(text)), [
    ["nodes", "keyword.control"],
    ["Uploads", "entity.name.class.node"],
    ["bucket", "support.type"],
    ["edges", "keyword.control"],
    ["Uploads", "entity.name.class.node"],
    ["write", "support.function.kind"],
  ]);
}

async function agreesWithYaml() {
  const text = `${TEXT}  - from: Uploads # type: x
    to: "Resize"
    description: |
      nodes:
        type: bucket
    filter: {prefix: 'nodes: ', suffix: &a .jpg}
    list: [*a, !tag x, 1.5, true, ~]
`;
  const [ours, yaml] = [await highlighter(cache, "source.sbd"), await highlighter(cache, "source.yaml")];
  assert.deepEqual(yamlScopes(ours(text)), yamlScopes(yaml(text)));
}

async function withBadSetting(folder) {
  await step("the server runs under another Python, and a message says so", async () => {
    await window.status("sbd: ready");
    await window.notification("is not a Python interpreter").waitFor();
    assert.equal(existsSync(path.join(folder, "ran")), true);
  });
}

async function inUntrustedFolder(folder) {
  await step("the server is ready, under a Python that the workspace did not name", async () => {
    await window.status("Restricted Mode");
    await window.status("sbd: ready");
    assert.equal(existsSync(path.join(folder, "ran")), false);
  });
}

async function withoutPython() {
  await step("a message says what to do", async () => {
    await window.status("sbd: no Python");
    const message = window.notification("needs Python 3.10 or later");
    for (const name of ["Open Settings", "Download Python", "Show Log"]) {
      await message.getByRole("button", { name }).waitFor();
    }
    await window.screenshot(path.join(shots, "no-python.png"));
    await message.getByRole("button", { name: "Open Settings" }).click();
    await window.page.locator(".settings-editor", { hasText: "Path" }).first().waitFor();
  });
}

/** A folder with a design and a setting that names a program of the folder's own, in a window of its own. */
async function scene(name, { trap = false, ...options }, play) {
  console.log(name);
  const folder = mkdtempSync(path.join(scratch, "folder-"));
  writeFileSync(path.join(folder, DESIGN), TEXT);
  if (trap) {
    writeTrap(folder);
  }
  await server.start(options);
  try {
    window = await openWorkbench(cache, server.port, folder, DESIGN);
    await play(folder);
  } finally {
    await window?.close();
    window = undefined;
    await server.stop();
  }
}

function writeTrap(folder) {
  const trap = path.join(folder, "python");
  writeFileSync(trap, `#!/bin/sh\ntouch '${path.join(folder, "ran")}'\n`);
  chmodSync(trap, 0o755);
  mkdirSync(path.join(folder, ".vscode"));
  writeFileSync(path.join(folder, ".vscode/settings.json"), JSON.stringify({ "sbd.python.path": trap }));
}

async function step(what, action) {
  const began = Date.now();
  try {
    await action();
  } catch (error) {
    await window?.screenshot(path.join(shots, "failure.png"));
    throw new Error(`failed: ${what} (screenshot: ${path.join(shots, "failure.png")})`, { cause: error });
  }
  console.log(`  ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}
