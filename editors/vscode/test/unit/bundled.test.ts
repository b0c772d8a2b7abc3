import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { after, describe, it } from "node:test";
import {
  createMessageConnection,
  InitializeRequest,
  type InitializeResult,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { launch } from "../../src/launch";
import { candidates, findPython, type Python } from "../../src/python";
import { runIn } from "../../src/run";

const EXTENSION = process.cwd();
const BUNDLED = path.join(EXTENSION, "bundled");
const scratch = mkdtempSync(path.join(tmpdir(), "sbd-bundled-"));
after(() => rmSync(scratch, { recursive: true }));

/** One interpreter of each version that this machine has: on PATH, or under pyenv. */
async function pythons(): Promise<Python[]> {
  const pyenv = path.join(process.env["PYENV_ROOT"] ?? path.join(homedir(), ".pyenv"), "versions");
  const managed = folders(pyenv).map((folder) => {
    return { command: path.join(folder, "bin", "python"), args: [], origin: "system" as const };
  });
  const found = new Map<string, Python>();
  for (const candidate of [...managed, ...candidates(undefined, undefined, process.platform)]) {
    const { python } = await findPython([candidate], runIn(scratch));
    if (python) {
      found.set(python.version.replace(/\.\d+$/, ""), python);
    }
  }
  return [...found.values()];
}

function folders(parent: string): string[] {
  if (!existsSync(parent)) {
    return [];
  }
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(parent, entry.name));
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

async function withServer<T>(
  python: Python,
  environment: NodeJS.ProcessEnv,
  use: (connection: MessageConnection) => Promise<T>,
): Promise<T> {
  const { command, args, options } = launch(python.executable, EXTENSION, path.join(scratch, "bytecode"));
  const server = spawn(command, args, { ...options, env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const died = ended.then((code) => Promise.reject(new Error(`the server ended with code ${String(code)}`)));
  died.catch(() => undefined);
  try {
    return await Promise.race([use(connection), died]);
  } finally {
    await connection.sendRequest("shutdown").catch(() => undefined);
    await connection.sendNotification("exit").catch(() => undefined);
    await ended;
    connection.dispose();
  }
}

function initialize(connection: MessageConnection): Promise<InitializeResult> {
  return connection.sendRequest(InitializeRequest.type, { processId: null, rootUri: null, capabilities: {} });
}

const found = await pythons();

describe("the bundled server", () => {
  it("has at least one Python here to run under", () => assert.notEqual(found.length, 0));

  for (const python of found) {
    it(`answers under Python ${python.version}`, async () => {
      const { serverInfo, capabilities } = await withServer(python, process.env, initialize);
      assert.match(serverInfo?.version ?? "", /^\d+\.\d+\.\d+/);
      assert.ok(
        capabilities.completionProvider && capabilities.hoverProvider && capabilities.codeActionProvider,
      );
    });
  }

  it("is not touched by PYTHONPATH", async () => {
    for (const name of ["pygls", "lsprotocol", "yaml", "runpy"]) {
      writeFileSync(path.join(scratch, `${name}.py`), "raise SystemExit(7)\n");
    }
    const environment = { ...process.env, PYTHONPATH: scratch, PYTHONSTARTUP: path.join(scratch, "yaml.py") };
    const { serverInfo } = await withServer(found[0]!, environment, initialize);
    assert.ok(serverInfo);
  });

  it("leaves nothing behind in its own folder", async () => {
    const before = files(BUNDLED);
    await withServer(found[0]!, process.env, initialize);
    assert.deepEqual(files(BUNDLED), before);
    assert.ok(files(path.join(scratch, "bytecode")).some((file) => file.endsWith(".pyc")));
  });

  it("contains no compiled code", () => {
    assert.deepEqual(
      files(BUNDLED).filter((name) => /\.(so|pyd|dylib|dll|pyc)$/.test(name)),
      [],
    );
  });

  it("gets into the package whole", () => {
    const vsce = path.resolve("node_modules/@vscode/vsce/vsce");
    const listed = execFileSync(process.execPath, [vsce, "ls", "--no-dependencies"], { encoding: "utf8" });
    const packaged = new Set(listed.split(/\r?\n/).map((file) => path.normalize(file)));
    const isMissing = (file: string) => !packaged.has(path.join("bundled", file));
    const all = files(BUNDLED).filter((file) => statSync(path.join(BUNDLED, file)).isFile());
    assert.deepEqual(all.filter(isMissing), []);
  });

  it("brings the licence of each package", () => {
    const packages = path.join(BUNDLED, "packages");
    const hasLicence = (name: string) =>
      files(path.join(packages, name)).some((file) => /licen[cs]e/i.test(file));
    const described = readdirSync(packages).filter((name) => name.endsWith(".dist-info"));
    assert.equal(described.length, 10);
    assert.deepEqual(
      described.filter((name) => !hasLicence(name)),
      [],
    );
  });

  it("imports each of its packages from beside itself", () => {
    const names = "attrs cattrs exceptiongroup jinja2 lsprotocol markupsafe networkx pygls yaml".split(" ");
    const script = `import sys, importlib; sys.path.insert(0, ${JSON.stringify(path.join(BUNDLED, "packages"))})
for name in ${JSON.stringify(names)}: print(importlib.import_module(name).__file__)`;
    const options = { encoding: "utf8" as const, cwd: scratch };
    for (const { executable } of found) {
      const places = execFileSync(executable, ["-I", "-S", "-B", "-c", script], options)
        .trim()
        .split(/\r?\n/);
      assert.deepEqual(
        places.filter((place) => !place.startsWith(BUNDLED)),
        [],
      );
    }
  });
});
