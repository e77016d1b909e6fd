// One page of each kind, in both languages, three display modes and three
// widths: axe finds nothing, nothing overflows, and a screenshot is kept.
import { test, expect } from "@playwright/test";
import { axe, complaints, inEnglish, kinds, modes, noOverflow, setMode, site, widths } from "../site.mjs";

for (const [name, path] of Object.entries(kinds)) {
  for (const [lang, address] of [["zh", path], ["en", inEnglish(path)]]) {
    test(`${name} in ${lang} holds in every mode and width`, async ({ page, context }) => {
      const heard = complaints(page, { missing: ["404"], gone: ["410"] }[name]);
      for (const mode of Object.keys(modes)) {
        await setMode(context, mode);
        await page.setViewportSize({ width: widths[0], height: 780 });
        await page.goto(site() + address);
        for (const width of widths) { // of one page: what a reader who turns a tablet sees
          await page.setViewportSize({ width, height: width < 700 ? 780 : 900 });
          await noOverflow(page);
          expect(await axe(page), `${mode} ${width}`).toEqual([]);
          if (process.env.SHOTS) await page.screenshot({ path: `screenshots/${name}-${lang}-${mode}-${width}.png`, fullPage: true });
        }
      }
      expect(heard(), "console and network").toEqual([]);
    });
  }
}

test("320 px and 400 % zoom lose nothing", async ({ page }) => {
  for (const path of Object.values(kinds)) {
    await page.setViewportSize({ width: 320, height: 256 });
    await page.goto(site() + path);
    await noOverflow(page);
  }
});

test("the home page's figures each stand on one line, whatever the width", async ({ page }) => {
  for (const path of ["/", "/en"]) {
    await page.goto(site() + path);
    for (const width of [320, 360, 640, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const broken = await page.locator(".headline-value").evaluateAll((values) => values
        .filter((v) => v.getBoundingClientRect().height > 1.6 * parseFloat(getComputedStyle(v).fontSize))
        .map((v) => v.textContent));
      expect(broken, `${path} at ${width} px`).toEqual([]);
    }
  }
});
