// How the bundled server is started.

import * as path from "node:path";

export interface Launch {
  readonly command: string;
  readonly args: string[];
  readonly options: { readonly cwd: string };
}

/**
 * -I keeps out the environment's PYTHONPATH and the current folder, -S all packages that are installed: what
 * runs is the interpreter and what is bundled. Python keeps its compiled modules in `bytecode`, so that the
 * second start is quicker and the extension stays as it is.
 */
export function launch(python: string, extension: string, bytecode: string): Launch {
  const script = path.join(extension, "bundled", "run_server.py");
  const isolated = ["-I", "-S", "-u", "-X", "utf8", "-X", `pycache_prefix=${bytecode}`];
  return { command: python, args: [...isolated, script, "lsp"], options: { cwd: extension } };
}
