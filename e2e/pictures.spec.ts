import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { expect, test } from "./browser.ts";
import { startLotse } from "./lotse-process.ts";

const FOLDER = "public/docs";
const looks = [
  { suffix: "en-light", theme: "light", language: "en", signIn: "Sign in" },
  { suffix: "de-dark", theme: "dark", language: "de", signIn: "Anmelden" },
] as const;
type Access = { url: string; email: string; password: string; apiKey: string };

// Runs only with LOTSE_PICTURES=1 (see playwright.config.ts): the crowd needs some minutes to spread over the journey.
test("the pictures of the README", async ({ browser }) => {
  test.setTimeout(900_000);
  const lotse = await startLotse({ LOTSE_DEMO: "1" });
  try {
    const access = JSON.parse(await readFile(join(lotse.dataFolder, "demo.json"), "utf8")) as Access;
    await expect.poll(() => entered(access, "paying"), { timeout: 800_000, intervals: [5_000] }).toBeGreaterThan(150);
    for (const look of looks) await takePictures(browser, access, look);
  } finally {
    await lotse.stop();
  }
});

async function entered({ url, apiKey }: Access, node: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/journeys/1/metrics`, { headers: { authorization: `Bearer ${apiKey}` } });
  const metrics = (await response.json()) as { nodes: Record<string, { entered: number }> };
  return metrics.nodes[node]?.entered ?? 0;
}

async function takePictures(browser: Browser, { url, email, password, apiKey }: Access, look: (typeof looks)[number]) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1.5,
    colorScheme: look.theme,
    locale: look.language,
  });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator('input[name="email"]').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
  if (look.language === "de") {
    await page.goto(`${url}/settings/profile`);
    await page.locator('select[name="language"]').selectOption("de");
    await page.locator('main form button[type="submit"]').first().click();
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
  }
  const customers = (await (
    await fetch(`${url}/api/v1/customers?limit=50`, { headers: { authorization: `Bearer ${apiKey}` } })
  ).json()) as { items: { id: number }[] };
  const shot = (name: string): Promise<Buffer> => page.screenshot({ path: `${FOLDER}/${name}-${look.suffix}.png` });
  await page.goto(`${url}/j/1?node=upgrade-offer`);
  await expect(page.locator("[data-sync=saved]")).toBeVisible();
  await expect(page.locator('[data-step="welcome"] [data-figure="entered"]')).not.toHaveText("–");
  await page.getByRole("tab").nth(1).click();
  await expect(page.locator(".live-dot").first()).toBeAttached();
  await shot("canvas");
  for (const [name, path] of [
    ["journeys", "/journeys"],
    ["customer", `/customers/${customers.items.at(-1)?.id ?? 1}`],
    ["outbox", "/outbox?state=accepted"],
  ] as const) {
    await page.goto(`${url}${path}`);
    await expect(page.locator("main h1")).toBeVisible();
    if (name === "outbox") await openFirstMail(page);
    await shot(name);
  }
  await context.close();
}

async function openFirstMail(page: Page): Promise<void> {
  await page.locator('main a[href^="/outbox/"]').first().click();
  await expect(page.frameLocator("iframe").locator("body")).toContainText(/\w/);
}
