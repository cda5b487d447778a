import { expect, type Locator, type Page } from "@playwright/test";
import { lotseUrl } from "./browser.ts";

export const owner = {
  name: "Helene Brandt",
  email: "helene@werkraum.example",
  password: "hafen-nebel-kutter-17",
  workspace: "Werkraum",
};

/** Signs in as the owner; makes the account first if this Lotse is still empty. */
export async function signInAsOwner(page: Page): Promise<void> {
  await page.goto(lotseUrl());
  await page.waitForURL(/welcome|sign-in/);
  if (page.url().includes("/welcome")) {
    await page.getByLabel("Name", { exact: true }).fill(owner.name);
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByLabel("Workspace name").fill(owner.workspace);
    await page.getByRole("button", { name: "Create account and workspace" }).click();
  } else {
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(page.getByRole("navigation", { name: "Main", exact: true })).toBeVisible();
}

/** Makes a key in the settings and reads it where it is shown once. */
export async function createKey(
  page: Page,
  { kind, name }: { kind: "Write key" | "API key"; name: string },
): Promise<string> {
  await page.goto(`${lotseUrl()}/settings/keys`);
  await page.getByRole("button", { name: "Create a key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What for").selectOption({ value: kind === "Write key" ? "write" : "api" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create key" }).click();
  const key = page.getByText(/^l[wa]_[A-Za-z0-9]{20,}$/);
  await expect(key).toBeVisible();
  const text = (await key.textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  return text;
}

/** Makes a journey and comes to its empty canvas. */
export async function createJourney(page: Page, name: string): Promise<Canvas> {
  await page.goto(`${lotseUrl()}/journeys`);
  await page.getByRole("button", { name: "New journey" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create journey" }).click();
  await page.waitForURL(/\/j\/\d+/);
  const canvas = new Canvas(page);
  await canvas.ready();
  return canvas;
}

/** Chooses a language in the account menu and waits until the page speaks it. */
export async function chooseLanguage(
  page: Page,
  { language, entry }: { language: string; entry: string },
): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${owner.name}, `) }).click();
  await page.getByRole("menu").getByText(entry, { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

type StepPart = "here" | "movedOn" | "left" | "failed";

/** The journey editor as people use it. */
export class Canvas {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await expect(this.page.getByRole("application")).toBeVisible();
    await expect(this.page.getByText("Saved", { exact: true })).toBeVisible();
  }

  /** Adds a step after the one that is selected; its settings open. */
  async add(type: string): Promise<Locator> {
    await this.page
      .getByRole("complementary", { name: "Steps to add" })
      .getByRole("button", { name: type, exact: true })
      .click();
    const inspector = this.inspector();
    await expect(inspector).toBeVisible();
    return inspector;
  }

  inspector(): Locator {
    return this.page.getByRole("complementary", { name: /^Step / });
  }

  card(name: string): Locator {
    return this.page
      .locator(".step-card")
      .filter({ has: this.page.locator(".step-title").getByText(name, { exact: true }) });
  }

  /** Brings all steps into view and selects one. */
  async select(name: string): Promise<void> {
    await this.page.getByRole("button", { name: "Show everything" }).click();
    await this.card(name).locator(".step-head").click();
    await expect(this.inspector()).toHaveAccessibleName(`Step ${name}`);
  }

  /** Names the selected step as its colleagues see it. */
  async rename(name: string): Promise<void> {
    await this.inspector().getByLabel("Name on the canvas").fill(name);
    await expect(this.card(name)).toBeVisible();
  }

  /** Connects two steps without a mouse: C, then the name from the list. */
  async connect(from: string, to: string): Promise<void> {
    await this.select(from);
    await this.page.locator(".react-flow__node.selected").focus();
    await this.page.keyboard.press("c");
    const list = this.page.getByRole("dialog");
    await list.getByRole("combobox").fill(to);
    await this.page.keyboard.press("Enter");
    await expect(list).toBeHidden();
  }

  async publish(): Promise<void> {
    await this.page.getByRole("button", { name: "Review and publish" }).click();
    const sheet = this.page.getByRole("dialog");
    await expect(sheet.getByRole("heading", { name: "Checks" })).toBeVisible();
    await expect(sheet.getByRole("button", { name: /^Problem:/ })).toHaveCount(0);
    await sheet.getByRole("button", { name: /^Publish version \d+$/ }).click();
    await expect(sheet.getByText(/Version \d+ is live/)).toBeVisible();
    await sheet.getByRole("button", { name: "Back to the canvas" }).click();
  }

  /** What the step's Results say. */
  async results(name: string): Promise<Record<StepPart | "entered", number>> {
    await this.select(name);
    await this.inspector().getByRole("tab", { name: "Results" }).click();
    const heading = await this.inspector()
      .getByRole("heading", { name: /^Of [\d,]+ who entered$/ })
      .textContent();
    const part = async (key: StepPart): Promise<number> =>
      numberIn(await this.inspector().locator(`[data-part="${key}"] dd`).textContent());
    return {
      entered: numberIn(heading),
      here: await part("here"),
      movedOn: await part("movedOn"),
      left: await part("left"),
      failed: await part("failed"),
    };
  }
}

function numberIn(text: string | null): number {
  return Number(text?.replace(/[^\d]/g, ""));
}
