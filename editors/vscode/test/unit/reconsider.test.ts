import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { restartedWhen } from "../../src/reconsider";
import { listeners } from "./vscode";

describe("the server is started anew", () => {
  let restarts = 0;
  beforeEach(() => {
    restarts = 0;
    restartedWhen({ restart: async () => void restarts++ });
  });

  function change(setting: string) {
    const affectsConfiguration = (section: string) => `${setting}.`.startsWith(`${section}.`);
    listeners.get("onDidChangeConfiguration")?.({ affectsConfiguration });
  }

  it("when the setting that names its Python changes, and no other", () => {
    change("sbd.check.pause");
    assert.equal(restarts, 0);
    change("sbd.python.path");
    assert.equal(restarts, 1);
  });

  it("when the workspace becomes trusted, although one runs", () => {
    listeners.get("onDidGrantWorkspaceTrust")?.(undefined);
    assert.equal(restarts, 1);
  });
});
