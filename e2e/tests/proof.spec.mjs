// Words, pictures and proof, from the writer to the public page: nothing here is
// answered by the suite.
import { test, expect } from "@playwright/test";
import * as signing from "../signing-off.mjs";
import { as, axe, complaints, noOverflow, site } from "../site.mjs";

// photo draws a picture of noise, which no format makes small, of a colour of its own.
const photo = (p, n, width = 1800, height = 1200) => p.evaluate(async ([n, width, height]) => {
  const canvas = new OffscreenCanvas(width, height);
  const c = canvas.getContext("2d");
  const sky = c.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${n * 33} 60% 70%)`);
  sky.addColorStop(1, `hsl(${n * 33 + 90} 40% 30%)`);
  c.fillStyle = sky;
  c.fillRect(0, 0, width, height);
  for (let i = 0; i < 4000; i++) {
    c.fillStyle = `hsl(${Math.random() * 360} 30% ${Math.random() * 100}% / 0.3)`;
    c.fillRect(Math.random() * width, Math.random() * height, 40 * Math.random(), 40 * Math.random());
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 })).arrayBuffer());
  let s = "";
  for (let i = 0; i < bytes.length; i += 8192) s += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(s);
}, [n, width, height]);

const file = async (p, n, name = `现场${n}.jpg`) => ({ name, mimeType: "image/jpeg", buffer: Buffer.from(await photo(p, n), "base64") });

const open = async (browser, login) => (await as(browser, login)).newPage();

const signs = (browser) => (login) => open(browser, login);
const passAll = (browser, path) => signing.passAll(signs(browser), site() + path);
const publish = (browser, path) => signing.publish(signs(browser), site() + path);
const pass = (browser, login, path) => signing.pass(signs(browser), login, site() + path);

// overrule has a reviewer answer for a finding in writing.
async function overrule(browser, login, path, reason) {
  const p = await open(browser, login);
  await p.goto(site() + path + "/reviews");
  await p.getByRole("button", { name: "通过", exact: true }).click();
  await expect(p.locator("[role=alert]")).toContainText("尚未核准");
  await p.locator("[name=finding]").check();
  await p.fill("[name=override]", reason);
  await p.getByRole("button", { name: "核准所选" }).click();
  await expect(p.locator(".done")).toHaveText("已核准。");
  await p.getByRole("button", { name: "撤销核准" }).click(); // a slip, taken back and given anew
  await expect(p.locator(".done")).toHaveText("已撤销核准。");
  await p.locator("[name=finding]").check();
  await p.fill("[name=override]", reason);
  await p.getByRole("button", { name: "核准所选" }).click();
  await expect(p.getByRole("link", { name: "全部处理完毕，去审核" })).toBeVisible();
  expect(await axe(p)).toEqual([]);
  await p.context().close();
}

test("eleven pictures are uploaded with progress; the one that is none says so and holds up no other", async ({ browser }) => {
  const p = await open(browser, "writer");
  const heard = complaints(p, ["422"]);
  await p.goto(site() + "/admin/media");
  const files = [];
  for (let i = 1; i <= 11; i++) files.push(await file(p, i));
  files[4] = { name: "现场5.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<script>alert(1)</script>") };
  let seen = 0;
  await p.exposeFunction("progressed", () => { seen++; });
  await p.evaluate(() => new MutationObserver((list) => { for (const m of list) if (m.target.tagName === "PROGRESS") window.progressed(); })
    .observe(document.querySelector("[data-sending]"), { subtree: true, attributes: true, attributeFilter: ["value"] }));
  await p.setInputFiles("#files", files);
  const lines = p.locator(".sending li");
  await expect(lines).toHaveCount(11);
  await expect(p.locator(".sending li", { hasText: "已入库" })).toHaveCount(10, { timeout: 90_000 });
  await expect(p.locator(".sending .sent-wrong")).toHaveCount(1);
  await expect(p.locator(".sending .sent-wrong")).toContainText("现场5.jpg");
  await expect(p.locator(".sending .sent-wrong")).toContainText("不接受这类文件");
  expect(seen).toBeGreaterThan(10);
  expect(await axe(p)).toEqual([]);
  await p.getByRole("link", { name: "填写图片说明" }).click();
  await expect(p.locator("[data-media-row]")).toHaveCount(10);
  await p.fill("[name='media.0.alt.zh']", "厂房主体结构");
  await p.fill("[name='media.0.credit.zh']", "渭滨区招商局");
  await p.fill("[name='media.0.taken']", "2023年11月");
  await p.getByRole("button", { name: "将摄影者、地点、时间用于全部图片" }).click();
  await expect(p.locator("[name='media.9.credit.zh']")).toHaveValue("渭滨区招商局");
  const first = p.locator("[data-media-row]").first();
  await first.locator(".focus-frame").click({ position: { x: 20, y: 20 } });
  await expect(first.locator("[name='media.0.focus']")).not.toHaveValue("");
  expect(await axe(p)).toEqual([]);
  await Promise.all([p.waitForURL(/done=saved/), p.locator(".save button").click()]);
  await p.locator(".library a").last().click();
  await expect(p.locator("h2", { hasText: "使用情况" })).toBeVisible();
  expect(await axe(p)).toEqual([]);
  for (const width of [360, 1440]) {
    await p.setViewportSize({ width, height: 800 });
    await p.reload();
    await noOverflow(p);
  }
  expect(heard()).toEqual([]);
  await p.context().close();
});

test("a forbidden promise stops an article, a reviewer answers for it in writing, and it is on the sign-off sheet", async ({ browser }) => {
  const p = await open(browser, "writer");
  await p.goto(site() + "/admin/articles/new");
  await p.selectOption("[name=column]", { index: 1 });
  await p.fill("[name='title.zh']", "旧文件里的一句话");
  await p.fill("[name='source.name.zh']", "渭滨区招商局");
  await p.locator("[id='f-body.zh']").click();
  await p.keyboard.insertText("2009年的旧文件写着“对入驻企业实行税收返还”，该文件已经废止。");
  await p.locator(".save button[value=submit]").click();
  await expect(p.locator(".done")).toContainText("尚未提交");
  const finding = p.locator(".finding-open");
  await expect(finding).toHaveCount(1);
  await expect(finding).toContainText("承诺性优惠");
  await expect(finding.locator("mark")).toHaveText("税收返还");
  await expect(finding).toContainText("《公平竞争审查条例》第十条");
  expect(await axe(p)).toEqual([]);
  const path = new URL(p.url()).pathname.replace("/checks", "");
  await finding.getByRole("link", { name: "去修改" }).click();
  await expect(p).toHaveURL(/#f-body\.zh$/);
  await p.goto(site() + path + "/checks");
  await p.getByRole("button", { name: "说明理由并提交审核" }).click();
  await expect(p.locator("[role=alert]")).toContainText("申请核准的理由");
  await p.fill("[name=plea]", "引用已废止文件的原文，文中已经说明。");
  await p.getByRole("button", { name: "说明理由并提交审核" }).click();
  await expect(p.locator(".done")).toHaveText("已提交审核。");
  await overrule(browser, "reviewer1", path, "系废止文件原文，已说明。");
  await pass(browser, "reviewer1", path);
  await pass(browser, "reviewer2", path);
  await pass(browser, "reviewer3", path);
  await p.goto(site() + path + "/reviews/sheet");
  await expect(p.locator(".sheet")).toContainText("系废止文件原文，已说明。");
  await p.goto(site() + path + "/proof");
  await expect(p.locator(".proof .proof-date").first()).toContainText("2009年");
  await expect(p.locator(".proof .proof-quote").first()).toContainText("税收返还");
  expect(await axe(p)).toEqual([]);
  await p.context().close();
});

test("a figure is put in by its name, and when its record is corrected the article is found and says so", async ({ browser, request }) => {
  const p = await open(browser, "writer");
  await p.goto(site() + "/admin/articles/new");
  await p.selectOption("[name=column]", { index: 1 });
  await p.fill("[name='title.zh']", "引用一个数字");
  await p.fill("[name='source.name.zh']", "渭滨区招商局");
  await p.locator("[id='f-body.zh']").click();
  await p.keyboard.insertText("该项目总投资");
  const editor = p.locator(".editor").first();
  await editor.locator("[data-tool=figure]").click();
  await p.getByRole("dialog").getByRole("button", { name: /总投资/ }).first().click();
  const token = p.locator("[id='f-body.zh'] [data-figure]");
  await expect(token).toHaveCount(1);
  const ref = await token.getAttribute("data-figure");
  const was = (await token.textContent()).trim();
  const project = "/admin/projects/" + ref.split(":")[1];
  await Promise.all([p.waitForURL(/done=submitted|checks/), p.locator(".save button[value=submit]").click()]);
  const path = new URL(p.url()).pathname.replace(/\/(reviews|checks)$/, "");
  await passAll(browser, path);
  await publish(browser, path);

  await p.goto(site() + project);
  await p.fill("[name=total]", "98.76亿元");
  await p.fill("[name=fixedAssets]", "");
  await Promise.all([p.waitForURL(/done=|checks/), p.locator(".save button[value=submit]").click()]);
  if (p.url().includes("/checks")) { // its own text tells the old amount: mended by a reason
    await p.fill("[name=plea]", "总投资更正，正文另行修改。");
    await p.getByRole("button", { name: "说明理由并提交审核" }).click();
  }
  const review = await open(browser, "reviewer1");
  await review.goto(site() + project + "/checks");
  if (await review.locator("[name=finding]").count()) {
    for (const box of await review.locator("[name=finding]").all()) await box.check();
    await review.fill("[name=override]", "正文另行修改。");
    await review.getByRole("button", { name: "核准所选" }).click();
    await expect(review.locator(".done")).toHaveText("已核准。");
  }
  await review.context().close();
  await passAll(browser, project);
  await publish(browser, project);

  await p.goto(site() + "/admin/corrections");
  const line = p.locator(".findings > li", { hasText: "引用一个数字" });
  await expect(line).toContainText(was);
  await expect(line).toContainText("98.76亿元");
  expect(await axe(p)).toEqual([]);
  await line.getByRole("button", { name: "改为新数并注明更正" }).click();
  await expect(p.locator(".done")).toContainText("新的修订");
  await expect(p.locator("[id='f-body.zh'] [data-figure]")).toContainText("98.76亿元");
  await Promise.all([p.waitForURL(/done=submitted/), p.locator(".save button[value=submit]").click()]);
  await passAll(browser, path);
  await publish(browser, path);
  const text = await (await request.get(site() + path.replace("/admin/articles", "/news"))).text();
  expect(text.replace(/<[^>]*>/g, "")).toContain(`98.76亿元（原为${was}，`);
  await p.context().close();
});

test("pictures go from the phone to the page: chosen, described, cropped, and light", async ({ browser }) => {
  const p = await open(browser, "writer");
  await p.goto(site() + "/admin/articles/new");
  await p.selectOption("[name=column]", { index: 1 });
  await p.fill("[name='title.zh']", "一组现场照片");
  await p.fill("[name='summary.zh']", "厂房主体结构完工。");
  await p.fill("[name='source.name.zh']", "渭滨区招商局");
  await p.locator("[id='f-body.zh']").click();
  await p.keyboard.insertText("现场情况。");
  await p.getByRole("button", { name: /从媒体库选择/ }).first().click();
  const dialog = p.locator("dialog.pick");
  await expect(dialog).toBeVisible();
  expect(await axe(p)).toEqual([]);
  await dialog.locator("input[type=file]").setInputFiles(await file(p, 40, "封面.jpg"));
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(p.locator("[name='picture.media']")).toHaveValue(/封面\.jpg$/);
  await p.locator(".save button[value=submit]").click();
  await expect(p.locator("[role=alert]")).toContainText("图片还没有替代文本");
  await p.fill("[name='picture.alt.zh']", "厂房主体结构");
  await p.fill("[name='picture.credit.zh']", "渭滨区招商局");
  await p.fill("[name='picture.focus']", "20 80");
  await Promise.all([p.waitForURL(/done=submitted/), p.locator(".save button[value=submit]").click()]);
  const path = new URL(p.url()).pathname.replace("/reviews", "");
  await passAll(browser, path);
  await publish(browser, path);

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const visitor = await context.newPage();
  const heard = complaints(visitor);
  for (const address of [path.replace("/admin/articles", "/news"), "/news"]) {
    let bytes = 0;
    visitor.on("response", async (r) => { if (r.url().includes("/media/")) bytes += (await r.body()).length; });
    await visitor.goto(site() + address, { waitUntil: "networkidle" });
    expect(await visitor.locator("img[src*='/media/']").count()).toBeGreaterThan(0);
    expect(await visitor.locator("img[src*='/media/']").first().evaluate((i) => i.complete && i.naturalWidth)).toBeGreaterThan(0);
    expect(bytes, address).toBeLessThanOrEqual(300 * 1024);
    expect(await axe(visitor)).toEqual([]);
    await noOverflow(visitor);
    visitor.removeAllListeners("response");
  }
  const crop = await visitor.locator(".item-photo .photo img").first().evaluate((i) => getComputedStyle(i).objectPosition);
  expect(crop).toBe("20% 80%");
  expect(heard()).toEqual([]);
  await context.close();
  await p.goto(site() + path + "/wechat");
  await expect(p.locator("#wechat")).toHaveValue(/现场情况/);
  await expect(p.locator(".library li")).toHaveCount(1);
  expect(await axe(p)).toEqual([]);
  await p.context().close();
});
