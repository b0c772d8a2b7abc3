// The language server: found a Python, started, restarted, told about.

import * as vscode from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  ShowMessageNotification,
  State,
} from "vscode-languageclient/node";
import { Generation } from "./generate";
import { interpreters } from "./interpreters";
import { launch } from "./launch";
import { account, findPython, type Python, type Search } from "./python";
import { runIn } from "./run";
import type { Status } from "./status";

const PYTHON_DOWNLOADS = "https://www.python.org/downloads/";
const SCHEMES = ["file", "untitled", "vscode-vfs"];

export class Server {
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();
  private readonly generation = new Generation();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  get isRunning(): boolean {
    return this.client?.isRunning() ?? false;
  }

  /** Starts the server, after stopping one that runs. Calls wait for each other; none of them fails. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
      this.status.show({ kind: "stopped" });
    });
    return this.turn;
  }

  private async begin(): Promise<void> {
    this.status.show({ kind: "starting" });
    const search = await findPython(await interpreters(this.log), runIn(this.context.extensionPath));
    account(search.refusals).forEach((line) => this.log.info(line));
    if (!search.python) {
      this.status.show({ kind: "no Python" });
      void this.sayThatPythonIsMissing();
      return;
    }
    this.log.info(`Starting the server under Python ${search.python.version}, ${search.python.executable}`);
    void this.sayThatSettingIsUnused(search);
    this.client = this.newClient(search.python);
    await this.client.start();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A client that never came up refuses to be stopped.
    await client?.dispose().catch((error: unknown) => this.log.debug(String(error)));
  }

  private newClient(python: Python): LanguageClient {
    const bytecode = vscode.Uri.joinPath(this.context.globalStorageUri, "bytecode").fsPath;
    const server = launch(python.executable, this.context.extensionPath, bytecode);
    const client = new LanguageClient("sbd", "Serverless by Design", server, this.options());
    client.onNotification(ShowMessageNotification.type, (message) => this.generation.tell(message));
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        const version = client.initializeResult?.serverInfo?.version ?? "of unknown version";
        this.status.show({
          kind: "ready",
          version,
          python: `Python ${python.version} (${python.executable})`,
        });
      } else if (client === this.client) {
        this.status.show({ kind: newState === State.Starting ? "starting" : "stopped" });
      }
    });
    return client;
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: SCHEMES.map((scheme) => ({ scheme, language: "sbd" })),
      diagnosticCollectionName: "sbd",
      // At the level Trace ("Developer: Set Log Level…") the client writes each message into it.
      outputChannel: this.log,
      synchronize: { configurationSection: "sbd" },
      initializationOptions: { sbd: vscode.workspace.getConfiguration("sbd") },
      middleware: this.generation.middleware,
    };
  }

  private async sayThatPythonIsMissing(): Promise<void> {
    const choice = await vscode.window.showErrorMessage(
      "Serverless by Design needs Python 3.10 or later and found none. Install it, or name it in the setting " +
        "sbd.python.path; then run the command “Serverless by Design: Restart Server”.",
      "Open Settings",
      "Download Python",
      "Show Log",
    );
    await this.follow(choice);
  }

  private async sayThatSettingIsUnused({ python, refusals }: Search): Promise<void> {
    const refusal = refusals.find(({ candidate }) => candidate.origin === "setting");
    if (!refusal) {
      return;
    }
    const choice = await vscode.window.showWarningMessage(
      `sbd.python.path: ${refusal.candidate.command} ${refusal.reason}. ` +
        `The server uses ${python?.executable} (Python ${python?.version}) instead.`,
      "Open Settings",
      "Show Log",
    );
    await this.follow(choice);
  }

  private async follow(choice: string | undefined): Promise<void> {
    if (choice === "Open Settings") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "sbd.python.path");
    } else if (choice === "Download Python") {
      await vscode.env.openExternal(vscode.Uri.parse(PYTHON_DOWNLOADS));
    } else if (choice === "Show Log") {
      this.log.show();
    }
  }
}
