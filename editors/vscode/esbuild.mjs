// Bundles the extension into dist/, with the licences of what it contains, or, with --tests, the unit
// tests into build/unit/.

import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const shared = { bundle: true, platform: "node", target: "node20", logLevel: "warning" };

if (process.argv.includes("--tests")) {
  await bundleTests();
} else {
  await bundleExtension();
}

async function bundleTests() {
  const names = readdirSync("test/unit").filter((name) => name.endsWith(".test.ts"));
  await build({
    ...shared,
    entryPoints: names.map((name) => `test/unit/${name}`),
    outdir: "build/unit",
    outExtension: { ".js": ".mjs" },
    format: "esm",
    packages: "external",
    alias: { vscode: "./test/unit/vscode.ts" },
  });
}

async function bundleExtension() {
  const { metafile } = await build({
    ...shared,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    format: "cjs",
    minify: true,
    metafile: true,
  });
  writeFileSync("dist/licenses.txt", licencesOf(Object.keys(metafile.inputs)));
}

function licencesOf(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const packages = [...new Set(folders.filter(Boolean))].sort();
  return packages.map(licenceOf).join("\n");
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(`${folder}/${file}`, "utf8") : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
}
