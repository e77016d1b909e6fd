// A ceremony is arranged: by pointer, by touch, by keyboard and without script;
// then printed, and told of. Each test has a ceremony of its own.
import { test, expect } from "@playwright/test";
import { as, axe, complaints, modes, noOverflow, site } from "../site.mjs";

// copied begins a ceremony as a copy of the demonstration's, and gives its address.
async function copied(p) {
  await p.goto(site() + "/admin/ceremonies/2/publication");
  await Promise.all([p.waitForURL(/done=copied/), p.locator("form[action$='/copy'] button").click()]);
  return new URL(p.url()).pathname;
}

const open = async (browser, login = "writer", options = {}) => (await as(browser, login, options)).newPage();

const order = (p) => p.locator("[name=order]").evaluateAll((all) => all.map((x) => x.value));
const names = (p) => p.locator("[data-item=group]").evaluateAll((groups) => groups.map((g) => [...g.querySelectorAll("[data-item=row] [data-name]")].map((x) => x.textContent.trim())));

// drag moves a handle to a place on the page as a hand does, over several points.
async function drag(p, handle, to) {
  const from = await handle.boundingBox();
  await p.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await p.mouse.down();
  await p.mouse.move(to.x, to.y, { steps: 12 });
}

const redrawn = (p) => p.waitForResponse((r) => r.request().method() === "POST" && r.url().endsWith("/composer"));

test("rows and groups are dragged, the sums follow, and it is saved as one revision", async ({ browser }) => {
  const p = await open(browser);
  const heard = complaints(p);
  const path = await copied(p);
  await p.goto(site() + path + "/composer");
  const before = await names(p);
  const tally = await p.locator(".tally").innerText();
  await expect(p.locator(".compose-head").nth(0)).toContainText("4个项目");

  // The first row into the second group, above its first, which is below the
  // window: it scrolls for as long as the row is held at its edge.
  const grip = await p.locator("[data-item=row] [data-grip]").first().boundingBox();
  await drag(p, p.locator("[data-item=row] [data-grip]").first(), { x: grip.x + 200, y: 800 });
  await p.waitForFunction(() => scrollY > 150);
  await p.keyboard.press("Escape");
  await p.mouse.up();
  expect(await names(p)).toEqual(before);
  await p.setViewportSize({ width: 1440, height: 1600 });
  await p.evaluate(() => scrollTo(0, 0));
  let target = await p.locator("[data-item=group]").nth(1).locator("[data-item=row]").first().boundingBox();
  let answer = redrawn(p);
  await drag(p, p.locator("[data-item=row] [data-grip]").first(), { x: target.x + 200, y: target.y + 4 });
  await p.mouse.up();
  await answer;
  await expect.poll(() => names(p)).toEqual([before[0].slice(1), [before[0][0], ...before[1]]]);
  await expect(p.locator(".compose-head").nth(0)).toContainText("3个项目");
  await expect(p.locator(".compose-head").nth(1)).toContainText("3个项目，已知金额45亿元");
  expect(await p.locator(".tally").innerText()).toBe(tally); // moving changes no sum of the ceremony
  await expect(p.locator("[data-save-state]")).toContainText(/未保存|暂存/);

  // Let go by Escape it is back where it was.
  const then = await order(p);
  target = await p.locator("[data-item=group]").nth(0).locator("[data-item=row]").first().boundingBox();
  await drag(p, p.locator("[data-item=group]").nth(1).locator("[data-item=row] [data-grip]").last(), { x: target.x + 200, y: target.y + 4 });
  expect(await order(p)).not.toEqual(then);
  await p.keyboard.press("Escape");
  await p.mouse.up();
  expect(await order(p)).toEqual(then);

  // A whole group above the other.
  target = await p.locator("[data-item=group]").nth(0).boundingBox();
  answer = redrawn(p);
  await drag(p, p.locator(".compose-head [data-grip]").nth(1), { x: target.x + 200, y: target.y + 10 });
  await p.mouse.up();
  await answer;
  await expect.poll(() => names(p)).toEqual([[before[0][0], ...before[1]], before[0].slice(1)]);

  // A row that is absent stays, and the sum says so.
  answer = redrawn(p);
  await p.locator("[data-item=row]").first().locator("select[data-presence-of]").selectOption("absent");
  await answer;
  await expect(p.locator(".compose-side")).toContainText("其中缺席1个（5亿元）");
  expect(await axe(p)).toEqual([]);
  await Promise.all([p.waitForURL(/done=saved/), p.locator(".save button[value=save]").click()]);
  expect(await names(p)).toEqual([[before[0][0], ...before[1]], before[0].slice(1)]);
  await p.goto(site() + path + "/revisions");
  await expect(p.locator("tbody tr")).toHaveCount(2);
  expect(heard()).toEqual([]);
  await p.context().close();
});

