import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { WorkspaceEdit } from "vscode-languageclient";
import { standsInTheWay } from "../../src/unsaved";
import { editor, fresh } from "./vscode";

const TEMPLATE = "file:///work/shop/template.yaml";
const HANDLER = "file:///work/shop/src/My%20code/handler.py";

/** An edit that writes the files of those URIs. */
function writing(...uris: string[]): WorkspaceEdit {
  const created = uris.map((uri) => ({ kind: "create" as const, uri }));
  const written = uris.map((uri) => ({ textDocument: { uri, version: null }, edits: [] }));
  return { documentChanges: [...created, ...written] };
}

describe("what is typed and not saved", () => {
  beforeEach(() => {
    Object.assign(editor, fresh());
  });

  it("stands in the way of an edit that writes over it", () => {
    editor.documents = { [TEMPLATE]: true, "file:///work/shop/src/My code/handler.py": true };
    assert.match(
      standsInTheWay(writing(TEMPLATE, HANDLER)) ?? "",
      /^template\.yaml, src.*handler\.py would be/,
    );
  });

  it("does not if it is another file", () => {
    editor.documents = { [HANDLER]: true };
    assert.equal(standsInTheWay(writing(TEMPLATE)), undefined);
  });

  it("does not once it is saved", () => {
    editor.documents = { [TEMPLATE]: false };
    assert.equal(standsInTheWay(writing(TEMPLATE)), undefined);
    assert.equal(standsInTheWay({}), undefined);
  });
});
