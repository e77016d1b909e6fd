// A text on its way from the writer to the public. "as" gives a page on which
// whoever is named has signed in; the address is the text's at the desk.
import { expect } from "@playwright/test";

export async function pass(as, login, address) {
  const p = await as(login);
  await p.goto(address + "/reviews");
  await p.getByRole("button", { name: "通过", exact: true }).click();
  await expect(p.locator(".done")).toHaveText("审核已通过。");
  await p.context().close();
}

export async function passAll(as, address) {
  for (const login of ["reviewer1", "reviewer2", "reviewer3"]) await pass(as, login, address);
}

export async function publish(as, address) {
  const p = await as("columns");
  await p.goto(address + "/publication");
  await p.locator("button[value=publish]").click();
  await expect(p.locator(".done")).toContainText("已发布");
  await p.context().close();
}