test("everything is done by keyboard, and said", async ({ browser }) => {
  const p = await open(browser);
  const path = await copied(p);
  await p.goto(site() + path + "/composer");
  const [first, second] = await names(p);
  const says = p.locator("[data-says]");
  await p.locator("[data-item=row] [data-grip]").first().focus();
  await p.keyboard.press("Space");
  await expect(says).toContainText("已拿起" + first[0]);
  await p.keyboard.press("ArrowDown");
  await expect(says).toHaveText(`${first[0]}：第一组签约项目，第2位`);
  for (let i = 0; i < 3; i++) await p.keyboard.press("ArrowDown"); // past the end of its group: into the next
  await expect(says).toContainText("其他已公布项目");
  expect(await names(p)).toEqual([first.slice(1), [first[0], ...second]]);
  await p.keyboard.press("Escape");
  await expect(says).toContainText("回到原处");
  expect(await names(p)).toEqual([first, second]);
  await p.keyboard.press("Space");
  await p.keyboard.press("ArrowRight");
  const answer = redrawn(p);
  await p.keyboard.press("Space");
  await answer;
  await expect(says).toContainText("已放下" + first[0]);
  await expect.poll(() => names(p)).toEqual([first.slice(1), [...second, first[0]]]);
  await expect(p.locator("[data-item=row] [data-grip]").last()).toBeFocused();
  // The buttons keep the focus where it was, for the next step.
  const down = p.locator("[data-item=row]").nth(0).locator("button[value^='down:']");
  const id = await down.getAttribute("id");
  await down.focus();
  for (let i = 0; i < 2; i++) {
    const next = redrawn(p);
    await p.keyboard.press("Enter");
    await next;
    await expect(p.locator(`[id="${id}"]`)).toBeFocused();
  }
  await expect.poll(() => names(p)).toEqual([[first[2], first[3], first[1]], [...second, first[0]]]);
  await p.keyboard.press("Control+s");
  await p.waitForURL(/done=saved/);
  expect(await names(p)).toEqual([[first[2], first[3], first[1]], [...second, first[0]]]);
  await p.context().close();
});

test("by finger on a phone", async ({ browser }) => {
  const p = await open(browser, "writer", { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
  const path = await copied(p);
  await p.goto(site() + path + "/composer");
  await noOverflow(p);
  expect(await axe(p)).toEqual([]);
  const [first] = await names(p);
  const grips = p.locator("[data-item=row] [data-grip]");
  await grips.nth(1).scrollIntoViewIfNeeded();
  const from = await grips.first().boundingBox();
  const to = await p.locator("[data-item=row]").nth(1).boundingBox();
  const touch = await p.context().newCDPSession(p);
  const at = (x, y) => [{ x, y, id: 1 }];
  const answer = redrawn(p);
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(from.x + 12, from.y + 12) });
  for (let i = 1; i <= 10; i++) {
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(from.x + 12, from.y + 12 + (to.y + to.height - 6 - from.y - 12) * i / 10) });
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await answer;
  await expect.poll(async () => (await names(p))[0].slice(0, 2)).toEqual([first[1], first[0]]);
  await p.context().close();
});

test("without script the buttons do it all", async ({ browser }) => {
  const p = await open(browser);
  const path = await copied(p);
  const context = await as(browser, "writer", { javaScriptEnabled: false });
  const q = await context.newPage();
  await q.goto(site() + path + "/composer");
  await expect(q.locator("[data-grip]").first()).toBeHidden();
  const all = async () => (await q.locator(".compose-group").allInnerTexts()).length;
  await q.getByRole("button", { name: "添加一组" }).click();
  expect(await all()).toBe(3);
  const added = q.locator(".compose-group").last();
  await added.locator("[name$='.label.zh']").fill("压轴的一组");
  const row = q.locator(".compose-row").first();
  const name = (await row.locator("[data-name]").textContent()).trim();
  await row.locator("summary").click();
  await row.locator("select[name$='.to']").selectOption({ index: 2 });
  await row.getByRole("button", { name: "移动", exact: true }).click();
  await expect(q.locator(".compose-group").last()).toContainText(name);
  await q.locator(".compose-group").nth(1).getByRole("button", { name: /并入上一组/ }).click();
  await expect(q.locator(".compose-group")).toHaveCount(2);
  await expect(q.locator(".compose-group").first().locator(".compose-row")).toHaveCount(5);
  await q.locator(".save button[value=save]").click();
  await expect(q).toHaveURL(/done=saved/);
  await expect(q.locator(".compose-group").last()).toContainText("压轴的一组");
  await expect(q.locator(".compose-group").last().locator(".compose-row")).toHaveCount(1);
  await context.close();
  await p.context().close();
});

