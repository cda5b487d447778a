import { expect, lotseUrl, test } from "./browser.ts";
import { Canvas, createJourney, signInAsOwner } from "./pages.ts";

test("two windows see each other's edits, and undo takes back one's own only", async ({ page, context }) => {
  await signInAsOwner(page);
  const first = await createJourney(page, "Together");
  await first.add("Event");
  await first.rename("Start");

  const second = new Canvas(await context.newPage());
  await second.page.goto(page.url());
  await second.ready();
  await expect(second.card("Start")).toBeVisible();
  await second.select("Start");
  await second.add("Email");
  await second.rename("Hello");
  await expect(first.card("Hello")).toBeVisible();

  await first.select("Start");
  await first.rename("Trial started");
  await expect(second.card("Trial started")).toBeVisible();
  await first.page.getByRole("button", { name: "Undo" }).click();
  await expect(second.card("Start")).toBeVisible();
  await expect(second.card("Hello")).toBeVisible();

  await page.goto(`${lotseUrl()}/journeys`);
  await page.goBack();
  await expect(first.card("Hello")).toBeVisible();
});
