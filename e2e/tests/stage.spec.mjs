// A ceremony on its stage: a director with a phone, screens of three shapes, the
// host, and who waits; with a net that drops and a server that is killed.
import { test, expect } from "@playwright/test";
import { HtmlValidate } from "html-validate";
import { Own, arm, at, corner, fits, go, link, open, revision, settled, shown } from "../own.mjs";
import { rules } from "../rules.mjs";
import { passAll } from "../signing-off.mjs";
import { axe, noOverflow } from "../site.mjs";

test.describe.configure({ mode: "serial", timeout: 90_000 });
test.use({ actionTimeout: 10_000 });

const ceremony = "/admin/ceremonies/2"; // the demonstration's own, on which two groups signed
const second = "其他已公布项目（组别未公布）";
const own = new Own(); // since it is killed
const as = (browser, login, options) => own.as(browser, login, options);

test.beforeAll(() => own.begin("stage"));
test.afterAll(() => own.end());

// invalid gives what is wrong with the markup of a page, as it was sent.
const validator = new HtmlValidate(rules);
const invalid = async (p) => validator.validateStringSync(await (await p.request.get(p.url())).text())
  .results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector ?? ""})`));

let links = {};

test("three screens show what the director sends, in type that fits; a rehearsal says what it is", async ({ browser }) => {
  const director = await as(browser, "director", { viewport: { width: 390, height: 844 } });
  await director.goto(own.address + ceremony);
  await director.getByRole("link", { name: "导播台" }).click();
  await director.getByRole("button", { name: "开始彩排" }).click();
  await expect(director.locator(".console-mode")).toContainText("彩排");
  for (const role of ["screen", "prompter", "backstage"]) links[role] = await link(director, role);

  const screens = [];
  for (const [width, height] of [[1920, 1080], [3840, 1080], [1024, 768]]) screens.push(await open(browser, links.screen, width, height));
  for (const s of screens) {
    await expect(shown(s)).toHaveAttribute("data-view", "title");
    await expect(s.locator("[data-rehearsal]")).toBeVisible();
  }
  await arm(director, /第一组/);
  await expect(director.locator(".console-now dd").last()).toHaveText("第一组签约项目");
  await expect(director.locator("[data-fresh] input"), "a link that was just made stays to be copied").toHaveValue(links.backstage);
  await expect(shown(screens[0])).toHaveAttribute("data-view", "title");
  await go(director);
  for (const [i, s] of screens.entries()) {
    await expect(shown(s).locator("h2")).toHaveText("第一组签约项目");
    expect(await fits(s), "every picture fits").not.toContain(false);
    await settled(s);
    await s.screenshot({ path: `screenshots/stage-${["1920x1080", "3840x1080", "1024x768"][i]}.png` });
    expect(await axe(s)).toEqual([]);
    expect(s.problems).toEqual([]);
  }
  expect(await invalid(screens[0])).toEqual([]);
  await director.screenshot({ path: "screenshots/stage-console-phone.png" });
  await director.screenshot({ path: "screenshots/stage-console-phone-whole.png", fullPage: true });
  expect(await axe(director)).toEqual([]);
  await noOverflow(director);
  for (const s of [...screens, director]) await s.context().close();
});

test("the host reads the text and what the director says; who is absent is told to people and not shown", async ({ browser }) => {
  const director = await as(browser, "director");
  await director.goto(own.address + ceremony + "/console");
  const [screen, prompter, backstage] = [await open(browser, links.screen, 1280, 720), await open(browser, links.prompter, 1024, 768), await open(browser, links.backstage, 390, 844)];
  await director.fill("#text", "请等摄影就位");
  await director.getByRole("button", { name: "发送" }).click();
  await expect(prompter.locator(".message")).toHaveText("请等摄影就位");
  const rows = await shown(screen).locator(".row:visible").count();
  await director.locator("button[value^=absent]").first().click();
  await expect(shown(screen).locator(".row:visible")).toHaveCount(rows - 1);
  await expect(prompter.locator(".turn-absent")).toHaveCount(1);
  await expect(backstage.locator(".part-now h2")).toContainText("请准备上台");
  for (const p of [prompter, backstage, director]) {
    expect(await invalid(p)).toEqual([]);
    expect(await axe(p)).toEqual([]);
    await noOverflow(p);
  }
  await director.locator("button[value^=absent]").first().click();
  await expect(shown(screen).locator(".row:visible")).toHaveCount(rows);

  // Keys, on a keyboard beside the desk.
  await director.locator("body").click({ position: { x: 600, y: 5 } });
  await director.keyboard.press("b");
  await expect(screen.locator("main")).toHaveAttribute("data-black", "");
  await director.keyboard.press("z");
  await expect(screen.locator("main")).not.toHaveAttribute("data-black", "");
  await director.keyboard.press("ArrowDown");
  await expect(director.locator(".console-now dd").last()).toHaveText(second);
  await director.keyboard.press("Enter");
  await expect(shown(screen).locator("h2")).toHaveText(second);
  for (const p of [director, screen, prompter, backstage]) {
    expect(p.problems ?? []).toEqual([]);
    await p.context().close();
  }
});

test("a screen that is cut off keeps its picture, says so in the corner, and comes back to what is on", async ({ browser }) => {
  const director = await as(browser, "director");
  await director.goto(own.address + ceremony + "/console");
  const cable = await own.wire();
  const steady = await open(browser, links.screen, 1280, 720), cut = await open(browser, cable.to(links.screen), 1280, 720);
  const polling = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await polling.route("**/events*", (route) => route.abort());
  await polling.goto(links.screen);
  await expect(corner(polling)).toHaveText("网络受限，每秒刷新");
  await expect(corner(cut)).toBeEmpty();

  cable.pull();
  await expect(corner(cut)).toHaveText("网络中断，画面保持", { timeout: 20_000 });
  await arm(director, /第一组/);
  await go(director);
  for (const s of [steady, polling]) await expect(shown(s).locator("h2")).toHaveText("第一组签约项目");
  await expect(shown(cut).locator("h2")).toHaveText(second);
  cable.mend();
  await expect(shown(cut).locator("h2")).toHaveText("第一组签约项目", { timeout: 20_000 });
  await expect(corner(cut)).toBeEmpty();
  // A browser that knows it is offline says so at once.
  await cut.context().setOffline(true);
  await expect(corner(cut)).toHaveText("网络中断，画面保持");
  await cut.context().setOffline(false);
  await expect(corner(cut)).toBeEmpty();
  cable.end();
  for (const s of [steady, cut, polling, director]) await s.context().close();
});

test("a server that is killed and started again goes on at the same revision, and the screens with it", async ({ browser }) => {
  let director = await as(browser, "director");
  await director.goto(own.address + ceremony + "/console");
  const before = await revision(director);
  const screens = [await open(browser, links.screen, 1280, 720), await open(browser, links.screen, 1280, 720)];
  await expect(shown(screens[0]).locator("h2")).toHaveText("第一组签约项目");
  await own.stop("SIGKILL");
  for (const s of screens) {
    await expect(corner(s)).toHaveText("网络中断，画面保持", { timeout: 20_000 });
    await expect(shown(s).locator("h2")).toHaveText("第一组签约项目");
  }
  await arm(director, /其他已公布/);
  await expect(director.locator("[data-problem]")).toContainText("没有发出去");
  await own.start();
  for (const s of screens) await expect(corner(s)).toBeEmpty({ timeout: 20_000 });
  await director.context().close();
  director = await as(browser, "director"); // the sessions have ended
  await director.goto(own.address + ceremony + "/console");
  expect(await revision(director)).toBe(before);
  await arm(director, /其他已公布/);
  await go(director);
  for (const s of screens) await expect(shown(s).locator("h2")).toHaveText(second);
  await at(director, Number(before) + 2);
  for (const s of [...screens, director]) await s.context().close();
});

test("the console works without script, and the screen goes on by itself", async ({ browser }) => {
  const director = await as(browser, "director", { javaScriptEnabled: false });
  const screen = await open(browser, links.screen, 1280, 720, { javaScriptEnabled: false });
  await director.goto(own.address + ceremony + "/console");
  await arm(director, /合计/);
  await go(director);
  await expect(director.locator(".console-now dd").first()).toContainText("合计");
  await expect(shown(screen)).toHaveAttribute("data-view", "totals", { timeout: 10_000 });
  for (const p of [director, screen]) await p.context().close();
});

test("the report says what can be read at three shapes of screen", async ({ browser }) => {
  const p = await as(browser, "director");
  await p.goto(own.address + ceremony + "/console/fit");
  const reports = p.locator("[data-report]");
  await expect(reports).toHaveCount(3);
  for (let i = 0; i < 3; i++) await expect(reports.nth(i)).toContainText("都能看清", { timeout: 20_000 });
  expect(await axe(p)).toEqual([]);
  await p.context().close();
});

test("going live keeps the links, takes over a corrected text and is followed by the public; a revoked screen goes black", async ({ browser }) => {
  const director = await as(browser, "director");
  const screen = await open(browser, links.screen, 1280, 720);
  await director.goto(own.address + ceremony + "/console");
  await director.getByRole("button", { name: "转为正式" }).click();
  await expect(director.locator(".console-mode")).toContainText("正式");
  await expect(shown(screen)).toHaveAttribute("data-view", "title");
  await expect(screen.locator("[data-rehearsal]")).toBeHidden();
  await expect(director.locator("[data-listening]").last()).toHaveText("1个在看");

  // The text is corrected meanwhile and approved anew: the picture stays until the
  // director takes it over, and then goes on.
  await arm(director, /第一组/);
  await go(director);
  await expect(shown(screen).locator("h2")).toHaveText("第一组签约项目");
  const live = own.address + ceremony.replace("/admin", "") + "/live";
  expect((await fetch(live)).status, "the text allows no live page").toBe(404);
  const writer = await as(browser, "writer");
  await writer.goto(own.address + ceremony);
  await writer.fill("[name='titleLine.zh']", "更正后的专场");
  await writer.locator("[name=livePage]").check();
  await Promise.all([writer.waitForURL(/done=submitted/), writer.locator(".save button[value=submit]").click()]);
  await passAll((login) => as(browser, login), own.address + ceremony);
  await expect(screen.locator(".over-line").first()).not.toHaveText("更正后的专场");
  await director.reload();
  await director.getByRole("button", { name: "换用新审核的文本" }).click();
  await expect(shown(screen).locator(".over-line")).toHaveText("更正后的专场");
  await expect(shown(screen).locator("h2")).toHaveText("第一组签约项目");

  const visitor = await open(browser, live, 390, 844);
  await expect(visitor.locator(".live h2")).toHaveText("第一组签约项目");
  await arm(director, /其他已公布/);
  await go(director);
  await expect(visitor.locator(".live h2")).toHaveText(["第一组签约项目", second]);
  for (const width of [390, 1440]) {
    await visitor.setViewportSize({ width, height: 844 });
    expect(await axe(visitor)).toEqual([]);
    await noOverflow(visitor);
  }
  expect(await invalid(visitor)).toEqual([]);
  expect(visitor.problems).toEqual([]);
  await director.locator("#links form", { hasText: "大屏" }).getByRole("button", { name: /收回/ }).click();
  await expect(corner(screen)).toHaveText("链接已收回", { timeout: 10_000 });
  await expect(screen.locator("main")).toHaveAttribute("data-black", "");
  expect((await fetch(links.screen)).status).toBe(404);
  for (const p of [director, screen, writer, visitor]) await p.context().close();
});
