// What editors do.
import { test, expect } from "@playwright/test";
import { password } from "../program.mjs";
import { as, complaints, site } from "../site.mjs";

// page opens the desk as an editor.
async function page(browser, login, options) {
  const context = await as(browser, login, options);
  return context.newPage();
}

// begin writes a policy, the shortest of texts, and gives the path of its draft.
async function begin(p, title, more = {}) {
  await p.goto(site() + "/admin/policies/new");
  await p.fill("[name='title.zh']", title);
  await p.selectOption("[name='validity']", "to_verify");
  await p.fill("[name='source.name.zh']", "渭滨区招商局");
  for (const [name, value] of Object.entries(more)) await p.fill(`[name='${name}']`, value);
  await save(p);
  return new URL(p.url()).pathname;
}

const save = (p) => Promise.all([p.waitForURL(/done=saved/), p.locator(".save button[value=save]").click()]);

async function submit(p, path) {
  await p.goto(site() + path + "/reviews");
  await p.getByRole("button", { name: "提交审核" }).click();
  await expect(p.locator(".done")).toHaveText("已提交审核。");
}

async function pass(browser, login, path) {
  const p = await page(browser, login);
  await p.goto(site() + path + "/reviews");
  await p.getByRole("button", { name: "通过", exact: true }).click();
  await expect(p.locator(".done")).toHaveText("审核已通过。");
  await p.context().close();
}

async function passAll(browser, path) {
  for (const login of ["reviewer1", "reviewer2", "reviewer3"]) await pass(browser, login, path);
}

test("a text goes through three reviews onto the site, and comes off it again", async ({ browser, request }) => {
  const writer = await page(browser, "writer");
  const path = await begin(writer, "促进工业投资若干措施");
  const number = path.split("/").pop();
  expect((await request.get(`${site()}/policies/${number}`)).status()).toBe(404);
  await submit(writer, path);
  await passAll(browser, path);
  expect((await request.get(`${site()}/policies/${number}`)).status(), "approved is not published").toBe(404);
  const reviewer = await page(browser, "reviewer3");
  await reviewer.goto(site() + path + "/publication");
  await reviewer.getByRole("button", { name: "立即发布" }).click();
  await expect(reviewer.locator(".done")).toContainText("已发布");
  await reviewer.goto(`${site()}/policies/${number}`);
  await expect(reviewer.locator("h1")).toHaveText("促进工业投资若干措施");
  await reviewer.goto(site() + path + "/publication");
  await reviewer.fill("#act-withdraw [name=reason]", "依据已废止");
  await reviewer.getByRole("button", { name: "立即撤回" }).click();
  await expect(reviewer.locator(".done")).toContainText("已撤回");
  expect((await request.get(`${site()}/policies/${number}`)).status()).toBe(410);
});

test("nobody reviews their own text, and the page says why", async ({ browser }) => {
  const both = await page(browser, "double");
  const path = await begin(both, "自己写自己审");
  await submit(both, path);
  await both.goto(site() + path + "/reviews");
  await expect(both.locator("main")).toContainText("您参与撰写了这份文本，不能审核。");
  await expect(both.getByRole("button", { name: "通过", exact: true })).toHaveCount(0);
});

test("a text is sent back with a note, and its writer finds it on the work list", async ({ browser }) => {
  const writer = await page(browser, "writer");
  const path = await begin(writer, "要退回的措施");
  await submit(writer, path);
  const reviewer = await page(browser, "reviewer1");
  await reviewer.goto(site() + "/admin");
  await expect(reviewer.locator("#todo-waiting")).toBeVisible();
  await reviewer.goto(site() + path + "/reviews");
  await reviewer.getByRole("button", { name: "退回修改" }).click();
  await expect(reviewer.locator("#problems")).toContainText("审核意见");
  await reviewer.fill("[name=note]", "请写明依据");
  await reviewer.getByRole("button", { name: "退回修改" }).click();
  await expect(reviewer.locator(".done")).toHaveText("已退回修改。");
  await writer.goto(site() + "/admin");
  await expect(writer.getByRole("region", { name: "被退回的", exact: true })).toContainText("要退回的措施");
  await writer.getByRole("region", { name: "被退回的", exact: true }).getByRole("link", { name: "要退回的措施" }).click();
  await expect(writer.locator(".notice")).toContainText("请写明依据");
});

