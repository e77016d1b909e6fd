// What a visitor does.
import { test, expect } from "@playwright/test";
import { noOverflow, site } from "../site.mjs";

test("filters narrow the list, stand as chips and come off again", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(site() + "/projects");
  const all = await page.locator("#count").textContent();
  await page.getByRole("checkbox", { name: /推介/ }).check();
  await page.waitForURL(/phase=promoted/);
  await expect(page.locator("#count")).not.toHaveText(all);
  await page.locator(".chips a").first().click();
  await page.waitForURL((u) => !u.search.includes("phase"));
  await expect(page.locator("#count")).toHaveText(all);
});

test("without script the filters have a button", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(site() + "/projects");
  await page.getByRole("checkbox", { name: /推介/ }).check();
  await page.getByRole("button", { name: "应用筛选" }).click();
  await expect(page).toHaveURL(/phase=promoted/);
  await context.close();
});

test("on a phone the filters are a sheet, with and without script", async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 780 } });
    const page = await context.newPage();
    await page.goto(site() + "/projects");
    await expect(page.getByRole("checkbox", { name: /推介/ })).toBeHidden();
    await page.locator(".facets-sheet > summary").click();
    await expect(page.getByRole("checkbox", { name: /推介/ })).toBeVisible();
    await noOverflow(page);
    await context.close();
  }
});

test("an empty result says which filter to drop", async ({ page }) => {
  await page.goto(site() + "/projects?phase=promoted&min=900亿");
  await expect(page.locator(".empty")).toContainText("没有符合");
  await page.locator(".empty a").first().click();
  await expect(page.locator(".row").first()).toBeVisible();
});

test("search finds one and two characters and marks them", async ({ page }) => {
  for (const words of ["钛", "光伏"]) {
    await page.goto(site() + "/");
    await page.locator("#q").fill(words);
    await page.locator("#q").press("Enter");
    await expect(page.locator(".hits mark").first()).toHaveText(words);
  }
});

test("large type and the dark scheme stay and need no script", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site() + "/parks?state=x");
  await page.getByRole("button", { name: "大字版" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-type", "large");
  await expect(page).toHaveURL(/\/parks/);
  await page.getByRole("button", { name: "深色" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-scheme", "dark");
  await page.goto(site() + "/en/news");
  await expect(page.locator("html")).toHaveAttribute("data-type", "large");
  await context.close();
});

test("the other language is the same page", async ({ page }) => {
  await page.goto(site() + "/projects?phase=promoted");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/en\/projects\?phase=promoted/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("link", { name: "中文" }).click();
  await expect(page).toHaveURL(/\/projects\?phase=promoted/);
});

test("by keyboard: skip link, sections, a project", async ({ page }) => {
  await page.goto(site() + "/");
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  const outline = await page.locator("#hero-q").evaluate((e) => { e.focus(); return getComputedStyle(e).outlineStyle; });
  expect(outline).not.toBe("none");
});

test("the ceremony shows declared, known and not broken down, and unknown amounts in words", async ({ page }) => {
  await page.goto(site() + "/ceremonies");
  await page.locator(".row a").first().click();
  await expect(page.locator(".tally").first()).toContainText("67.47亿元");
  await expect(page.locator(".tally").first()).toContainText("45亿元");
  await expect(page.locator(".tally").first()).toContainText("22.47亿元");
  const rows = page.locator(".signings").first().locator("tbody tr");
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText("未公布");
  await expect(rows.nth(0)).toContainText("天津中核汇能");
});

test("nothing moves after the page has come", async ({ page }) => {
  for (const path of ["/", "/projects", "/data"]) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(site() + path);
    const shift = await page.evaluate(() => new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((l) => { for (const e of l.getEntries()) sum += e.value; }).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve(sum), 500);
    }));
    expect(shift, path).toBe(0);
  }
});

test("the home page is light", async ({ page }) => {
  let bytes = 0;
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  client.on("Network.loadingFinished", (e) => { bytes += e.encodedDataLength; });
  await page.goto(site() + "/");
  expect(bytes).toBeLessThanOrEqual(60 * 1024);
  expect(bytes).toBeGreaterThan(5_000);
});

test("a page prints without its frame", async ({ page }) => {
  await page.goto(site() + "/projects/1");
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".sections")).toBeHidden();
  await expect(page.locator("h1")).toBeVisible();
});
