// Every page of the desk: axe finds nothing, nothing overflows, the markup is
// valid, and a screenshot is kept. Each mode and width is seen, but not each
// with every other: visitors' pages are held to that, and share the styles.
import { test, expect } from "@playwright/test";
import { HtmlValidate } from "html-validate";
import { as, axe, complaints, inEnglish, modes, noOverflow, site } from "../site.mjs";
import { rules } from "../rules.mjs";

const validator = new HtmlValidate(rules);

const pages = {
  work: ["reviewer1", "/admin"],
  "work-writer": ["writer", "/admin"],
  "work-lead": ["lead", "/admin"],
  projects: ["writer", "/admin/projects"],
  "projects-filtered": ["reviewer3", "/admin/projects?state=published&filed=sensor&age=week"],
  "projects-none": ["reviewer3", "/admin/projects?q=没有这样的项目"],
  "project-new": ["writer", "/admin/projects/new"],
  project: ["writer", "/admin/projects/1"],
  "project-read": ["lead", "/admin/projects/1"],
  "project-reviews": ["reviewer1", "/admin/projects/1/reviews"],
  "project-sheet": ["reviewer1", "/admin/projects/1/reviews/sheet"],
  "project-publication": ["reviewer3", "/admin/projects/1/publication"],
  "project-revisions": ["writer", "/admin/projects/1/revisions"],
  "project-preview": ["writer", "/admin/projects/1/preview?width=phone"],
  ceremony: ["writer", "/admin/ceremonies/2"],
  composer: ["writer", "/admin/ceremonies/2/composer"],
  "composer-none": ["writer", "/admin/ceremonies/4/composer"],
  cards: ["lead", "/admin/ceremonies/2/cards"],
  script: ["director", "/admin/ceremonies/2/script"],
  afterwards: ["writer", "/admin/ceremonies/2/afterwards"],
  console: ["director", "/admin/ceremonies/2/console"],
  "console-read": ["lead", "/admin/ceremonies/2/console"],
  "console-fit": ["director", "/admin/ceremonies/2/console/fit"],
  park: ["writer", "/admin/parks/1"],
  article: ["writer", "/admin/articles/1"],
  policy: ["writer", "/admin/policies/1"],
  update: ["writer", "/admin/updates/1"],
  release: ["statistician", "/admin/releases/1"],
  bin: ["writer", "/admin/projects/bin"],
  import: ["writer", "/admin/import"],
  media: ["writer", "/admin/media"],
  "media-none": ["writer", "/admin/media?q=没有这样的文件"],
  checks: ["reviewer1", "/admin/projects/1/checks"],
  proof: ["reviewer1", "/admin/projects/1/proof"],
  checkup: ["columns", "/admin/checkup"],
  corrections: ["writer", "/admin/corrections"],
  wechat: ["writer", "/admin/articles/1/wechat"],
  columns: ["columns", "/admin/columns"],
  settings: ["admin", "/admin/settings"],
  "settings-site": ["admin", "/admin/settings/site"],
  "settings-revisions": ["admin", "/admin/settings/site/revisions"],
  "settings-sectors": ["admin", "/admin/settings/sectors"],
  "settings-indicators": ["admin", "/admin/settings/indicators"],
  "settings-reviews": ["admin", "/admin/settings/reviews"],
  "settings-words": ["admin", "/admin/settings/words"],
  "settings-redirects": ["admin", "/admin/settings/redirects"],
  people: ["admin", "/admin/people"],
  person: ["admin", "/admin/people/2"],
  audit: ["auditor", "/admin/audit"],
  sessions: ["writer", "/admin/sessions"],
  password: ["writer", "/admin/password"],
  enrol: ["writer", "/admin/enrol"],
  refused: ["writer", "/admin/people"],
  missing: ["writer", "/admin/projects/99999"],
  login: [null, "/admin/login"],
};

const looks = [
  ["zh", "light", 360], ["zh", "light", 768], ["zh", "light", 1440], ["zh", "dark", 1440], ["zh", "large", 360], ["en", "light", 1440],
];

for (const [name, [login, path]] of Object.entries(pages)) {
  test(`the desk's page ${name} holds`, async ({ browser }) => {
    const context = login ? await as(browser, login) : await browser.newContext();
    const p = await context.newPage();
    const heard = complaints(p, { refused: ["403"], missing: ["404"] }[name]);
    const { hostname } = new URL(site());
    for (const [lang, mode, width] of looks) {
      await context.clearCookies({ name: "scheme" });
      await context.clearCookies({ name: "type" });
      await context.addCookies(modes[mode].map(([n, value]) => ({ name: n, value, domain: hostname, path: "/" })));
      await p.setViewportSize({ width, height: width < 700 ? 780 : 900 });
      const answer = await p.goto(site() + (lang === "en" ? inEnglish(path) : path));
      if (lang !== "zh" || width === 360) {
        const report = validator.validateStringSync(await answer.text());
        expect(report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector ?? ""})`))).toEqual([]);
      }
      await noOverflow(p);
      expect(await axe(p), `${lang} ${mode} ${width}`).toEqual([]);
      if (process.env.SHOTS) await p.screenshot({ path: `screenshots/desk-${name}-${lang}-${mode}-${width}.png`, fullPage: true });
    }
    expect(heard(), "console and network").toEqual([]);
    await context.close();
  });
}

test("320 px and 400 % zoom lose nothing of the desk", async ({ browser }) => {
  for (const [login, path] of Object.values(pages)) {
    const context = login ? await as(browser, login) : await browser.newContext();
    const p = await context.newPage();
    await p.setViewportSize({ width: 320, height: 256 });
    await p.goto(site() + path);
    await noOverflow(p);
    await context.close();
  }
});

test("the sign-off sheet prints on its own", async ({ browser }) => {
  const context = await as(browser, "reviewer1");
  const p = await context.newPage();
  await p.goto(site() + "/admin/projects/1/reviews/sheet");
  await p.emulateMedia({ media: "print" });
  await expect(p.locator(".topbar")).toBeHidden();
  await expect(p.locator(".side")).toBeHidden();
  await expect(p.locator(".sheet h1")).toHaveText("信息发布审核表");
  await expect(p.locator(".sheet-review")).toHaveCount(3);
});