test("an edit after a review voids it", async ({ browser }) => {
  const writer = await page(browser, "writer");
  const path = await begin(writer, "审核之后又改");
  await submit(writer, path);
  await pass(browser, "reviewer1", path);
  await writer.goto(site() + path);
  await expect(writer.locator(".notice")).toContainText("已有的审核全部作废");
  await writer.fill("[name='title.zh']", "审核之后又改了");
  await save(writer);
  await writer.goto(site() + path + "/reviews");
  await expect(writer.locator(".round-voided")).toHaveCount(1);
  await expect(writer.locator("main")).toContainText("草稿，还没有提交审核");
});

test("two writers of one text: the second sees both, picks, merges, and nothing is lost", async ({ browser }) => {
  const first = await page(browser, "writer"), second = await page(browser, "writer2");
  const path = await begin(first, "共同撰写的措施", { "summary.zh": "原来的摘要" });
  await second.goto(site() + path);
  await expect(second.locator("h1")).toHaveText("没有权限");
  await first.goto(site() + path + "/publication");
  await first.selectOption("[name=editor]", { label: "第二位撰稿" });
  await first.getByRole("button", { name: "共享", exact: true }).click();
  await expect(first.locator(".done")).toHaveText("已共享。");

  await first.goto(site() + path);
  await second.goto(site() + path);
  await expect(second.locator("#others")).toContainText("演示撰稿");
  await second.fill("[name='title.zh']", "她改的标题");
  await second.fill("[name='issuer.zh']", "渭滨区人民政府");
  await save(second);
  await first.fill("[name='title.zh']", "我改的标题");
  await first.fill("[name='summary.zh']", "我改的摘要");
  await first.locator(".save button[value=save]").click();
  await expect(first.locator("h2").first()).toHaveText("这份内容已有更新的版本");
  const line = (label) => first.locator("fieldset.choose").filter({ has: first.locator("legend", { hasText: label }) });
  await expect(line("标题").first()).toContainText("双方都改了");
  await expect(line("标题").first()).toContainText("她改的标题");
  await expect(line("标题").first()).toContainText("我改的标题");
  await expect(line("发文机关").first().getByRole("radio", { name: "对方的" })).toBeChecked();
  await expect(line("摘要").first().getByRole("radio", { name: "我的" })).toBeChecked();
  await line("标题").first().locator("summary").click();
  await line("标题").first().getByRole("radio", { name: "用下面的文字" }).check();
  await line("标题").first().locator("textarea").fill("我们商定的标题");
  await first.getByRole("button", { name: "按选择保存" }).click();
  await expect(first.locator(".done")).toHaveText("已保存。");
  await expect(first.locator("[name='title.zh']")).toHaveValue("我们商定的标题");
  await expect(first.locator("[name='issuer.zh']")).toHaveValue("渭滨区人民政府");
  await expect(first.locator("[name='summary.zh']")).toHaveValue("我改的摘要");
});

test("a publication comes at its time by itself", async ({ browser, request }) => {
  test.setTimeout(150_000);
  const writer = await page(browser, "writer");
  const path = await begin(writer, "定时发布的措施");
  const number = path.split("/").pop();
  await submit(writer, path);
  await passAll(browser, path);
  const manager = await page(browser, "columns");
  await manager.goto(site() + path + "/publication");
  const clock = (await manager.locator("#act-schedule .field-hint").textContent()).match(/(\d{4}-\d\d-\d\d) (\d\d):(\d\d)/);
  const at = new Date(`${clock[1]}T${clock[2]}:${clock[3]}:00Z`);
  at.setUTCMinutes(at.getUTCMinutes() + 1); // the desk's own clock, to the minute
  await manager.fill("#act-schedule [name=at]", at.toISOString().slice(0, 16));
  await manager.getByRole("button", { name: "定时发布" }).click();
  const late = (await manager.locator("main").textContent()).includes("已定时");
  if (!late) { // the minute passed while it was typed
    at.setUTCMinutes(at.getUTCMinutes() + 1);
    await manager.fill("#act-schedule [name=at]", at.toISOString().slice(0, 16));
    await manager.getByRole("button", { name: "定时发布" }).click();
  }
  await expect(manager.locator(".done")).toHaveText("已定时。");
  expect((await request.get(`${site()}/policies/${number}`)).status()).toBe(404);
  await expect.poll(async () => (await request.get(`${site()}/policies/${number}`)).status(), { timeout: 130_000, intervals: [1_000] }).toBe(200);
  await manager.goto(site() + path + "/publication");
  await expect(manager.locator("main")).toContainText("已是最新：公众看到的就是这份文本");
});

