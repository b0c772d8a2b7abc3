import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after, describe, it } from "node:test";

interface Snippet {
  readonly prefix: string | string[];
  readonly description: string;
  readonly body: string[];
}

interface EnterRule {
  readonly beforeText: string;
  readonly action: { readonly indent: "none" | "indent"; readonly appendText: string };
}

const manifest = JSON.parse(read("package.json"));
const language = JSON.parse(read("language-configuration.json"));
const snippets: Record<string, Snippet> = JSON.parse(read("snippets/sbd.json"));
const readme = read("README.md");

function read(file: string): string {
  return readFileSync(file, "utf8");
}

describe("the manifest", () => {
  it("has the version of the Python package", () => {
    const version = /__version__ = "(.+)"/.exec(read("../../sbd_lsp/__init__.py"))?.[1];
    assert.equal(manifest.version, version);
  });

  it("names commands that the extension registers and the README describes", () => {
    const source = read("src/extension.ts");
    for (const { command, category, title } of manifest.contributes.commands) {
      assert.ok(source.includes(`registerCommand("${command}"`), command);
      assert.ok(readme.includes(`| ${category}: ${title} |`), title);
    }
  });

  it("offers each setting that the server knows", () => {
    const known = read("../../sbd_lsp/server/settings.py").match(/sbd\.\w+\.\w+/g) ?? [];
    assert.notEqual(known.length, 0);
    const offered = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual(
      known.filter((setting) => !offered.includes(setting)),
      [],
    );
  });

  it("offers no setting that neither the server nor the extension reads", () => {
    const server = read("../../sbd_lsp/server/settings.py");
    const extension = readdirSync("src").map((file) => read(`src/${file}`));
    const isRead = (setting: string) =>
      server.includes(setting) || extension.some((text) => text.includes(`"${setting.replace("sbd.", "")}"`));
    const offered = Object.keys(manifest.contributes.configuration.properties);
    assert.deepEqual(
      offered.filter((setting) => !isRead(setting)),
      [],
    );
  });

  it("names settings that the README describes", () => {
    for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
      assert.ok(readme.includes(`| \`${setting}\` |`), setting);
    }
  });

  it("keeps the workspace's choice of a program out of untrusted workspaces", () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual([supported, restrictedConfigurations], ["limited", ["sbd.python.path"]]);
  });

  it("leads to the messages by the log level, which decides alone whether the client writes them", () => {
    assert.match(readme, /Developer: Set Log Level…/);
    assert.doesNotMatch(readme, /trace\.server/);
  });

  it("comes with the licence of the repository", () => assert.equal(read("LICENSE"), read("../../LICENSE")));

  it("locks its packages without the address of a registry", () => {
    assert.doesNotMatch(read("package-lock.json"), /"resolved"/);
  });
});

describe("the Enter key", () => {
  for (const [line, next] of [
    ["nodes:", "  "],
    ["  Uploads:", "    "],
    ["  Uploads:  # the photos", "    "],
    ["    type: function", "    "],
    ["    description: |", "      "],
    ["  Uploads: {type: bucket}", "  "],
    ["  - {from: Uploads, to: Resize}", "  "],
    ["  - from: Uploads", "    "],
    ["    to: Resize", "    "],
    ["  - filter:", "      "],
    ["# nodes:", ""],
  ] as const) {
    it(`leads from "${line}" to column ${next.length + 1}`, () => assert.equal(afterEnter(line), next));
  }
});

/** The white space that VS Code begins the next line with: its rules for Enter first, then those for indentation. */
function afterEnter(line: string): string {
  const indentation = /^\s*/.exec(line)![0];
  const rules: EnterRule[] = language.onEnterRules;
  const rule = rules.find(({ beforeText }) => new RegExp(beforeText).test(line));
  if (rule) {
    return indentation + (rule.action.indent === "indent" ? "  " : "") + rule.action.appendText;
  }
  return new RegExp(language.indentationRules.increaseIndentPattern).test(line)
    ? `${indentation}  `
    : indentation;
}

describe("a word", () => {
  for (const [text, words] of [
    ["{from: Uploads, to: Resize}", ["from", "Uploads", "to", "Resize"]],
    ['event: "s3:ObjectCreated:*"', ["event", "s3:ObjectCreated:*"]],
    ["runtime: nodejs22.x", ["runtime", "nodejs22.x"]],
    ["type: Canary10Percent5Minutes # all", ["type", "Canary10Percent5Minutes", "all"]],
  ] as const) {
    it(`is each of ${words.join(" ")}`, () => {
      assert.deepEqual(text.match(new RegExp(language.wordPattern, "g")), words);
    });
  }
});

describe("snippets", () => {
  const scratch = mkdtempSync(path.join(tmpdir(), "sbd-snippets-"));
  after(() => rmSync(scratch, { recursive: true }));

  it("are listed in the README, each under its own prefix", () => {
    const prefixes = Object.values(snippets).map(({ prefix }) => [prefix].flat()[0]!);
    assert.equal(new Set(prefixes).size, prefixes.length);
    assert.deepEqual(
      prefixes.filter((prefix) => !readme.includes(`\`${prefix}\``)),
      [],
    );
  });

  it("begin with a design in which `sbd check` finds nothing", () => {
    assert.deepEqual(check(expanded(snippets["Design"]!)), []);
  });

  it("make nodes whose types and options `sbd check` knows", () => {
    for (const [name, snippet] of Object.entries(snippets)) {
      if ([snippet.prefix].flat()[0]!.startsWith("node-")) {
        const node = expanded(snippet).replace(/^/gm, "  ").trimEnd();
        const faults = check(`sbd: 1\nname: test\nnodes:\n${node}\n`).filter(
          ({ severity }) => severity === "error",
        );
        assert.deepEqual(
          faults.filter(({ code }) => code !== "unmet-requirement"),
          [],
          name,
        );
      }
    }
  });

  /** What the bundled server says of a design. */
  function check(design: string): { code: string; severity: string; message: string }[] {
    const file = path.join(scratch, "test.sbd.yaml");
    writeFileSync(file, design);
    const script = path.resolve("bundled/run_server.py");
    const { stdout } = spawnSync("python3", ["-I", "-S", "-B", script, "check", "--format", "json", file], {
      encoding: "utf8",
    });
    return JSON.parse(stdout);
  }
});

/** The snippet's text with its first choices and defaults. */
function expanded({ body }: Snippet): string {
  return body
    .join("\n")
    .replace(/\$\{\d+\|([^,|]+)[^|]*\|\}/g, "$1")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\$\d+/g, "");
}
