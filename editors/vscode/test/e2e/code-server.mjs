// A code-server of the test's own: its data, extensions and settings live in a folder that it may do away with.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const SETTINGS = {
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "files.hotExit": "off",
  "git.enabled": false,
  "security.workspace.trust.banner": "never",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.confirmBeforeClose": "never",
  "window.dialogStyle": "custom",
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

export class CodeServer {
  constructor(cache, folder) {
    this.node = path.join(cache, "node_modules/node/bin/node");
    this.entry = path.join(cache, "node_modules/code-server/out/node/entry.js");
    this.folder = folder;
    mkdirSync(path.join(folder, "data/User"), { recursive: true });
    writeFileSync(path.join(folder, "config.yaml"), "auth: none\n");
  }

  install(vsix) {
    const output = this.log();
    execFileSync(this.node, [this.entry, ...this.places(), "--install-extension", vsix, "--force"], {
      env: this.environment(),
      stdio: ["ignore", output, output],
    });
  }

  /** Starts and waits until it answers. `trust`: whether workspaces are trusted; `PATH`: where programs are found. */
  async start({ trust = true, PATH = process.env.PATH } = {}) {
    writeFileSync(
      path.join(this.folder, "data/User/settings.json"),
      JSON.stringify({ ...SETTINGS, "security.workspace.trust.enabled": !trust }),
    );
    this.port = await freePort();
    const output = this.log();
    const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    this.process = spawn(
      this.node,
      [
        ...[this.entry, ...this.places(), "--auth", "none", "--bind-addr", `127.0.0.1:${this.port}`],
        ...[...quiet, "--disable-proxy", "--ignore-last-opened", "--reconnection-grace-time", "2"],
        ...(trust ? ["--disable-workspace-trust"] : []),
      ],
      { env: { ...this.environment(), PATH }, stdio: ["ignore", output, output], detached: true },
    );
    await this.answers();
  }

  /** Ends it and what it started: all of them are of its own process group. */
  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    process.kill(-this.process.pid, "SIGTERM");
    await ended;
  }

  log() {
    return openSync(path.join(this.folder, "server.log"), "a");
  }

  places() {
    const at = (name) => path.join(this.folder, name);
    return [
      "--config",
      at("config.yaml"),
      "--user-data-dir",
      at("data"),
      "--extensions-dir",
      at("extensions"),
    ];
  }

  // The gallery is switched off, nothing is kept in the person's home, and PATH is ours, not the login shell's.
  environment() {
    const xdg = { XDG_CONFIG_HOME: this.folder, XDG_DATA_HOME: this.folder, XDG_CACHE_HOME: this.folder };
    return { ...process.env, ...xdg, EXTENSIONS_GALLERY: '{"serviceUrl":""}', VSCODE_CLI: "1" };
  }

  async answers() {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (answer?.ok) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`code-server does not answer; ${path.join(this.folder, "server.log")} says why`);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
