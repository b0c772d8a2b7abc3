// Which Python runs the server. Pure: what a candidate answers comes from a function that the caller gives.

export const OLDEST = { major: 3, minor: 10 };
const NEWEST_MINOR = 14;

export type Origin = "setting" | "Python extension" | "system";

export interface Candidate {
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: Origin;
}

/** What running a command gave: its standard output, or why it gave none. */
export type Answer = { readonly output: string } | { readonly failure: string };
export type Run = (command: string, args: readonly string[]) => Promise<Answer>;

export interface Python {
  readonly executable: string;
  readonly version: string;
  readonly origin: Origin;
}

export interface Refusal {
  readonly candidate: Candidate;
  readonly reason: string;
}

export interface Search {
  readonly python: Python | undefined;
  readonly refusals: readonly Refusal[];
}

// Written for every Python there is, 2 included, so that one that is too old says which it is.
// Imports nothing but a built-in module: no file of the folder it runs in can get in its way.
export const PROBE =
  "import sys; getattr(sys.stdout, 'buffer', sys.stdout).write(" +
  "('%d.%d.%d\\n%s' % (sys.version_info[:3] + (sys.executable,))).encode('utf-8'))";

/** Asks one candidate after the other and stops at the first that will do. */
export async function findPython(candidates: Iterable<Candidate>, run: Run): Promise<Search> {
  const refusals: Refusal[] = [];
  for (const candidate of candidates) {
    const verdict = await ask(candidate, run);
    if (typeof verdict !== "string") {
      return { python: verdict, refusals };
    }
    refusals.push({ candidate, reason: verdict });
  }
  return { python: undefined, refusals };
}

async function ask(candidate: Candidate, run: Run): Promise<Python | string> {
  const answer = await run(candidate.command, [...candidate.args, "-E", "-S", "-c", PROBE]);
  if ("failure" in answer) {
    return answer.failure;
  }
  const [version = "", executable = ""] = answer.output.split(/\r?\n/);
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    return "is not a Python interpreter";
  }
  if (!isNewEnough(version)) {
    return `is Python ${version}, older than ${OLDEST.major}.${OLDEST.minor}`;
  }
  return { executable: executable || candidate.command, version, origin: candidate.origin };
}

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

/** The setting, the Python extension's choice, then the names under which systems keep Python. */
export function candidates(
  setting: string | undefined,
  chosen: string | undefined,
  platform: NodeJS.Platform,
): Candidate[] {
  const named: [string | undefined, Origin][] = [
    [setting, "setting"],
    [chosen, "Python extension"],
  ];
  const given = named.flatMap(([command, origin]) => (command ? [{ command, args: [], origin }] : []));
  return [...given, ...systemCandidates(platform)];
}

function systemCandidates(platform: NodeJS.Platform): Candidate[] {
  const commands: string[][] =
    platform === "win32"
      ? [["py", "-3"], ["python"], ["python3"]]
      : platform === "darwin"
        ? [...versions(), ["/opt/homebrew/bin/python3"], ["/usr/local/bin/python3"], ["python3"], ["python"]]
        : [["python3"], ["python"], ...versions()];
  return commands.map(([command = "", ...args]) => ({ command, args, origin: "system" }));
}

// On macOS they come first: /usr/bin/python3 offers to install Xcode where it is a placeholder.
function versions(): string[][] {
  const minors = Array.from({ length: NEWEST_MINOR - OLDEST.minor + 1 }, (_, index) => NEWEST_MINOR - index);
  return minors.map((minor) => [`python3.${minor}`]);
}

/**
 * The setting's value as a command: `~`, `${workspaceFolder}` and `${env:NAME}` stand for what they do elsewhere.
 * Nothing where the value needs a folder and none is open, or a variable that is not set: what is left of
 * `${workspaceFolder}/bin/python` then would be another program.
 */
export function expand(
  setting: string,
  place: {
    readonly home: string;
    readonly folder: string | undefined;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): string | undefined {
  let isWhole = true;
  const known = (value: string | undefined) => {
    isWhole &&= Boolean(value);
    return value ?? "";
  };
  const value = setting
    .trim()
    .replace(/^~(?=[/\\]|$)/, () => place.home)
    .replaceAll("${workspaceFolder}", () => known(place.folder))
    .replace(/\$\{env:(\w+)\}/g, (_, name: string) => known(place.environment[name]));
  const isRelativePath = /[/\\]/.test(value) && !/^([/\\]|[A-Za-z]:)/.test(value);
  const command = isRelativePath ? `${known(place.folder)}/${value}` : value;
  return isWhole ? command : undefined;
}

/** Each refusal on a line, for the log. */
export function account(refusals: readonly Refusal[]): string[] {
  return refusals.map(({ candidate, reason }) => {
    const command = [candidate.command, ...candidate.args].join(" ");
    return `\`${command}\` (${candidate.origin}) ${reason}`;
  });
}
