// Every address of the site once, by following links from the home pages and
// the site map: status, console, markup, overflow, and no link to nowhere.
import { test, expect } from "@playwright/test";
import { HtmlValidate } from "html-validate";
import { complaints, noOverflow, site } from "../site.mjs";
import { rules } from "../rules.mjs";

const validator = new HtmlValidate(rules);

test("every address answers, is valid and leads nowhere broken", async ({ page, request }) => {
  test.setTimeout(420_000);
  const heard = complaints(page);
  const todo = ["/", "/en", "/robots.txt", "/sitemap.xml", "/healthz", "/readyz"];
  const seen = new Set(todo);
  const problems = [];
  let pages = 0;
  for (let at; (at = todo.shift());) {
    const answer = await request.get(site() + at, { maxRedirects: 0 });
    if (answer.status() !== 200) { problems.push(`${at}: ${answer.status()}`); continue; }
    const type = answer.headers()["content-type"] || "";
    const body = await answer.text();
    const links = [];
    if (type.includes("text/html")) {
      pages++;
      const report = validator.validateStringSync(body);
      for (const r of report.results) for (const m of r.messages) problems.push(`${at}: ${m.ruleId}: ${m.message} (${m.selector ?? ""})`);
      for (const m of body.matchAll(/(?:href|src|action)="([^"]*)"/g)) links.push(m[1].replaceAll("&amp;", "&").replaceAll("&#39;", "'"));
      await page.goto(site() + at);
      await noOverflow(page);
      const broken = await page.evaluate(() => [...document.querySelectorAll('a[href*="#"]')]
        .filter((a) => a.pathname === location.pathname && a.search === location.search && a.hash && !document.getElementById(decodeURIComponent(a.hash.slice(1))))
        .map((a) => a.hash));
      for (const b of broken) problems.push(`${at}: no ${b} on this page`);
    } else if (type.includes("xml")) {
      for (const m of body.matchAll(/<loc>([^<]*)<\/loc>|href="([^"]*)"/g)) links.push((m[1] || m[2]).replaceAll("&amp;", "&"));
    }
    for (const l of links) {
      if (l.startsWith("data:") || l.startsWith("tel:") || l.startsWith("mailto:")) continue;
      const u = new URL(l, site() + at);
      if (u.origin !== site()) { if (!u.hostname.endsWith(".gov.cn") && !/^(\/en)?\/leave\?/.test(at)) problems.push(`${at}: links straight to ${u.origin}`); continue; }
      if (u.pathname.endsWith("/mode")) continue; // a form
      const path = u.pathname + u.search;
      // Every filter multiplies with every other: one of each is enough.
      if ([...u.searchParams.keys()].filter((k) => k !== "q").length > 1) continue;
      if (!seen.has(path)) { seen.add(path); todo.push(path); }
    }
  }
  expect(problems).toEqual([]);
  expect(heard()).toEqual([]);
  expect(pages).toBeGreaterThan(100);
});
