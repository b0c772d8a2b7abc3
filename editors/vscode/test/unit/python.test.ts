import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { account, type Answer, candidates, expand, findPython, isNewEnough, PROBE } from "../../src/python";

const ABSENT: Answer = { failure: "is not there" };

function python(version: string, executable: string): Answer {
  return { output: `${version}\n${executable}` };
}

/** Answers by command; records who was asked. */
function machine(answers: Record<string, Answer>) {
  const asked: string[] = [];
  const run = async (command: string, args: readonly string[]): Promise<Answer> => {
    asked.push([command, ...args.slice(0, -4)].join(" "));
    return answers[command] ?? ABSENT;
  };
  return { asked, run };
}

describe("findPython", () => {
  it("takes the setting before the Python extension's choice and the system's", async () => {
    const { asked, run } = machine({
      "/mine/python": python("3.12.1", "/mine/python"),
      "/chosen/python": python("3.13.0", "/chosen/python"),
      python3: python("3.11.7", "/usr/bin/python3"),
    });
    const { python: found } = await findPython(candidates("/mine/python", "/chosen/python", "linux"), run);
    assert.deepEqual(found, { executable: "/mine/python", version: "3.12.1", origin: "setting" });
    assert.deepEqual(asked, ["/mine/python"]);
  });

  it("takes the Python extension's choice before the system's", async () => {
    const { run } = machine({
      "/chosen/python": python("3.13.0", "/chosen/python"),
      python3: python("3.11.7", "/usr/bin/python3"),
    });
    const { python: found } = await findPython(candidates(undefined, "/chosen/python", "linux"), run);
    assert.equal(found?.origin, "Python extension");
  });

  it("passes over what is too old, is no Python or is not there, and says so", async () => {
    const { run } = machine({
      "/mine/python": python("3.9.18", "/mine/python"),
      "/chosen/python": { output: "hello\n" },
      python: python("2.7.18", "/usr/bin/python"),
      "python3.11": python("3.11.7", "/usr/bin/python3.11"),
    });
    const search = await findPython(candidates("/mine/python", "/chosen/python", "linux"), run);
    assert.equal(search.python?.executable, "/usr/bin/python3.11");
    assert.deepEqual(account(search.refusals), [
      "`/mine/python` (setting) is Python 3.9.18, older than 3.10",
      "`/chosen/python` (Python extension) is not a Python interpreter",
      "`python3` (system) is not there",
      "`python` (system) is Python 2.7.18, older than 3.10",
      "`python3.14` (system) is not there",
      "`python3.13` (system) is not there",
      "`python3.12` (system) is not there",
    ]);
  });

  it("finds none on a machine without Python", async () => {
    const search = await findPython(candidates(undefined, undefined, "linux"), machine({}).run);
    assert.equal(search.python, undefined);
    assert.equal(search.refusals.length, 7);
  });

  it("starts the interpreter itself, not the launcher or shim that led to it", async () => {
    const { asked, run } = machine({ py: python("3.12.1", "C:\\Python312\\python.exe") });
    const { python: found } = await findPython(candidates(undefined, undefined, "win32"), run);
    assert.equal(found?.executable, "C:\\Python312\\python.exe");
    assert.deepEqual(asked, ["py -3"]);
  });

  it("keeps the command where the interpreter does not know its own path", async () => {
    const { run } = machine({ python3: { output: "3.12.1\n" } });
    const { python: found } = await findPython(candidates(undefined, undefined, "linux"), run);
    assert.equal(found?.executable, "python3");
  });

  it("reads the answer of a Windows console", async () => {
    const { run } = machine({ py: { output: "3.12.1\r\nC:\\Python312\\python.exe\r\n" } });
    const { python: found } = await findPython(candidates(undefined, undefined, "win32"), run);
    assert.equal(found?.version, "3.12.1");
  });
});

describe("candidates", () => {
  it("asks macOS for python3 last, since its own may be a placeholder", () => {
    const commands = candidates(undefined, undefined, "darwin").map(({ command }) => command);
    assert.ok(commands.indexOf("python3.14") < commands.indexOf("python3"));
    assert.ok(commands.indexOf("/opt/homebrew/bin/python3") < commands.indexOf("python3"));
  });

  it("leaves out a setting and a choice that are empty", () => {
    const origins = candidates("", "", "linux").map(({ origin }) => origin);
    assert.deepEqual([...new Set(origins)], ["system"]);
  });
});

describe("isNewEnough", () => {
  for (const [version, expected] of [
    ["2.7.18", false],
    ["3.9.21", false],
    ["3.10.0", true],
    ["3.14.1", true],
    ["4.0.0", true],
  ] as const) {
    it(`says ${expected} of ${version}`, () => assert.equal(isNewEnough(version), expected));
  }
});

describe("expand", () => {
  const place = { home: "/home/ada", folder: "/work/shop", environment: { VENV: "/venvs/shop" } };
  for (const [setting, expected] of [
    ["python3.12", "python3.12"],
    ["  /usr/bin/python3 ", "/usr/bin/python3"],
    ["~/venv/bin/python", "/home/ada/venv/bin/python"],
    ["${workspaceFolder}/.venv/bin/python", "/work/shop/.venv/bin/python"],
    ["${env:VENV}/bin/python", "/venvs/shop/bin/python"],
    [".venv/bin/python", "/work/shop/.venv/bin/python"],
    ["C:\\Python312\\python.exe", "C:\\Python312\\python.exe"],
  ] as const) {
    it(`makes ${expected} of ${setting.trim()}`, () => assert.equal(expand(setting, place), expected));
  }

  for (const setting of [".venv/bin/python", "${workspaceFolder}/.venv/bin/python", "${workspaceFolder}"]) {
    it(`makes nothing of ${setting} where no folder is open`, () => {
      assert.equal(expand(setting, { ...place, folder: undefined }), undefined);
    });
  }

  it("makes nothing of a variable that is not set", () => {
    assert.equal(expand("${env:NONE}/bin/python", place), undefined);
  });

  it("leaves a command alone where no folder is open", () => {
    assert.equal(expand("python3.12", { ...place, folder: undefined }), "python3.12");
  });
});

describe("the probe", () => {
  it("imports nothing that a file of the folder could stand in for", () => {
    assert.deepEqual(PROBE.match(/import \w+/g), ["import sys"]);
  });
});