test("an earlier text is laid beside the later one and restored", async ({ browser }) => {
  const writer = await page(browser, "writer");
  const path = await begin(writer, "第一稿标题", { "summary.zh": "总投资5亿元，年内开工。" });
  await writer.fill("[name='title.zh']", "第二稿标题");
  await writer.fill("[name='summary.zh']", "总投资6亿元，年内开工。");
  await writer.fill("[name=change]", "更正投资额");
  await save(writer);
  await writer.getByRole("link", { name: "修订" }).click();
  await expect(writer.locator("tbody tr").first()).toContainText("更正投资额");
  await writer.getByRole("button", { name: "比较" }).click();
  await expect(writer.locator(".diff del", { hasText: /^5$/ })).toBeVisible();
  await expect(writer.locator(".diff ins", { hasText: /^6$/ })).toBeVisible();
  await writer.getByRole("button", { name: "恢复到第1次修订" }).click();
  await expect(writer.locator(".done")).toHaveText("已恢复。");
  await expect(writer.locator("[name='title.zh']")).toHaveValue("第一稿标题");
  await writer.getByRole("link", { name: "修订" }).click();
  await expect(writer.locator("tbody tr")).toHaveCount(3);
});

test("rows are added, moved and removed, with script and without", async ({ browser }) => {
  for (const javaScriptEnabled of [true, false]) {
    const p = await page(browser, "writer", { javaScriptEnabled });
    await p.goto(site() + "/admin/ceremonies/new");
    await p.fill("[name='title.zh']", "一场签约仪式");
    const press = async (value) => {
      const before = await p.locator("[data-form]").elementHandle();
      await p.locator(`button[name=do][value="${value}"]`).click();
      if (javaScriptEnabled) await p.waitForFunction((e) => !e.isConnected, before);
      else await p.waitForLoadState();
    };
    await press("add:groups");
    await p.fill("[name='groups.0.label.zh']", "第一组");
    await press("add:groups.0.signings");
    await p.fill("[name='groups.0.signings.0.name.zh']", "甲项目");
    await press("add:groups.0.signings");
    await p.fill("[name='groups.0.signings.1.name.zh']", "乙项目");
    await press("up:groups.0.signings.1");
    await expect(p.locator("[name='groups.0.signings.0.name.zh']")).toHaveValue("乙项目");
    await expect(p.locator("[name='groups.0.signings.1.name.zh']")).toHaveValue("甲项目");
    await p.locator("#f-groups\\.0\\.signings\\.0").evaluate((e) => { e.open = true; });
    await press("remove:groups.0.signings.0");
    await expect(p.locator("[name='groups.0.signings.0.name.zh']")).toHaveValue("甲项目");
    await expect(p.locator("[name='groups.0.signings.1.name.zh']")).toHaveCount(0);
    await expect(p.locator("[name='title.zh']")).toHaveValue("一场签约仪式");
    await p.context().close();
  }
});

