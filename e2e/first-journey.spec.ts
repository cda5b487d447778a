import { Analytics } from "@segment/analytics-node";
import { expect, lotseUrl, test } from "./browser.ts";
import { createJourney, createKey, signInAsOwner } from "./pages.ts";

const PEOPLE = 200;
const WITH_PROJECT = 120;
const steps = ["Trial started", "Welcome", "First project?", "Offer", "Mail A", "Mail B", "Paid"];

test("a marketer draws a journey, publishes it, and sees two hundred real people move through it", async ({ page }) => {
  await signInAsOwner(page);
  const writeKey = await createKey(page, { kind: "Write key", name: "Web shop" });
  const canvas = await createJourney(page, "Trial to paid");

  const entry = await canvas.add("Event");
  await expect(entry.getByLabel("Event", { exact: true })).toBeFocused();
  await entry.getByLabel("Event", { exact: true }).fill("trial_started");
  await canvas.rename("Trial started");

  const mail = await canvas.add("Email");
  await mail.getByRole("textbox", { name: "Subject" }).fill("Welcome, {{ customer.first_name }}");
  await mail
    .getByRole("textbox", { name: "Text", exact: true })
    .fill(
      "Hello {{ customer.first_name }},\n\n**one thing** matters today: [create a project](https://app.example.com/new).",
    );
  await canvas.rename("Welcome");

  const wait = await canvas.add("Wait until");
  await wait.getByLabel("Wait until this happens").fill("project_created");
  await expect(wait.getByLabel("Amount")).toHaveValue("2");
  await expect(wait.getByLabel("Unit")).toHaveValue("days");
  await canvas.rename("First project?");

  await canvas.add("Experiment");
  await canvas.rename("Offer");
  for (const variant of ["A", "B"]) {
    await canvas.select("Offer");
    const offer = await canvas.add("Email");
    await offer.getByRole("textbox", { name: "Subject" }).fill(`Offer ${variant} for {{ customer.first_name }}`);
    await offer.getByRole("textbox", { name: "Text", exact: true }).fill(`This is offer ${variant}.`);
    await canvas.rename(`Mail ${variant}`);
  }
  await canvas.add("Goal");
  await canvas.rename("Paid");
  await canvas.connect("Mail A", "Paid");
  await canvas.publish();

  const analytics = new Analytics({ writeKey, host: lotseUrl(), flushAt: 50 });
  for (let index = 1; index <= PEOPLE; index += 1) {
    const userId = `person-${index}`;
    analytics.identify({ userId, traits: { first_name: `Ada${index}`, email: `ada${index}@example.com` } });
    analytics.track({ userId, event: "trial_started" });
  }
  await analytics.flush();
  await expect(canvas.card("Trial started")).toContainText("200");
  await expect(canvas.card("First project?").locator(".step-here")).toHaveText("200");

  for (let index = 1; index <= WITH_PROJECT; index += 1)
    analytics.track({ userId: `person-${index}`, event: "project_created" });
  await analytics.closeAndFlush();
  await expect(canvas.card("First project?").locator(".step-here")).toHaveText("80");
  await expect(canvas.card("Paid")).toContainText("120");

  const numbers = new Map<string, Awaited<ReturnType<typeof canvas.results>>>();
  for (const name of steps) {
    const result = await canvas.results(name);
    expect(result.entered, name).toBe(result.here + result.movedOn + result.left + result.failed);
    numbers.set(name, result);
  }
  expect(numbers.get("Trial started")).toEqual({ entered: 200, here: 0, movedOn: 200, left: 0, failed: 0 });
  expect(numbers.get("First project?")).toEqual({ entered: 200, here: 80, movedOn: 120, left: 0, failed: 0 });
  expect(numbers.get("Offer")?.movedOn).toBe(120);
  expect((numbers.get("Mail A")?.entered ?? 0) + (numbers.get("Mail B")?.entered ?? 0)).toBe(120);
  expect(numbers.get("Paid")).toEqual({ entered: 120, here: 0, movedOn: 0, left: 120, failed: 0 });

  await test.step("the outbox shows each mail as it was received", async () => {
    await page.goto(`${lotseUrl()}/outbox?q=ada7%40example.com`);
    await expect(page.getByRole("link", { name: /^Offer [AB] for Ada7$/ })).toBeVisible();
    await page.getByRole("link", { name: "Welcome, Ada7" }).click();
    const received = page.frameLocator('iframe[title="Email “Welcome, Ada7”"]');
    await expect(received.getByText("Hello Ada7,")).toBeVisible();
    await expect(received.getByRole("link", { name: "create a project" })).toHaveAttribute(
      "href",
      "https://app.example.com/new",
    );
    await expect(received.locator("strong", { hasText: "one thing" })).toBeVisible();
  });

  await test.step("one person's timeline tells what happened", async () => {
    await page.goto(`${lotseUrl()}/customers?q=ada7%40example.com`);
    await page.getByRole("link", { name: "Ada7", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Ada7", level: 1 })).toBeVisible();
    for (const line of [
      "Entered “Trial to paid”",
      "Received “Welcome, Ada7”",
      "Event “project_created”",
      "Took “Yes” at “First project?”",
      "Reached the goal “Paid”",
    ]) {
      await expect(page.getByText(line)).toBeVisible();
    }
  });
});
