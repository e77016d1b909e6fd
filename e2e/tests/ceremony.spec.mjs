// One ceremony, from the workbook of a bureau to the public page: imported,
// arranged, rehearsed, signed off, held before three screens, and told of.
import { test, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { bomb, container } from "../hostile-files.mjs";
import { Own, arm, at, corner, fits, go, link, open, revision, settled, shown } from "../own.mjs";
import { passAll, publish } from "../signing-off.mjs";
import { axe, noOverflow } from "../site.mjs";

test.describe.configure({ mode: "serial", timeout: 90_000 });
test.use({ actionTimeout: 10_000 });

const messy = (name) => "../internal/sheet/testdata/messy/" + name;
const title = "第二届渭河流域产业合作大会集中签约";
const own = new Own(); // since it is killed
const as = (browser, login, options) => own.as(browser, login, options);
let path = ""; // of the ceremony at the desk
const links = {};

test.beforeAll(() => own.begin("ceremony"));
test.afterAll(() => own.end());

const shot = (p, name, options = {}) => p.screenshot({ path: `screenshots/ceremony-${name}.png`, ...options });

// upload sends a file to be read and waits until that is done.
async function upload(p, file, lists = "") {
  await p.goto(own.address + "/admin/import");
  await p.selectOption("#lists", lists);
  await p.setInputFiles("#file", file);
  await p.getByRole("button", { name: "读取", exact: true }).click();
  await p.waitForURL(/\/admin\/import\/\d+/);
}

test("a messy workbook is understood, its totals are compared, and it becomes the draft of a ceremony", async ({ browser }) => {
  const p = await as(browser, "writer");
  await upload(p, messy("s2_ceremony_groups.xlsx"));
  await expect(p.locator(".facts")).toContainText("11 行正常，0 行需留意，3 行跳过，0 行有错", { timeout: 20_000 });
  const rows = p.locator(".import-rows > li");
  await expect(rows).toHaveCount(14);
  await expect(rows.nth(2), "a name of two lines").toContainText("机器人减速器研发及产业化项目");
  await expect(rows.nth(6), "a group and a day by a cell merged far above, and two parties").toContainText(/第二组（文旅农业）\s*甲方\s*眉县人民政府\s*乙方\s*陕西秦果源农业科技有限公司、杨凌果树技术服务中心\s*总投资\s*5000万元\s*日期\s*2023年10月18日/);
  await expect(rows.nth(4), "小计").toContainText("合计行，不是记录");
  await expect(rows.nth(8)).toContainText("约1.2亿元");
  await expect(rows.nth(11)).toContainText("5000万港元");
  await expect(rows.nth(12), "面议").not.toContainText("总投资");
  const totals = p.locator("section[aria-labelledby=totals] tbody tr");
  await expect(totals).toHaveText([/25\.56亿元\s*25\.56亿元\s*一致/, /3\.76亿元\s*3\.76亿元\s*一致/, /29\.32亿元\s*31\.32亿元\s*不一致/]);
  expect(await axe(p)).toEqual([]);
  await shot(p, "import", { fullPage: true });

  // What was said and not kept is not lost without a word.
  const head = p.locator("section[aria-labelledby=head] form");
  await head.locator("[name=title]").fill(title);
  let asked = "";
  p.removeAllListeners("dialog");
  p.once("dialog", (d) => { asked = d.type(); d.dismiss(); });
  await p.getByRole("button", { name: "生成草稿" }).click();
  await expect.poll(() => asked).toBe("beforeunload");
  await head.locator("[name=form]").selectOption("stage");
  await head.locator("[name=sector]").selectOption({ index: 1 });
  await head.locator("[name=asOf]").fill("2023年10月18日");
  await head.getByRole("button", { name: "保存" }).click();
  await expect(p.locator(".done")).toHaveText("已保存。");
  await expect(head.locator("[name=form]")).toHaveValue("stage");
  await p.getByRole("button", { name: "生成草稿" }).click();
  await expect(p.locator("#made")).toHaveText("生成或更新了 12 份草稿", { timeout: 20_000 });
  await p.getByRole("link", { name: "签约活动 · " + title }).click();
  await expect(p.getByRole("heading", { level: 1 })).toContainText(title);
  path = new URL(p.url()).pathname;
  expect((await fetch(own.address + path.replace("/admin", ""))).status, "a draft is nothing to the public").toBe(404);
  await p.context().close();
});

const names = (p) => p.locator("[data-item=group]").evaluateAll((groups) => groups.map((g) => [...g.querySelectorAll("[data-item=row] [data-name]")].map((x) => x.textContent.trim())));
const redrawn = (p) => p.waitForResponse((r) => r.request().method() === "POST" && r.url().endsWith("/composer"));

test("the writer arranges it by keyboard, says who is absent and what the host says", async ({ browser }) => {
  const p = await as(browser, "writer");
  await p.goto(own.address + path);
  await p.fill("[name='venue.zh']", "宝鸡会展中心");
  await p.fill("[name=declaredCount]", "11");
  await p.fill("[name=declaredTotal]", "31.32亿元"); // what the sheet states leaves a group out
  await p.locator("[name=livePage]").check();
  await Promise.all([p.waitForURL(/done=saved/), p.locator(".save button[value=save]").click()]);
  await p.goto(own.address + path + "/composer");
  const [first, second, third] = await names(p);
  expect([first, second, third].map((g) => g.length)).toEqual([4, 4, 3]);
  await expect(p.locator(".tally")).toContainText("31.32亿元");
  await expect(p.locator(".tally")).toContainText("5000万港元");
  await expect(p.locator(".tally")).toContainText("已列明11个项目，其中10个公布金额");

  await p.locator("[data-item=row] [data-grip]").first().focus();
  await p.keyboard.press("Space");
  await p.keyboard.press("ArrowDown");
  let answer = redrawn(p);
  await p.keyboard.press("Space");
  await answer;
  const moved = [first[1], first[0], ...first.slice(2)];
  await expect.poll(() => names(p)).toEqual([moved, second, third]);
  answer = redrawn(p);
  await p.locator("[data-item=row]", { hasText: "温泉民宿集群" }).locator("select[data-presence-of]").selectOption("absent");
  await answer;
  await expect(p.locator(".compose-side")).toContainText("其中缺席1个（约1.2亿元）");
  const group = p.locator("[data-item=group]").first();
  await group.locator("summary", { hasText: /主持/ }).first().click();
  await group.locator("[name$='.host']").fill("请第一组签约代表上台，请各位领导见证。");
  await shot(p, "composer", { fullPage: true });
  await p.keyboard.press("Control+s");
  await p.waitForURL(/done=saved/);
  expect(await names(p)).toEqual([moved, second, third]);
  await expect(p.locator("[name$='.host']").first()).toHaveValue("请第一组签约代表上台，请各位领导见证。");
  expect(await axe(p)).toEqual([]);
  await p.context().close();
});

const shapes = [[1920, 1080], [3840, 1080], [1024, 768]];
const groups = ["第一组（先进制造）", "第二组（文旅农业）", "场外签约"];
const live = () => own.address + path.replace("/admin", "") + "/live";

test("the director rehearses every group on a phone, and the public sees nothing of it", async ({ browser }) => {
  const director = await as(browser, "director", { viewport: { width: 390, height: 844 } });
  await director.goto(own.address + path);
  await director.getByRole("link", { name: "导播台" }).click();
  await expect(director.getByRole("button", { name: "转为正式" }), "nobody has signed it off").toHaveCount(0);
  await director.getByRole("button", { name: "开始彩排" }).click();
  await expect(director.locator(".console-mode")).toContainText("彩排");
  links.screen = await link(director, "screen");
  links.prompter = await link(director, "prompter");
  const screen = await open(browser, links.screen, 1920, 1080), prompter = await open(browser, links.prompter, 1024, 768);
  for (const group of groups) {
    await arm(director, group);
    await go(director);
    await expect(shown(screen).locator("h2")).toHaveText(group);
    await expect(screen.locator("[data-rehearsal]")).toBeVisible();
  }
  await arm(director, groups[0]);
  await go(director);
  await expect(prompter.locator(".part-now .host")).toHaveText("请第一组签约代表上台，请各位领导见证。");
  await expect(shown(screen).locator("h2")).toHaveText(groups[0]);
  await expect(shown(screen).locator(".row:visible .project")).toHaveText(["航空紧固件生产基地项目", "年产20万台智能电表项目", "机器人减速器研发及产业化项目", "重卡车桥扩能项目"]);
  await settled(screen);
  await shot(screen, "rehearsal-1920x1080");
  await shot(director, "console-rehearsal-390x844");
  await noOverflow(director);

  expect((await fetch(live())).status).toBe(404);
  expect((await fetch(own.address + path.replace("/admin", ""))).status).toBe(404);
  expect(await (await fetch(own.address + "/ceremonies")).text()).not.toContain(title);
  await director.setViewportSize({ width: 1440, height: 900 });
  await director.goto(own.address + path + "/console/fit");
  const reports = director.locator("[data-report]");
  for (let i = 0; i < 3; i++) await expect(reports.nth(i)).toContainText("都能看清", { timeout: 20_000 });
  await shot(director, "fit", { fullPage: true });
  expect([...screen.problems, ...prompter.problems]).toEqual([]);
  for (const p of [director, screen, prompter]) await p.context().close();
});

test("three screens go through the ceremony, one of them cut off for a while, and all of them over a server that is killed", async ({ browser }) => {
  const writer = await as(browser, "writer");
  await writer.goto(own.address + path);
  await Promise.all([writer.waitForURL(/done=submitted/), writer.locator(".save button[value=submit]").click()]);
  await writer.context().close();
  await passAll((login) => as(browser, login), own.address + path);

  const phone = { viewport: { width: 390, height: 844 } };
  let director = await as(browser, "director", phone);
  await director.goto(own.address + path + "/console");
  const cable = await own.wire();
  const screens = [];
  for (const [i, [width, height]] of shapes.entries()) screens.push(await open(browser, i === 1 ? cable.to(links.screen) : links.screen, width, height));
  const [wide, cut, old] = screens;
  await director.getByRole("button", { name: "转为正式" }).click();
  await expect(director.locator(".console-mode")).toContainText("正式");
  await arm(director, groups[0]);
  await go(director);
  for (const [i, s] of screens.entries()) {
    await expect(shown(s).locator("h2")).toHaveText(groups[0]);
    await expect(s.locator("[data-rehearsal]")).toBeHidden();
    expect(await fits(s), "every picture fits").not.toContain(false);
    await settled(s);
    await shot(s, `live-${shapes[i].join("x")}`);
  }
  await expect(director.locator("[data-listening]").last()).toHaveText("3个在看");
  await shot(director, "console-live-390x844");
  const visitor = await open(browser, live(), 390, 844);
  await expect(visitor.locator(".live h2")).toHaveText(groups[0]);

  // A cable is pulled: that screen keeps its picture, the others go on.
  cable.pull();
  await expect(corner(cut)).toHaveText("网络中断，画面保持", { timeout: 20_000 });
  await arm(director, groups[1]);
  await go(director);
  for (const s of [wide, old]) await expect(shown(s).locator("h2")).toHaveText(groups[1]);
  await expect(shown(cut).locator("h2")).toHaveText(groups[0]);
  await shot(cut, "cut-off-3840x1080");
  cable.mend();
  await expect(shown(cut).locator("h2")).toHaveText(groups[1], { timeout: 20_000 });
  await expect(corner(cut)).toBeEmpty();

  // The server is killed: the same picture before, meanwhile and after.
  const before = await revision(director);
  await own.stop("SIGKILL");
  for (const s of screens) {
    await expect(corner(s)).toHaveText("网络中断，画面保持", { timeout: 20_000 });
    await expect(shown(s).locator("h2")).toHaveText(groups[1]);
  }
  await own.start();
  for (const s of screens) await expect(corner(s)).toBeEmpty({ timeout: 20_000 });
  await director.context().close();
  director = await as(browser, "director", phone); // the sessions have ended
  await director.goto(own.address + path + "/console");
  expect(await revision(director)).toBe(before);
  for (const s of screens) await expect(shown(s).locator("h2")).toHaveText(groups[1]);

  // Somebody is not there, and a group is left out.
  await expect(shown(wide).locator(".row:visible")).toHaveCount(3); // one of four is absent in the text
  await director.getByRole("button", { name: /缺席\s*：关山草原度假营地项目/ }).click();
  for (const s of screens) await expect(shown(s).locator(".row:visible .project")).toHaveText(["猕猴桃鲜果分选及冷藏项目", "奶山羊良种繁育中心"]);
  await director.getByRole("button", { name: /跳过\s*：场外签约/ }).click();
  await expect(director.locator(".console-skipped")).toContainText(groups[2]);
  await arm(director, /全部分组/);
  await go(director);
  for (const [i, s] of screens.entries()) {
    await expect(shown(s)).toHaveAttribute("data-view", "all");
    await expect(shown(s).locator(".groups > li:visible")).toHaveCount(2);
    await settled(s);
    await shot(s, `all-${shapes[i].join("x")}`);
  }
  await at(director, Number(before) + 4);
  await expect(visitor.locator(".live h2")).toHaveText(groups.slice(0, 2), { timeout: 15_000 });
  await expect(visitor.locator("main")).not.toContainText("数据中心配套电源项目");
  await director.getByRole("button", { name: "结束活动" }).click();
  await expect(director.locator(".console-mode")).toContainText("不再接受操作");
  for (const s of screens) expect(s.problems).toEqual([]);
  cable.end();
  for (const p of [...screens, director, visitor]) await p.context().close();
});

test("what changed on the stage goes through the reviewers to the public page, and the news is bound to its figures", async ({ browser }) => {
  const p = await as(browser, "writer");
  await p.goto(own.address + path + "/afterwards");
  const corrections = p.locator("#corrections li");
  await expect(corrections).toHaveText(["未到场：关山草原度假营地项目", "跳过的组：场外签约"]);
  await expect(p.locator("#news")).toContainText("活动发布后才能生成");
  await shot(p, "afterwards", { fullPage: true });
  await p.getByRole("button", { name: "写入并提交审核" }).click();
  await expect(p.locator(".done")).toHaveText("已提交审核。");
  await expect(p.locator("#corrections")).toContainText("大屏上的变化已写入签约活动。");
  await passAll((login) => as(browser, login), own.address + path);
  await publish((login) => as(browser, login), own.address + path);

  // The public page: its groups, who was absent, the sums and the workbook.
  const visitor = await open(browser, live(), 1440, 900);
  await expect(visitor, "the live page leads to what became of it").toHaveURL(/\/ceremonies\/\d+$/);
  await expect(visitor.locator(".signings caption")).toHaveText(groups.map((g) => new RegExp("^\\s*" + g)));
  await expect(visitor.locator(".signings tbody tr", { hasText: "缺席" })).toHaveCount(5); // of the text, of the stage, and a group of three
  await expect(visitor.locator(".signings tbody tr").first()).toContainText("航空紧固件生产基地项目");
  const tally = await visitor.locator(".tally").innerText();
  for (const words of ["31.32亿元", "约31.32亿元 + 5000万港元", "公布签约11个项目", "已列明11个项目，其中10个公布金额"]) expect(tally.replaceAll("\u00a0", " ")).toContain(words);
  await shot(visitor, "public", { fullPage: true });
  expect(await axe(visitor)).toEqual([]);
  const [workbook] = await Promise.all([visitor.waitForEvent("download"), visitor.getByRole("link", { name: /下载签约一览表/ }).click()]);
  const published = readFileSync(await workbook.path());
  await visitor.setViewportSize({ width: 390, height: 844 });
  await noOverflow(visitor);
  await shot(visitor, "public-390x844");
  await expect(visitor.locator("main")).not.toContainText("请各位领导见证"); // the host's text is internal
  expect(visitor.problems).toEqual([]);
  await visitor.context().close();

  // The news says what the page says, bound to it, and of nobody absent that they signed.
  await p.goto(own.address + path + "/afterwards");
  await Promise.all([p.waitForURL(/done=drafted/), p.getByRole("button", { name: "生成新闻稿" }).click()]);
  const body = p.locator("[name='body.zh']");
  const figures = [...(await body.inputValue()).matchAll(/data-figure="ceremony:(\d+):(\w+)" data-value="([^"]*)">([^<]*)</g)].map(([, n, field, value, words]) => [n, field, value, words]);
  const n = path.match(/\d+$/)[0];
  expect(figures).toEqual([[n, "declaredCount", "11", "11"], [n, "declaredTotal", "31.32亿元", "31.32亿元"], [n, "rows", "11", "11"]]);
  for (const [, , , words] of figures) expect(tally).toContain(words);
  expect(await body.inputValue()).toContain("<li>奶山羊良种繁育中心（千阳县人民政府与和县牧歌羊业有限公司签约）</li>");
  expect(await body.inputValue()).not.toContain("<li>关山草原");
  await shot(p, "article", { fullPage: true });

  // The papers; and the list that goes out comes in again as what is there.
  await p.goto(own.address + path + "/afterwards");
  const [list] = await Promise.all([p.waitForEvent("download"), p.getByRole("link", { name: "签约一览表（.xlsx）" }).click()]);
  expect(list.suggestedFilename()).toMatch(/^签约一览表-\d+\.xlsx$/);
  await p.getByRole("link", { name: "席卡" }).click();
  await expect(p.locator(".card-sheet"), "one for each party that comes").toHaveCount(13);
  await shot(p, "cards");
  await p.goto(own.address + path + "/script");
  await expect(p.locator(".script")).toContainText("今天的签约分2组进行。");
  await expect(p.locator(".script .plain > li")).toHaveCount(5);
  await shot(p, "script", { fullPage: true });
  for (const buffer of [readFileSync(await list.path()), published]) {
    await upload(p, { name: "一览表.xlsx", mimeType: "application/octet-stream", buffer }, "signings");
    await expect(p.locator(".facts")).toContainText("0 行正常，11 行需留意，1 行跳过，0 行有错", { timeout: 20_000 });
    await expect(p.locator(".import-rows > li", { hasText: "这次签约已在“" + title + "”" })).toHaveCount(11);
  }
  await shot(p, "again", { fullPage: true });
  await p.context().close();
});

test("an import is taken back as a whole", async ({ browser }) => {
  const p = await as(browser, "writer");
  const parks = async () => {
    await p.goto(own.address + "/admin/parks");
    return p.locator("main").innerText();
  };
  const before = await parks();
  await upload(p, messy("p1_two_row_areas.xlsx"));
  await expect(p.locator(".facts")).toContainText("10 行正常", { timeout: 20_000 });
  const address = p.url();
  const name = (await p.locator(".import-rows > li strong").first().innerText()).trim();
  await p.getByRole("button", { name: "生成草稿" }).click();
  await expect(p.locator("#made")).toHaveText("生成或更新了 10 份草稿", { timeout: 20_000 });
  const draft = await p.locator("section[aria-labelledby=made] a").first().getAttribute("href");
  expect(await parks()).toContain(name);
  await p.goto(address);
  await p.getByRole("button", { name: "撤销这次导入" }).click();
  await expect(p.locator(".done")).toHaveText("导入已撤销。");
  await shot(p, "undone", { fullPage: true });
  expect(await parks()).toBe(before);
  expect((await p.goto(own.address + draft)).status()).toBe(404);
  await p.context().close();
});

test("a file that cannot be read says why", async ({ browser }) => {
  const p = await as(browser, "writer");
  for (const [picture, name, buffer, why] of [
    ["old", "台账.xls", container("Workbook"), "这是旧版 .xls 文件，请另存为 .xlsx 后再导入。"],
    ["encrypted", "加密.xlsx", container("EncryptedPackage"), "文件设有打开密码，请在表格软件中取消密码后另存再导入。"],
    ["bomb", "炸弹.xlsx", bomb(10 << 20), "文件展开后过大，或列数、行数超出表格范围，未予读取。"],
  ]) {
    await upload(p, { name, mimeType: "application/octet-stream", buffer }, "signings");
    await expect(p.locator("[role=alert]")).toContainText(why, { timeout: 20_000 });
    await expect(p.getByRole("heading", { level: 1 })).toHaveText(name);
    await shot(p, "refused-" + picture);
    expect(await axe(p)).toEqual([]);
  }
  await p.context().close();
});