test("what is typed is understood aloud, and errors lead to their fields", async ({ browser }) => {
  const p = await page(browser, "writer");
  const heard = complaints(p, ["422"]);
  await p.goto(site() + "/admin/projects/new");
  await p.fill("[name=total]", "1亿8千万元");
  await p.locator("[name=total]").blur();
  await expect(p.locator("[id='f-total-read']")).toHaveText("1.8亿元");
  await p.fill("[name=fixedAssets]", "很多钱");
  await p.locator("[name=fixedAssets]").blur();
  await expect(p.locator("[id='f-fixedAssets-read']")).toContainText("无法识别");
  await p.fill("[name='title.en']", "Only English");
  await p.locator(".save button[value=save]").click();
  await expect(p.locator("#problems")).toBeFocused();
  await expect(p.locator("[name=fixedAssets]")).toHaveValue("很多钱");
  await p.locator("#problems a", { hasText: "标题" }).first().click();
  await expect(p.locator("[name='title.zh']")).toBeFocused();
  expect(heard()).toEqual([]);
});

test("unsaved changes are kept, asked about, and taken up again", async ({ browser }) => {
  const p = await page(browser, "writer");
  const path = await begin(p, "会自动暂存的措施");
  await p.fill("[name='summary.zh']", "还没有保存的摘要");
  await expect(p.locator("[data-save-state]")).toContainText("未保存的修改已暂存", { timeout: 10_000 });
  const asked = [];
  p.on("dialog", (d) => { asked.push(d.type()); d.accept(); });
  await p.goto(site() + "/admin");
  expect(asked).toEqual(["beforeunload"]);
  await p.goto(site() + path);
  await expect(p.locator("[name='summary.zh']")).toHaveValue("");
  await p.getByRole("button", { name: "接着改" }).click();
  await expect(p.locator("[name='summary.zh']")).toHaveValue("还没有保存的摘要");
  await save(p);
  await expect(p.locator(".notice", { hasText: "暂存" })).toHaveCount(0);
  await expect(p.locator("[name='summary.zh']")).toHaveValue("还没有保存的摘要");
});

test("a session that ran out while writing loses nothing", async ({ browser }) => {
  const p = await page(browser, "writer2");
  const path = await begin(p, "登录过期时在写的措施");
  await p.fill("[name='summary.zh']", "登录过期前写的");
  const cookies = await p.context().cookies();
  await p.context().clearCookies({ name: "desk" });
  await p.locator(".save button[value=save]").click();
  await expect(p.locator(".lead")).toContainText("登录已过期");
  await p.fill("[name=login]", "writer2");
  await p.fill("[name=password]", password);
  await p.getByRole("button", { name: "登录", exact: true }).click();
  await p.getByRole("button", { name: "继续保存" }).click();
  await expect(p.locator(".done")).toHaveText("已保存。");
  await expect(p.locator("[name='summary.zh']")).toHaveValue("登录过期前写的");
  expect(new URL(p.url()).pathname).toBe(path);
  expect(cookies.length).toBeGreaterThan(0);
});

test("the first sign-in with a set password asks for one of one's own", async ({ page: p }) => {
  await p.goto(site() + "/admin/projects");
  await p.fill("[name=login]", "newcomer");
  await p.fill("[name=password]", password);
  await p.keyboard.press("Enter");
  await expect(p.locator("h1")).toHaveText("修改密码");
  await p.goto(site() + "/admin/projects");
  await expect(p.locator("h1"), "nowhere else").toHaveText("修改密码");
  await p.fill("[name='password.old']", password);
  await p.fill("[name='password.new']", "short");
  await p.fill("[name='password.again']", "short");
  await p.getByRole("button", { name: "修改密码" }).click();
  await expect(p.locator("#problems")).toContainText("12");
  await p.fill("[name='password.old']", password);
  await p.fill("[name='password.new']", "qinling-mist-over-river-7");
  await p.fill("[name='password.again']", "qinling-mist-over-river-7");
  await p.getByRole("button", { name: "修改密码" }).click();
  await expect(p.locator(".done")).toContainText("密码已修改");
});

