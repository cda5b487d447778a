import { test as base, expect, type Page } from "@playwright/test";

/** What Chromium says when a page is left while something loads, and when Playwright itself looks into the frame of a mail. */
const harmless = [
  /net::ERR_ABORTED/,
  /net::ERR_NETWORK_CHANGED/,
  /Blocked script execution in '[^']*\/outbox\/\d+\/mail'/,
];

type Watched = { faults: string[] };

/** Playwright's test with a watch on every page: errors in the console, thrown errors and requests to foreign hosts fail the test. */
export const test = base.extend<{ watched: Watched }>({
  watched: [
    async ({ context }, use) => {
      const watched: Watched = { faults: [] };
      context.on("page", (page) => watch(page, watched));
      for (const page of context.pages()) watch(page, watched);
      await use(watched);
      expect(watched.faults, "faults in the browser").toEqual([]);
    },
    { auto: true },
  ],
});

function watch(page: Page, { faults }: Watched): void {
  page.on("console", (message) => {
    if (message.type() === "error" && !harmless.some((pattern) => pattern.test(message.text())))
      faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => faults.push(`thrown: ${error.message}`));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1" && hostname !== "localhost")
      faults.push(`foreign host: ${request.url()}`);
  });
}

export { expect };

/** Where the shared Lotse of this run listens. */
export function lotseUrl(): string {
  const url = process.env["LOTSE_E2E_URL"];
  if (!url) throw new Error("LOTSE_E2E_URL is missing; run the tests with `npm run e2e`.");
  return url;
}
