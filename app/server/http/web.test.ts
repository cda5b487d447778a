import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.testing.ts";
import { startTestServer, type TestServer } from "../web.testing.ts";
import { isFromOwnPage } from "./csrf.server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ LOTSE_METRICS_TOKEN: "a token for metrics" });
});
afterAll(() => server.close());

const newOwner = {
  name: "Mara",
  email: "mara@example.com",
  password: "correct horse battery",
  workspaceName: "Werkraum",
  timeZone: "Europe/Berlin",
};

test("a form from another site, or from nowhere, changes nothing", async () => {
  const browser = openBrowser(server.base);
  const headers = [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "http://evil.lotse.example" },
  ];
  for (const header of headers) {
    const response = await browser.post("/welcome", newOwner, header);
    expect([response.status, await response.json()]).toEqual([403, expect.objectContaining({ code: "auth.csrf" })]);
  }
  expect(await server.database.sql`select 1 from "user"`).toHaveLength(0);
});

test("the same check stands before the auth endpoints", async () => {
  const response = await fetch(`${server.base}/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "https://evil.example" },
    body: "{}",
  });
  expect(response.status).toBe(403);
});

test("a browser that names our page, or a host of ours, is believed", () => {
  const own = "lotse.example";
  expect(isFromOwnPage({ headers: { "sec-fetch-site": "same-origin" } }, own)).toBe(true);
  expect(isFromOwnPage({ headers: { origin: "http://localhost:3000", host: "localhost:3000" } }, own)).toBe(true);
  expect(isFromOwnPage({ headers: { origin: "https://lotse.example", host: "10.0.0.4:3000" } }, own)).toBe(true);
  expect(isFromOwnPage({ headers: { origin: "http://localhost:3001", host: "localhost:3000" } }, own)).toBe(false);
  expect(isFromOwnPage({ headers: { origin: "garbage", host: "localhost:3000" } }, own)).toBe(false);
});

test("pages allow only their own scripts and name no foreign host", async () => {
  const response = await openBrowser(server.base).get("/welcome");
  const policy = response.headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const html = await response.text();
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("script-src 'self' 'unsafe-inline'");
  const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = ""]) => attributes);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((attributes) => !attributes.includes(`nonce="${nonce}"`))).toEqual([]);
  const addresses = [...html.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
  expect(addresses.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
  expect([response.headers.get("x-content-type-options"), response.headers.get("x-powered-by")]).toEqual([
    "nosniff",
    null,
  ]);
});

test("two answers never share a nonce", async () => {
  const browser = openBrowser(server.base);
  const policies = await Promise.all([browser.get("/welcome"), browser.get("/welcome")]);
  const [first, second] = policies.map((response) => response.headers.get("content-security-policy"));
  expect(first).not.toBe(second);
});

test("the process says that it lives; it is ready when database, tables and a worker are there", async () => {
  expect((await fetch(`${server.base}/healthz`)).status).toBe(200);
  const without = await fetch(`${server.base}/readyz`);
  expect([without.status, await without.json()]).toEqual([
    503,
    { status: "not ready", database: true, migrations: true, worker: false },
  ]);
  const { sql } = server.database;
  await sql`insert into process_heartbeat (id, role, pid, host) values ('w', 'worker', 1, 'here')`;
  expect((await fetch(`${server.base}/readyz`)).status).toBe(200);
  await sql`update process_heartbeat set beat_at = now() - interval '31 seconds'`;
  expect((await fetch(`${server.base}/readyz`)).status).toBe(503);
});

test("metrics need their token", async () => {
  const ask = (authorization: string) =>
    fetch(`${server.base}/metrics`, { headers: { authorization }, redirect: "manual" });
  expect((await ask("Bearer wrong")).status).not.toBe(200);
  const answer = await ask("Bearer a token for metrics");
  expect([answer.status, (await answer.text()).includes("lotse_worker_heartbeat_age_seconds")]).toEqual([200, true]);
});

test("an unknown address is a page that says so, with the status to match", async () => {
  const browser = openBrowser(server.base);
  await browser.post("/welcome", newOwner);
  const response = await browser.get("/nowhere/at/all");
  const html = await response.text();
  expect(response.status).toBe(404);
  expect(html).toContain("There is nothing here");
  expect(html).toContain('aria-label="Main"');
});

test("text with NUL or far too long is refused beside its field, and nothing is stored", async () => {
  const browser = openBrowser(server.base);
  await browser.post("/sign-in", newOwner);
  for (const name of ["a\u0000b", "x".repeat(5_000), "   "]) {
    const response = await browser.post("/settings/workspace", { name, language: "en", timeZone: "Europe/Berlin" });
    expect(response.status).toBe(422);
  }
  const wrongZone = await browser.post("/settings/workspace", {
    name: "Fine",
    language: "en",
    timeZone: "Mars/Olympus",
  });
  expect([wrongZone.status, (await wrongZone.text()).includes("Choose a time zone from the list.")]).toEqual([
    422,
    true,
  ]);
  const [row] = await server.database.sql`select name from workspace`;
  expect(row).toEqual({ name: "Werkraum" });
});
