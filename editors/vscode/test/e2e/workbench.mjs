// VS Code's window in a headless browser, by what a person sees and presses in it.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

const READY_MS = 90_000;
const SHOWN_MS = 10_000;
const NBSP = /\u00a0/g;

/** Opens `file` of `folder` in a window of its own. The browser can reach this machine only. */
export async function openWorkbench(cache, port, folder, file) {
  const { chromium } = createRequire(path.join(cache, "package.json"))("playwright-core");
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
  const context = await browser.newContext({
    viewport: { width: 1300, height: 800 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const opened = [["openFile", `vscode-remote://127.0.0.1:${port}${path.join(folder, file)}`]];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(opened) });
  await page.goto(`http://127.0.0.1:${port}/?${query}`, { waitUntil: "domcontentloaded" });
  const workbench = new Workbench(browser, page);
  await workbench.editor(file).waitFor({ timeout: READY_MS });
  return workbench;
}

function browserPath() {
  const named = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/usr/bin/chromium-browser",
  ];
  return named.find((file) => file && existsSync(file));
}

class Workbench {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
    this.keys = page.keyboard;
  }

  close() {
    return this.browser.close();
  }

  screenshot(file) {
    return this.page.screenshot({ path: file });
  }

  editor(file) {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${file}"]`).first();
  }

  /** Waits until the server's item in the status bar says so. */
  async status(text) {
    await this.page.locator(".statusbar-item", { hasText: text }).first().waitFor({ timeout: READY_MS });
  }

  squiggles(file, severity = "error") {
    return this.editor(file).locator(`.squiggly-${severity}`);
  }

  suggestion(text) {
    return this.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: text }).first();
  }

  hover(text) {
    return this.page.locator(".monaco-hover:visible", { hasText: text }).first();
  }

  action(text) {
    return this.page.locator(".action-widget .monaco-list-row", { hasText: text }).first();
  }

  notification(text) {
    return this.page.locator(".notification-toast", { hasText: text }).first();
  }

  tab(text) {
    return this.page.locator(".tab.active", { hasText: text }).first();
  }

  /** Puts the cursor at a line and column, counted from 1, of the active editor. */
  async goTo(line, column) {
    await this.quickInput("Control+G", `${line}:${column}`);
    await this.status(`Ln ${line}, Col ${column}`);
  }

  /** Runs a command from the palette by its whole title. */
  async command(title) {
    await this.page.keyboard.press("F1");
    await this.page.locator(".quick-input-widget input:focus").waitFor();
    await this.keys.type(title);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
    await this.keys.press("Enter");
  }

  async quickInput(key, text) {
    await this.keys.press(key);
    await this.page.locator(".quick-input-widget input:focus").waitFor();
    await this.keys.type(text);
    await this.keys.press("Enter");
  }

  async focus(file) {
    await this.editor(file)
      .locator(".view-lines")
      .click({ position: { x: 400, y: 5 } });
    await this.page.waitForFunction(() => document.activeElement?.matches(".native-edit-context, textarea"));
  }

  /** Puts the mouse on a word of the editor. */
  async pointAt(file, word) {
    await this.editor(file).locator(".view-line span span", { hasText: word }).first().hover();
  }

  /** Waits until the lines of the active editor that are in view match. */
  async shows(pattern) {
    const end = Date.now() + SHOWN_MS;
    while (!pattern.test(await this.visibleText()) && Date.now() < end) {
      await setTimeout(50);
    }
    assert.match(await this.visibleText(), pattern);
  }

  /** The lines of the active editor that are in view. */
  async visibleText() {
    const lines = this.page.locator(".editor-group-container.active .view-line");
    const found = await lines.evaluateAll((elements) =>
      elements.map((line) => [parseFloat(line.style.top), line.textContent]),
    );
    return found
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text.replace(NBSP, " "))
      .join("\n");
  }
}
