import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, lotseUrl, test } from "./browser.ts";
import { chooseLanguage, createJourney, signInAsOwner } from "./pages.ts";

const looks = [
  { theme: "light", language: "en" },
  { theme: "dark", language: "de" },
] as const;

const paths = [
  "/",
  "/journeys",
  "/customers",
  "/outbox",
  "/settings/workspace",
  "/settings/members",
  "/settings/keys",
  "/settings/channels",
  "/settings/profile",
];

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(" "))
          .slice(0, 3)
          .join(" | ")}`,
    );
}

for (const { theme, language } of looks) {
  test(`every page is accessible in ${language}, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.goto(`${lotseUrl()}/sign-in`);
    expect(await faultsOf(page), "sign-in").toEqual([]);
    await signInAsOwner(page);
    const canvas = await createJourney(page, `Axe ${language}`);
    await canvas.add("Event");
    await canvas.add("Experiment");
    const journeyPath = new URL(page.url()).pathname;
    if (language === "de") await chooseLanguage(page, { language, entry: "Deutsch" });
    for (const path of [journeyPath, ...paths]) {
      await page.goto(`${lotseUrl()}${path}`);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await page.waitForLoadState("networkidle").catch(() => undefined);
      expect(await faultsOf(page), path).toEqual([]);
    }
    if (language === "de") await chooseLanguage(page, { language: "en", entry: "English" });
  });
}

test("on a phone no page is wider than the screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAsOwner(page);
  for (const path of paths) {
    await page.goto(`${lotseUrl()}${path}`);
    await expect(page.locator("main")).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, path).toBeLessThanOrEqual(0);
  }
});
