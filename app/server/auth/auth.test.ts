import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.testing.ts";
import { startTestServer, type TestServer } from "../web.testing.ts";
import { safeNext } from "./session.server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const owner = { email: "mara@example.com", password: "correct horse battery" };
const newOwner = { name: "Mara Klein", ...owner, workspaceName: "Werkraum", timeZone: "Europe/Berlin" };
const where = (response: Response): [number, string | null] => [response.status, response.headers.get("location")];

test("an empty installation leads to the first owner's page, once", async () => {
  const browser = openBrowser(server.base);
  expect(where(await browser.get("/"))).toEqual([302, "/welcome"]);
  expect(where(await browser.get("/sign-in"))).toEqual([302, "/welcome"]);

  const weak = await browser.post("/welcome", { ...newOwner, password: "short" });
  expect(weak.status).toBe(200);
  expect(await weak.text()).toContain("At least 10 characters.");

  const created = await browser.post("/welcome", newOwner);
  expect(where(created)).toEqual([302, "/"]);
  expect(created.headers.getSetCookie().join()).toMatch(/lotse\.session_token=.*HttpOnly.*SameSite=Lax/i);
  const home = await browser.get("/");
  expect(home.status).toBe(200);
  expect(await home.text()).toContain("No journey yet.");

  const stranger = openBrowser(server.base);
  expect(where(await stranger.get("/welcome"))).toEqual([302, "/sign-in"]);
  expect(where(await stranger.post("/welcome", { ...newOwner, email: "eve@example.com" }))).toEqual([302, "/sign-in"]);
  const users = await server.database.sql`select email from "user"`;
  expect(users.map(({ email }) => email)).toEqual([owner.email]);
});

test("a new workspace has an owner and a channel that can send", async () => {
  const rows = await server.database
    .sql`select m.role, c.provider, c.is_default from member m join channel c using (workspace_id)`;
  expect(rows).toEqual([expect.objectContaining({ role: "owner", provider: "sandbox", is_default: true })]);
});

test("somebody without a session is asked to sign in and comes back to where they wanted to go", async () => {
  const browser = openBrowser(server.base);
  expect(where(await browser.get("/settings/members"))).toEqual([302, "/sign-in?next=%2Fsettings%2Fmembers"]);
  const signedIn = await browser.post("/sign-in?next=%2Fsettings%2Fmembers", owner);
  expect(where(signedIn)).toEqual([302, "/settings/members"]);
  expect((await browser.get("/settings/members")).status).toBe(200);
});

test("a wrong password and an unknown address are answered alike", async () => {
  const browser = openBrowser(server.base);
  const wrong = await browser.post("/sign-in", { ...owner, password: "not the password" });
  const unknown = await browser.post("/sign-in", { email: "nobody@example.com", password: "not the password" });
  for (const response of [wrong, unknown]) {
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("Email or password is not right.");
    expect(response.headers.getSetCookie()).toEqual([]);
  }
});

test("no account can be made through the auth endpoints", async () => {
  const response = await fetch(`${server.base}/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.base },
    body: JSON.stringify({ name: "Eve", email: "eve@example.com", password: "long enough password" }),
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ code: "EMAIL_PASSWORD_SIGN_UP_DISABLED" }),
  ]);
  expect(await server.database.sql`select 1 from "user" where email = 'eve@example.com'`).toHaveLength(0);
});

test("after signing out the old cookie opens nothing", async () => {
  const browser = openBrowser(server.base);
  await browser.post("/sign-in", owner);
  const stolen = openBrowser(server.base);
  for (const [name, value] of browser.cookies) stolen.cookies.set(name, value);
  expect((await stolen.get("/")).status).toBe(200);
  expect(where(await browser.post("/sign-out", {}))).toEqual([302, "/sign-in"]);
  expect(where(await stolen.get("/"))).toEqual([302, "/sign-in"]);
});

test("a changed password ends all other sessions", async () => {
  const [here, there] = [openBrowser(server.base), openBrowser(server.base)];
  await here.post("/sign-in", owner);
  await there.post("/sign-in", owner);
  const wrong = await here.post("/settings/profile", {
    do: "password",
    currentPassword: "wrong wrong wrong",
    newPassword: "another good one",
  });
  expect([wrong.status, (await wrong.text()).includes("This is not the current password.")]).toEqual([422, true]);
  const changed = await here.post("/settings/profile", {
    do: "password",
    currentPassword: owner.password,
    newPassword: "another good one",
  });
  expect(changed.status).toBe(200);
  expect((await here.get("/")).status).toBe(200);
  expect(where(await there.get("/"))).toEqual([302, "/sign-in"]);
  await here.post("/settings/profile", {
    do: "password",
    currentPassword: "another good one",
    newPassword: owner.password,
  });
});

test("a forged cookie opens nothing", async () => {
  const browser = openBrowser(server.base);
  browser.cookies.set("lotse.session_token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.c2lnbmF0dXJl");
  expect(where(await browser.get("/"))).toEqual([302, "/sign-in"]);
});

test("tries for one account are limited", async () => {
  const browser = openBrowser(server.base);
  const attempt = { email: "target@example.com", password: "guess number one" };
  for (let tries = 0; tries < 10; tries += 1) await browser.post("/sign-in", attempt);
  expect(await (await browser.post("/sign-in", attempt)).text()).toContain("Too many requests.");
});

test("tries at the auth endpoint are limited too, whatever address the client claims", async () => {
  const attempt = (number: number) =>
    fetch(`${server.base}/auth/sign-in/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: server.base,
        "x-lotse-client-address": `10.1.0.${number}`,
      },
      body: JSON.stringify({ email: "target@example.com", password: "guess number one" }),
    });
  const statuses: number[] = [];
  for (let number = 0; number < 12; number += 1) statuses.push((await attempt(number)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
});

test("a language is kept for people with and without an account", async () => {
  const browser = openBrowser(server.base);
  expect(await (await browser.get("/sign-in", { "accept-language": "de-DE,de;q=0.9" })).text()).toContain(
    '<html lang="de"',
  );
  await browser.post("/preferences", { language: "en", theme: "dark" });
  const page = await (await browser.get("/sign-in", { "accept-language": "de" })).text();
  expect(page).toContain('<html lang="en" data-theme="dark"');
  expect((await browser.post("/preferences", { language: "xx" })).status).toBe(422);
});

test("a link can only lead on to this site", () => {
  const asked = [
    "/j/4?node=a",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    null,
  ];
  expect(asked.map(safeNext)).toEqual(["/j/4?node=a", "/", "/", "/", "/", "/", "/"]);
});
