// Starts the built program on a demonstration folder of its own and ends it
// afterwards. Its address goes to the tests by the environment.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default async function start() {
  const folder = mkdtempSync(join(tmpdir(), "wellspring-e2e-"));
  const program = spawn("../bin/wellspring", ["demo", "--addr", "127.0.0.1:0", "--data", join(folder, "demo"), "--log-level", "WARN"]);
  let log = "";
  const address = await new Promise((resolve, reject) => {
    let out = "";
    program.stdout.on("data", (chunk) => {
      out += chunk;
      const found = out.match(/http:\/\/\S+/);
      if (found) resolve(found[0].replace(/\/$/, ""));
    });
    program.stderr.on("data", (chunk) => { log += chunk; });
    program.on("exit", (code) => reject(new Error(`the program ended with ${code}: ${out}${log}`)));
  });
  process.env.SITE = address;
  return async () => {
    const ended = new Promise((resolve) => program.once("exit", resolve));
    program.removeAllListeners("exit");
    program.once("exit", () => {});
    program.kill("SIGTERM");
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    if (program.exitCode === null && program.signalCode === null) program.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    // A page that failed would have said so here.
    if (log.includes("level=ERROR")) throw new Error(`the program's log has errors:\n${log}`);
  };
}