test("the second of two who arrange sees both", async ({ browser }) => {
  const p = await open(browser);
  const path = await copied(p);
  const q = await open(browser, "columns");
  for (const x of [p, q]) await x.goto(site() + path + "/composer");
  for (const [x, words] of [[q, "他们的组名"], [p, "我的组名"]]) {
    await x.locator("[name$='.label.zh']").first().fill(words);
    await Promise.all([x.waitForNavigation(), x.locator(".save button[value=save]").click()]);
  }
  await expect(p.locator("[role=alert]")).toBeVisible();
  await expect(p.locator("main")).toContainText("他们的组名");
  await expect(p.locator("main")).toContainText("我的组名");
  await p.context().close();
  await q.context().close();
});

test("a snag leads to its field", async ({ browser }) => {
  const p = await open(browser);
  const path = await copied(p);
  await p.goto(site() + path + "/composer");
  const snag = p.locator(".snags li", { hasText: "没有乙方" }).first();
  await expect(snag).toContainText("姜谭路西片区城市综合体项目");
  await snag.getByRole("link").click();
  await expect(p).toHaveURL(/#f-groups\.1\.signings\.0\.b$/);
  await expect(p.locator("[id='f-groups.1.signings.0.b']")).toBeVisible();
  await p.context().close();
});

// sheets is how many pages a PDF has, and how large they are.
const sheets = (pdf) => [...pdf.toString("latin1").matchAll(/\/MediaBox\s*\[([\d. ]+)\]/g)].map((m) => m[1].trim().split(/\s+/).slice(2).map((x) => Math.round(Number(x))).join("x"));

test("table cards and the host's text print on their own paper", async ({ browser }) => {
  const p = await open(browser);
  for (const mode of ["light", "dark"]) {
    await p.context().addCookies(modes[mode].map(([name, value]) => ({ name, value, domain: new URL(site()).hostname, path: "/" })));
    await p.goto(site() + "/admin/ceremonies/2/cards?side=b");
    await expect(p.getByRole("button", { name: "打印" })).toBeVisible();
    await p.emulateMedia({ media: "print" });
    await expect(p.locator(".topbar")).toBeHidden();
    await expect(p.locator(".tabs")).toBeHidden();
    await p.emulateMedia({ media: null });
    const cards = sheets(await p.pdf({ preferCSSPageSize: true }));
    expect(cards, "A4 across, one for each party").toEqual(Array(4).fill("842x595"));
    await p.goto(site() + "/admin/ceremonies/2/script");
    const host = sheets(await p.pdf({ preferCSSPageSize: true }));
    expect(host.length).toBeGreaterThan(0);
    expect([...new Set(host)]).toEqual(["595x842"]);
  }
  await p.context().close();
});

test("an article is drafted of what is public, with its figures bound", async ({ browser }) => {
  const p = await open(browser);
  await p.goto(site() + "/admin/ceremonies/2/afterwards");
  expect(await axe(p)).toEqual([]);
  await Promise.all([p.waitForURL(/done=drafted/), p.getByRole("button", { name: "生成新闻稿" }).click()]);
  const article = new URL(p.url()).pathname;
  const body = await p.locator("[name='body.zh']").inputValue();
  for (const field of ["declaredCount", "declaredTotal", "knownTotal", "rows"]) expect(body).toContain(`data-figure="ceremony:2:${field}"`);
  expect(body).toContain("67.47亿元");
  await p.goto(site() + "/admin/ceremonies/2/afterwards");
  await Promise.all([p.waitForURL(/articles.*done=(drafted|begun)/), p.getByRole("button", { name: "生成新闻稿" }).click()]);
  expect(new URL(p.url()).pathname).toBe(article);
  await p.context().close();
});

test("a group's name stays in sight on the public page, and prints once", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  await page.goto(site() + "/ceremonies/2");
  const caption = page.locator(".signings caption").first();
  const top = (await caption.boundingBox()).y + await page.evaluate(() => scrollY);
  await page.evaluate((y) => scrollTo(0, y + 60), top);
  expect((await caption.boundingBox()).y).toBeCloseTo(0, 0);
  await page.emulateMedia({ media: "print" });
  expect(await caption.evaluate((c) => getComputedStyle(c).position)).toBe("static");
});
