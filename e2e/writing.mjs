// How the suite writes: a new article in the desk's editor, with a library of
// pictures that the tests answer for.
import { as, site } from "./site.mjs";

// writing opens a new article and gives its page, the Chinese body's field and
// the place where it is written.
export async function writing(browser, options = {}, path = "/admin/articles/new") {
  const context = await as(browser, "writer", options);
  const p = await context.newPage();
  await p.goto(site() + path);
  const text = p.locator("[id='f-body.zh']");
  await text.click();
  return { p, context, text, body: p.locator("[name='body.zh']"), close: () => context.close() };
}

// pixel is a picture of one point.
export const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

// library answers for the pictures: each that is sent is taken, unless refuse
// says why not. It gives what was sent.
export async function library(p, { refuse = () => "", listed = [] } = {}) {
  const sent = [];
  await p.route(/\/admin\/media(\?|$)/, async (route) => {
    const request = route.request();
    if (request.method() === "GET") {
      const q = new URL(request.url()).searchParams.get("q");
      return route.fulfill({ json: { items: listed.filter((i) => i.caption.includes(q)), more: false } });
    }
    const name = request.postDataBuffer().toString("utf8").match(/filename="([^"]*)"/)[1];
    sent.push(name);
    const error = refuse(name, sent.length);
    if (error) return route.fulfill({ status: 422, json: { error } });
    const digit = String(sent.length % 10);
    return route.fulfill({ json: { number: sent.length, hash: digit.repeat(64), src: `/media/${digit.repeat(64)}/${encodeURIComponent(name)}`, width: 1, height: 1, alt: "", caption: "", credit: "", name } });
  });
  await p.route(/\/media\/[0-9a-f]{64}\//, (route) => route.fulfill({ contentType: "image/png", body: pixel }));
  return sent;
}

// settle waits until the editor knows of a click or a selection, which the
// browser tells a little later; people are not that quick.
export const settle = (p) => p.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

// paste puts something on the clipboard of the page and pastes it: markup and
// texts by type, files as [name, type, bytes].
export async function paste(p, data, files = [], kind = "paste") {
  await settle(p);
  await p.locator("[id='f-body.zh']").evaluate((place, [data, files, kind]) => {
    const clip = new DataTransfer();
    for (const [type, value] of Object.entries(data)) if (value) clip.setData(type, value);
    for (const [name, type, base64] of files) clip.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
    const { left, top } = place.getBoundingClientRect();
    place.dispatchEvent(kind === "paste"
      ? new ClipboardEvent("paste", { clipboardData: clip, bubbles: true, cancelable: true })
      : new DragEvent("drop", { dataTransfer: clip, bubbles: true, cancelable: true, clientX: left + 20, clientY: top + 10 }));
  }, [data, files.map(([name, type, bytes]) => [name, type, bytes.toString("base64")]), kind]);
}

// copied gives the markup of what is selected as the editor puts it on the clipboard.
export async function copied(p) {
  await settle(p);
  return p.locator("[id='f-body.zh']").evaluate((place) => {
    const clip = new DataTransfer();
    place.dispatchEvent(new ClipboardEvent("copy", { clipboardData: clip, bubbles: true, cancelable: true }));
    return clip.getData("text/html");
  });
}
