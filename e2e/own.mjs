// A program of one's own, for what kills it or changes what others look at; and
// what a ceremony's stage is driven by, in whichever program.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { password } from "./program.mjs";

export class Own {
  #folder; #process; #log = ""; #cookies = {};
  address;

  // begin makes the demonstration and serves it on a port that stays its own.
  async begin(name) {
    this.#folder = mkdtempSync(join(tmpdir(), `wellspring-${name}-`));
    const probe = createServer();
    await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
    this.address = "http://127.0.0.1:" + probe.address().port;
    await new Promise((resolve) => probe.close(resolve));
    await this.start();
  }

  async start() {
    this.#cookies = {}; // a demonstration gives new passwords at each start, and so ends the login sessions
    this.#process = spawn("../bin/wellspring", ["demo", "--addr", new URL(this.address).host, "--data", join(this.#folder, "demo"), "--log-level", "WARN", "--login-rate", "50"],
      { env: { ...process.env, WELLSPRING_DEMO_PASSWORD: password } });
    this.#process.stderr.on("data", (chunk) => { this.#log += chunk; });
    for (let i = 0; i < 300; i++) {
      const answer = await fetch(this.address + "/healthz").catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the program does not answer: " + this.#log);
  }

  async stop(signal) {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill(signal);
    await ended;
  }

  async end() {
    await this.stop("SIGTERM");
    rmSync(this.#folder, { recursive: true, force: true });
    expect(this.#log).not.toContain("level=ERROR");
  }

  // as is a page of a browser in which an editor has signed in.
  async as(browser, login, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    this.#cookies[login] ??= await this.#signIn(login);
    await context.addCookies([{ name: "desk", value: this.#cookies[login], url: this.address, httpOnly: true }]);
    const p = await context.newPage();
    p.on("dialog", (d) => d.accept()); // going live is asked for twice
    return p;
  }

  async #signIn(login) {
    const answer = await fetch(this.address + "/admin/login", {
      method: "POST", redirect: "manual", headers: { "Sec-Fetch-Site": "same-origin" }, body: new URLSearchParams({ login, password }),
    });
    const pair = answer.headers.getSetCookie().find((c) => c.startsWith("desk="));
    return pair.split(";")[0].slice("desk=".length);
  }

  // wire is a cable between a screen and the program that can be pulled: then
  // nothing comes through any more, and nobody is told.
  async wire() {
    const pairs = new Set();
    const { address } = this;
    let cut = false;
    const server = createServer((near) => {
      if (cut) return near.on("error", () => {});
      const far = connect(new URL(address).port, "127.0.0.1");
      pairs.add([near, far]);
      for (const s of [near, far]) s.on("error", () => {});
      near.on("data", (b) => { if (!cut) far.write(b); });
      far.on("data", (b) => { if (!cut) near.write(b); });
      near.on("close", () => far.destroy());
      far.on("close", () => { if (!cut) near.destroy(); });
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const mend = () => {
      cut = false;
      for (const [near, far] of pairs) { near.destroy(); far.destroy(); }
      pairs.clear();
    };
    return {
      to: (url) => url.replace(address, "http://127.0.0.1:" + server.address().port),
      pull: () => { cut = true; }, mend, end: () => { mend(); server.close(); },
    };
  }
}

// open shows an address to somebody who is not signed in, and hears the page's problems.
export async function open(browser, url, width, height, options = {}) {
  const p = await (await browser.newContext({ viewport: { width, height }, ...options })).newPage();
  p.problems = [];
  p.on("pageerror", (e) => p.problems.push(String(e)));
  await p.goto(url);
  return p;
}

// link makes a stage link in the console.
export async function link(p, role) {
  await p.selectOption("#role", role);
  await p.getByRole("button", { name: "生成链接" }).click();
  return p.locator("#links input[readonly]").inputValue();
}

export const shown = (p) => p.locator(".slide[data-on]");
export const corner = (p) => p.locator("[data-net]");
export const arm = (p, name) => p.getByRole("button", { name }).and(p.locator("[data-arm]")).click();
export const go = (p) => p.locator("[data-key=go]").click();
export const revision = (p) => p.locator("[data-console]").getAttribute("data-revision");
// at waits for the console to know of a revision: screens may hear of it first.
export const at = (p, revision) => expect(p.locator("[data-console]")).toHaveAttribute("data-revision", String(revision));

// fits says of every picture of a screen whether all of it is in sight.
// A screen without pictures fails.
export const fits = (screen) => screen.locator(".slide").first().waitFor({ state: "attached" }).then(() => screen.evaluate(() => [...document.querySelectorAll(".slide")].map((slide) => {
  const box = slide.querySelector("[data-fit]");
  const wide = [...slide.querySelectorAll("p, h2, dt, dd, li, .name")].some((e) => e.scrollWidth > e.clientWidth + 1);
  return !wide && box.scrollHeight <= box.clientHeight + 1;
})));

// settled waits for the change of pictures to be over.
export const settled = (screen) => screen.waitForFunction(() => [...document.querySelectorAll(".slide")].every((slide) => getComputedStyle(slide).opacity === (slide.hasAttribute("data-on") ? "1" : "0")));
