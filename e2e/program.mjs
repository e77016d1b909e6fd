// Starts the built program on a demonstration folder of its own and ends it
// afterwards. Its address goes to the tests by the environment, and so do the
// cookies of editors who are signed in: signing in is slow on purpose.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Of every editor of the suite.
export const password = "Weibin-titanium-2023x";

export default async function start() {
  const folder = mkdtempSync(join(tmpdir(), "wellspring-e2e-"));
  const data = join(folder, "demo");
  const program = spawn("../bin/wellspring", [
    "demo", "--addr", "127.0.0.1:0", "--data", data, "--log-level", "WARN", "--login-attempts", "3", "--login-address-attempts", "100",
  ], { env: { ...process.env, WELLSPRING_DEMO_PASSWORD: password } });
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
  // More people than the demonstration has, made as an operator makes them.
  for (const [login, name, role, ...more] of [
    ["writer2", "第二位撰稿", "writer", "--keep-password"],
    ["mover", "常换地方的撰稿", "writer", "--keep-password"],
    ["guesser", "常忘密码的撰稿", "writer", "--keep-password"],
    ["newcomer", "新来的撰稿", "writer"],
    ["double", "撰稿兼初审", "writer", "--keep-password", "--role", "reviewer1"],
  ]) {
    execFileSync("../bin/wellspring", ["user", "add", login, "--name", name, "--role", role, "--data", data, "--password-stdin", ...more], { input: password });
  }
  const cookies = {};
  for (const login of ["admin", "writer", "writer2", "reviewer1", "reviewer2", "reviewer3", "columns", "director", "statistician", "lead", "auditor", "double"]) {
    const answer = await fetch(address + "/admin/login", {
      method: "POST", redirect: "manual", headers: { "Sec-Fetch-Site": "same-origin" }, body: new URLSearchParams({ login, password }),
    });
    const [pair] = answer.headers.getSetCookie().filter((c) => c.startsWith("desk="));
    if (!pair) throw new Error(`${login} could not sign in: ${answer.status}`);
    cookies[login] = pair.split(";")[0].slice("desk=".length);
    await new Promise((resolve) => setTimeout(resolve, 300)); // as fast as one address may
  }
  process.env.EDITORS = JSON.stringify(cookies);
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
