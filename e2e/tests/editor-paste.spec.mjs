// What editors paste. Each file of corpus/ is markup as a program puts it on
// the clipboard, with what becomes of it in NAME.expected.html and the pictures
// of the same copy in NAME.rtf.
import { test, expect } from "@playwright/test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { complaints } from "../site.mjs";
import { library, paste, writing } from "../writing.mjs";

const folder = new URL("../corpus/", import.meta.url);
const text = (name) => readFileSync(new URL(name, folder), "utf8");
const names = readdirSync(folder).filter((f) => f.endsWith(".expected.html")).map((f) => f.slice(0, -".expected.html".length));

for (const name of names) {
  test(`pasting ${name} keeps what a text may hold, in silence`, async ({ browser }) => {
    const { p, body, close } = await writing(browser);
    const heard = complaints(p);
    await library(p);
    const rtf = existsSync(new URL(`${name}.rtf`, folder)) ? text(`${name}.rtf`) : undefined;
    await paste(p, { "text/html": text(`${name}.html`), "text/rtf": rtf });
    await expect(p.locator(".pending")).toHaveCount(0);
    expect((await body.inputValue()).split("\n")).toEqual(text(`${name}.expected.html`).trimEnd().split("\n"));
    expect(heard(), "console and network").toEqual([]);
    await close();
  });
}
