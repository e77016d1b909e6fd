// What the suite knows of the demonstration: its kinds of pages and how to see them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "@playwright/test";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// axe gives what is wrong with a page, in words. It asks for violations only,
// which is several times as fast as the full report: this runs 400 times.
export async function axe(page) {
  if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ["violations"] });
    return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ") + " " + n.failureSummary).join(" | ")}`);
  });
}

export const site = () => process.env.SITE;

// One page of each kind.
export const kinds = {
  home: "/",
  projects: "/projects",
  "projects-cards": "/projects?view=cards&phase=promoted",
  "projects-empty": "/projects?phase=signed&mode=lease&min=90亿",
  project: "/projects/1",
  ceremonies: "/ceremonies",
  ceremony: "/ceremonies/2",
  parks: "/parks",
  park: "/parks/1",
  news: "/news",
  article: "/news/1",
  progress: "/progress",
  policies: "/policies",
  policy: "/policies/1",
  data: "/data",
  search: "/search?q=传感器",
  about: "/about",
  contact: "/contact",
  statement: "/statement",
  privacy: "/privacy",
  sitemap: "/sitemap",
  missing: "/nowhere",
  gone: "/news/12",
  leave: "/leave?to=" + encodeURIComponent("https://www.apache.org/licenses/LICENSE-2.0"),
};

export const inEnglish = (path) => (path === "/" ? "/en" : "/en" + path);

export const modes = {
  light: [["scheme", "light"]],
  dark: [["scheme", "dark"]],
  large: [["scheme", "light"], ["type", "large"]],
};

export const widths = [360, 768, 1440];

export async function setMode(context, mode) {
  const { hostname } = new URL(site());
  await context.clearCookies();
  await context.addCookies(modes[mode].map(([name, value]) => ({ name, value, domain: hostname, path: "/" })));
}

// complaints gathers what a page says to the console and what it failed to load.
export function complaints(page, allowed = []) {
  const heard = [];
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") heard.push(m.text()); });
  page.on("pageerror", (e) => heard.push(String(e)));
  page.on("requestfailed", (r) => {
    const why = r.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") heard.push(`${r.url()} ${why}`); // aborted: the test went on before the icon came
  });
  page.on("request", (r) => { if (!r.url().startsWith(site()) && !r.url().startsWith("data:")) heard.push("asks another site: " + r.url()); });
  return () => heard.filter((h) => !allowed.some((a) => h.includes(a)));
}

// noOverflow says that nothing makes the page wider than the window.
export async function noOverflow(page) {
  const wide = await page.evaluate(() => {
    const w = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= w) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((e) => e.getBoundingClientRect().right > w + 1 && !e.closest(".scroll, .steps, .sections ul, .tabs ul, .prose table, .out, .skip"))
      .slice(0, 5).map((e) => e.tagName + "." + e.className);
  });
  expect(wide, "wider than the window").toEqual([]);
}

// as gives a browser context in which an editor is signed in.
export async function as(browser, login, options = {}) {
  const context = await browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: { width: 1440, height: 900 }, ...options });
  await context.addCookies([{ name: "desk", value: JSON.parse(process.env.EDITORS)[login], domain: new URL(site()).hostname, path: "/", httpOnly: true }]);
  return context;
}
