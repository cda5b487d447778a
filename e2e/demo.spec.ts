import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./browser.ts";
import { type LotseProcess, startLotse } from "./lotse-process.ts";

let lotse: LotseProcess;

test.beforeAll(async () => {
  lotse = await startLotse({ LOTSE_DEMO: "1" });
});
test.afterAll(() => lotse.stop());

test("the first start shows a running journey; it can be paused and cleared", async ({ page }) => {
  const access = JSON.parse(await readFile(join(lotse.dataFolder, "demo.json"), "utf8")) as Record<string, string>;
  expect(Object.keys(access).sort()).toEqual(["apiKey", "email", "password", "url", "writeKey"]);

  await page.goto(lotse.url);
  await expect(page.getByLabel("Email")).toHaveValue(access["email"] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Journeys" }).first().click();
  await page.getByRole("link", { name: "Trial to paid" }).click();
  const welcome = page.locator('[data-step="welcome"]');
  await expect(welcome).toContainText(/\d+\s*entered/);
  const entered = async (): Promise<number> =>
    Number((await welcome.textContent())?.match(/([\d,]+)\s*entered/)?.[1]?.replaceAll(",", ""));
  const before = await entered();
  await expect.poll(entered).toBeGreaterThan(before);
  await expect(page.locator(".live-dot").first()).toBeAttached();

  await page.getByRole("button", { name: "Demo", exact: true }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("The demo is paused")).toBeVisible();
  await page.getByRole("button", { name: "Clear the demo" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Clear the demo" }).click();
  await page.waitForURL(/\/journeys$/);
  await expect(page.getByText("No journey yet.", { exact: false })).toBeVisible();
  await page.goto(`${lotse.url}/customers`);
  await expect(page.getByText("Nobody here yet.", { exact: false })).toBeVisible();
});
