import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import { PROBE } from "../../src/python";
import { runIn } from "../../src/run";

const run = runIn(tmpdir());

describe("runIn", () => {
  it("gives what the command prints", async () => {
    assert.deepEqual(await run(process.execPath, ["-p", "6 * 7"]), { output: "42\n" });
  });

  it("says that a command is not there", async () => {
    assert.deepEqual(await run("no-such-python-3", []), { failure: "is not there" });
  });

  it("says what a command that fails complains of", async () => {
    const answer = await run(process.execPath, [
      "-e",
      "console.error('first\\nno licence'); process.exit(9)",
    ]);
    assert.deepEqual(answer, { failure: "cannot be run (no licence)" });
  });

  it("says that a folder cannot be run", async () => {
    const answer = await run(tmpdir(), []);
    assert.match("failure" in answer ? answer.failure : "", /^cannot be run \(.*EACCES/);
  });

  it("gives up on a command that does not answer", async () => {
    const answer = await runIn(tmpdir(), 200)(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
    assert.deepEqual(answer, { failure: "did not answer within 0.2 s" });
  });

  it("does not fail on an argument that no system accepts", async () => {
    const answer = await run("python\0", []);
    assert.match("failure" in answer ? answer.failure : "", /^cannot be run/);
  });

  it("gets version and path from a real Python", async () => {
    const answer = await run("python3", ["-E", "-S", "-c", PROBE]);
    assert.match("output" in answer ? answer.output : "", /^3\.\d+\.\d+\n.*python/);
  });
});