test("wrong passwords lock a login, in the same words for a name that nobody has", async ({ page: p }) => {
  test.setTimeout(90_000);
  const said = {};
  for (const login of ["guesser", "nobody-at-all"]) {
    said[login] = [];
    for (let i = 0; i < 4; i++) {
      await p.goto(site() + "/admin/login");
      await p.fill("[name=login]", login);
      await p.fill("[name=password]", "not the password " + i);
      await p.locator("main button.button").click();
      said[login].push((await p.locator("#problems h2").textContent()).replace(/\d+/g, "n"));
      await p.waitForTimeout(1_100);
    }
  }
  expect(said.guesser).toEqual(said["nobody-at-all"]);
  expect(said.guesser[0]).toBe("登录名或密码不对。");
  expect(said.guesser.at(-1)).toContain("锁定");
  await p.goto(site() + "/admin/login");
  await p.fill("[name=login]", "guesser");
  await p.fill("[name=password]", password);
  await p.locator("main button.button").click();
  await expect(p.locator("#problems"), "the right password too").toContainText("锁定");
});

test("one's own login sessions are listed, and one elsewhere is ended at once", async ({ browser }) => {
  const places = [];
  for (let i = 0; i < 2; i++) {
    const context = await browser.newContext();
    const p = await context.newPage();
    await p.goto(site() + "/admin/login");
    await p.fill("[name=login]", "mover");
    await p.fill("[name=password]", password);
    await p.locator("main button.button").click();
    await expect(p.locator("h1")).toHaveText("工作台");
    places.push(p);
  }
  const [here, elsewhere] = places;
  await here.goto(site() + "/admin/sessions");
  await expect(here.locator("tbody tr")).toHaveCount(2);
  await here.locator("tbody tr").filter({ hasNot: here.locator(".badge") }).getByRole("button").click();
  await expect(here.locator(".done")).toHaveText("该处登录已结束。");
  await elsewhere.goto(site() + "/admin");
  await expect(elsewhere.locator("h1")).toHaveText("登录编辑台");
  await here.locator(".me summary").click();
  await here.getByRole("button", { name: "退出登录" }).click();
  await expect(here.locator(".done")).toHaveText("您已退出登录。");
});

test("an article is written and submitted by keyboard alone", async ({ browser }) => {
  const p = await page(browser, "writer");
  await p.goto(site() + "/admin");
  const tabTo = async (locator) => {
    for (let i = 0; i < 120; i++) {
      await p.keyboard.press("Tab");
      if (await locator.evaluate((e) => e === document.activeElement)) return;
    }
    throw new Error("the keyboard does not reach " + locator);
  };
  await tabTo(p.locator(".new").getByRole("link", { name: "新闻" }));
  await p.keyboard.press("Enter");
  await p.waitForURL(/articles\/new/);
  await tabTo(p.locator("[name=column]"));
  await p.keyboard.press("ArrowDown");
  await tabTo(p.locator("[name='title.zh']"));
  await p.keyboard.insertText("用键盘写的新闻");
  await tabTo(p.locator("[id='f-body.zh']"));
  await p.keyboard.insertText("正文。");
  await tabTo(p.locator("[name='source.name.zh']"));
  await p.keyboard.insertText("渭滨区招商局");
  await tabTo(p.locator(".save button[value=submit]"));
  await p.keyboard.press("Enter");
  await expect(p.locator(".done")).toHaveText("已提交审核。");
  await expect(p.locator("h1")).toHaveText("用键盘写的新闻");
});

test("several texts at once: those that can be are done, the rest say why", async ({ browser }) => {
  const p = await page(browser, "writer");
  await begin(p, "批量甲");
  const other = await begin(p, "批量乙");
  await submit(p, other);
  await p.goto(site() + "/admin/policies?q=" + encodeURIComponent("批量"));
  for (const box of await p.locator("[name=pick]").all()) await box.check();
  await p.selectOption("#bulk", "submit");
  await p.getByRole("button", { name: "执行" }).click();
  await expect(p.locator("main")).toContainText("完成1项，未完成1项");
  await expect(p.locator("main")).toContainText("现在的状态不能这样操作");
});

