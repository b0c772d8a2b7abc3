// The highlighting, by the engine that VS Code uses and the YAML grammar that it brings.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const OURS = path.resolve(import.meta.dirname, "../../syntaxes/sbd.tmLanguage.json");

/** A function from a text to `[word, scopes]` pairs, for the grammar of that scope name. */
export async function highlighter(cache, scopeName) {
  const require = createRequire(path.join(cache, "package.json"));
  const { Registry, parseRawGrammar, INITIAL } = require("vscode-textmate");
  const { loadWASM, OnigScanner, OnigString } = require("vscode-oniguruma");
  await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (name) => {
      const file = name === "source.sbd" ? OURS : yamlGrammar(cache, name);
      return file ? parseRawGrammar(readFileSync(file, "utf8"), file) : null;
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  return (text) => {
    let state = INITIAL;
    return text.split("\n").map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex), scopes]);
    });
  };
}

function yamlGrammar(cache, scopeName) {
  const folder = path.join(cache, "node_modules/code-server/lib/vscode/extensions/yaml/syntaxes");
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  return files.find((file) => JSON.parse(readFileSync(file, "utf8")).scopeName === scopeName);
}

/** Our scope of each word that has one. */
export function ownScopes(lines) {
  const named = lines.flat().map(([word, scopes]) => [word, scopes.at(-1).replace(/\.sbd$/, "")]);
  return named.filter(([, scope], index) => scope !== lines.flat()[index][1].at(-1));
}

/** Each character's scopes without ours: what YAML's own grammar says of it. */
export function yamlScopes(lines) {
  return lines.map((tokens) =>
    tokens.flatMap(([word, scopes]) => {
      const foreign = scopes
        .slice(1)
        .filter((scope) => !scope.endsWith(".sbd"))
        .join(" ");
      return Array.from(word, () => foreign);
    }),
  );
}
