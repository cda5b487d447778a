import { defineConfig } from "@playwright/test";

const chromiumPath = process.env["CHROMIUM_PATH"];

/** Browser tests run one after another against one `npm start` of their own (see `server.setup.ts`). */
export default defineConfig({
  testDir: ".",
  testMatch: process.env["LOTSE_PICTURES"] === "1" ? "pictures.spec.ts" : /(?<!pictures)\.spec\.ts$/,
  globalSetup: "./server.setup.ts",
  outputDir: "../.cache/playwright",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  reporter: "list",
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      ...(chromiumPath ? { executablePath: chromiumPath } : {}),
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"],
    },
  },
});
