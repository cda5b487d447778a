import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,worker,db,e2e}/**/*.test.{ts,tsx}"],
    globalSetup: ["db/testing.setup.ts"],
    setupFiles: ["db/testing.console.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    retry: 0,
  },
});
