// Runs a command for what it says.

import { execFile, type ExecFileException } from "node:child_process";
import type { Run } from "./python";

const PATIENCE_MS = 10_000;

/**
 * Commands run in `folder`, which must not be one of the person's: Windows looks there for programs first.
 * An answer that takes longer than ten seconds is none.
 */
export function runIn(folder: string, patience = PATIENCE_MS): Run {
  return (command, args) =>
    new Promise((resolve) => {
      const options = { cwd: folder, timeout: patience, windowsHide: true, encoding: "utf8" as const };
      try {
        execFile(command, args, options, (error, output, complaint) =>
          resolve(error ? { failure: reasonOf(error, complaint, patience) } : { output }),
        );
      } catch (error) {
        resolve({ failure: `cannot be run (${String(error)})` });
      }
    });
}

function reasonOf(error: ExecFileException, complaint: string, patience: number): string {
  if (error.code === "ENOENT") {
    return "is not there";
  }
  if (error.killed) {
    return `did not answer within ${patience / 1000} s`;
  }
  const said = complaint.trim().split(/\r?\n/).at(-1);
  return `cannot be run (${said || error.message.split("\n")[0]})`;
}