test("a draft goes into the bin, comes back, and is removed for good", async ({ browser }) => {
  const p = await page(browser, "writer");
  const path = await begin(p, "要放弃的措施");
  await p.goto(site() + path + "/publication");
  await p.getByRole("button", { name: "放入回收站" }).click();
  await expect(p.locator(".done")).toHaveText("已放入回收站。");
  await p.goto(site() + "/admin/policies/bin");
  const row = p.locator("tr", { hasText: "要放弃的措施" });
  await row.getByRole("checkbox").check();
  await p.getByRole("button", { name: "恢复" }).click();
  await expect(p.locator(".done")).toHaveText("已恢复。");
  await p.goto(site() + path + "/publication");
  await p.getByRole("button", { name: "放入回收站" }).click();
  await p.goto(site() + "/admin/policies/bin");
  await row.getByRole("checkbox").check();
  p.on("dialog", (d) => d.accept());
  await p.getByRole("button", { name: "彻底删除" }).click();
  await expect(p.locator(".done")).toHaveText("已彻底删除。");
  const answer = await p.goto(site() + path);
  expect(answer.status()).toBe(404);
});

test("a lead without an account looks at a draft by a link until it is revoked", async ({ browser, request }) => {
  const p = await page(browser, "writer");
  const path = await begin(p, "送领导看的措施", { note: "首稿" });
  await p.goto(site() + path + "/publication");
  await p.getByRole("button", { name: "生成预览链接" }).click();
  const link = await p.locator(".copy").inputValue();
  const answer = await request.get(link);
  expect(answer.status()).toBe(200);
  expect(answer.headers()["cache-control"]).toBe("no-store");
  expect(answer.headers()["x-robots-tag"]).toContain("noindex");
  expect(await answer.text()).toContain("送领导看的措施");
  await p.goto(site() + path + "/publication");
  await p.getByRole("button", { name: "收回" }).click();
  await expect(p.locator(".done")).toHaveText("预览链接已收回。");
  expect((await request.get(link)).status()).toBe(410);
});

test("the preview is the public page at two widths, in both languages", async ({ browser }) => {
  const p = await page(browser, "writer");
  const heard = complaints(p);
  await p.goto(site() + "/admin/projects/1/preview");
  await expect(p.frameLocator("iframe").locator("h1")).toContainText("中核渭滨区");
  await p.getByRole("link", { name: "手机" }).click();
  expect((await p.locator("iframe").boundingBox()).width).toBeLessThan(400);
  await p.getByRole("link", { name: "英文" }).click();
  await expect(p.frameLocator("iframe").locator("html")).toHaveAttribute("lang", "en");
  expect(heard()).toEqual([]);
});

test("people, columns and settings are each somebody's; a new editor gets a password that is shown once", async ({ browser }) => {
  const admin = await page(browser, "admin");
  await admin.goto(site() + "/admin/people/new");
  await admin.fill("[name=name]", "新编辑");
  await admin.fill("[name=login]", "editor.new");
  await admin.getByRole("checkbox", { name: "撰稿" }).check();
  await admin.getByRole("button", { name: "保存" }).click();
  await expect(admin.locator(".secret")).toBeVisible();
  await admin.goto(site() + "/admin/people");
  await expect(admin.locator("tr", { hasText: "editor.new" })).toContainText("待改密码");
  await admin.goto(site() + "/admin/settings/sectors");
  await admin.locator("button[value='add:sectors']").click();
  await expect(admin.locator("summary", { hasText: "新的一项" })).toBeVisible();
  const answer = await admin.goto(site() + "/admin/columns");
  expect(answer.status()).toBe(403);
  const columns = await page(browser, "columns");
  await columns.goto(site() + "/admin/columns");
  await columns.locator("summary", { hasText: "首页" }).first().click();
  await columns.fill("[name='columns.0.description.zh']", "本区招商引资信息的入口页面");
  await columns.locator(".save button[value=save]").click();
  await expect(columns.locator(".done")).toHaveText("已保存。");
});

test("the trail shows who did what, and leaves the house as a file only on record", async ({ browser }) => {
  const p = await page(browser, "auditor");
  await p.goto(site() + "/admin/audit?action=sign-in");
  await expect(p.locator("tbody tr").first()).toContainText("登录");
  const [file] = await Promise.all([p.waitForEvent("download"), p.getByRole("link", { name: "下载CSV" }).click()]);
  expect(file.suggestedFilename()).toBe("audit.csv");
  await p.goto(site() + "/admin/audit?action=audit-export");
  await expect(p.locator("tbody tr").first()).toContainText("auditor");
});
