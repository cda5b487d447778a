import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSql } from "#db/client.ts";
import { endpoints } from "../../api/contract.ts";
import { problemSchema } from "../../api/schemas.ts";
import { createKey } from "../keys/create-key.server.ts";
import { type Answer, type ApiClient, smallJourney, startTestApi } from "./testing.ts";

const logged: string[] = [];
const log = new Writable({
  write: (chunk, _encoding, done) => {
    logged.push(String(chunk));
    done();
  },
});
const api = await startTestApi({ log });
afterAll(() => api.close());

let client: ApiClient;
let foreignId: number;
let ownId: number;
beforeAll(async () => {
  client = await api.aClient();
  const foreign = await api.aClient();
  const create = { name: "Trial", graph: smallJourney };
  foreignId = endpoints.createJourney.answer.parse((await foreign.request("POST", "/v1/journeys", create)).body).id;
  ownId = endpoints.createJourney.answer.parse((await client.request("POST", "/v1/journeys", create)).body).id;
});

/** The problem of a refusal; checks what every refusal has in common. */
function problemOf({ status, headers, body }: Answer) {
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(body);
  expect(problem.status).toBe(status);
  expect(problem.detail).toMatch(/^[A-Z].*[.]$/s);
  expect(problem.detail).not.toContain("{{");
  return problem;
}

const withId = (path: string, id: string): string => path.replace(/\{\w+\}/g, id);
const table = Object.entries(endpoints);
const operationsWithId = table.filter(([, { path }]) => /\{(journeyId|messageId)\}/.test(path));

test.each(table)(
  "%s refuses a missing, unknown, revoked-looking and wrong-kind key with 401",
  async (_name, endpoint) => {
    const { key: writeKey } = await createKey(api.services, { scope: client.scope, kind: "write", name: "events" });
    const path = withId(endpoint.path, "1");
    for (const authorization of [
      "",
      "Bearer",
      "Bearer la_unknown",
      `Bearer ${writeKey}`,
      "Basic bGFfeDo=",
      `Bearer ${"x".repeat(500)}`,
    ]) {
      const answer = await client.request(endpoint.method.toUpperCase(), path, undefined, { authorization });
      expect(problemOf(answer).status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
  },
);

test.each(operationsWithId)("%s answers a foreign, a missing and a malformed id alike", async (name, endpoint) => {
  const bodies: Record<string, unknown> = { replaceDraft: smallJourney, enrolCustomer: { userId: "u" } };
  const ask = async (id: string) => {
    const answer = await client.request(endpoint.method.toUpperCase(), withId(endpoint.path, id), bodies[name]);
    return problemOf(answer);
  };
  const missing = await ask("2000000000");
  expect(missing).toMatchObject({ status: 404, code: "request.not_found" });
  for (const id of [String(foreignId), "99999999999999999999", "-1", "0", "1.5", "abc", "%00", "1%20or%201=1"]) {
    expect(await ask(id)).toEqual(missing);
  }
});

const withBody = table.filter(([, { body }]) => body !== undefined);

test.each(withBody)("%s refuses broken bodies with the right status", async (_name, endpoint) => {
  const path = withId(endpoint.path, String(ownId));
  const send = async (body: unknown, headers?: Record<string, string>) => {
    const { status, code } = problemOf(await client.request(endpoint.method.toUpperCase(), path, body, headers));
    return `${status} ${code}`;
  };
  expect(await send("{")).toBe("400 request.invalid_json");
  expect(await send('{"name":"a"} {"b":1}')).toBe("400 request.invalid_json");
  expect(await send("{}", { "content-type": "text/plain" })).toBe("415 request.unsupported_media");
  expect(await send("{}", { "content-type": "application/json", "content-encoding": "br2" })).toBe(
    "415 request.unsupported_media",
  );
  expect(await send("not gzip", { "content-encoding": "gzip" })).toBe("400 request.invalid_json");
  expect(await send(JSON.stringify({ name: "x".repeat(10_000_000) }))).toBe("413 request.too_large");
  expect(await send('{"name":"a\\u0000b"}')).toBe("422 request.invalid");
  expect(await send('{"name":"half \\ud800"}')).toBe("422 request.invalid");
  expect(await send('{"a\\u0000":1}')).toBe("422 request.invalid");
  expect(await send(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`)).toBe("422 request.invalid");
  for (const wrong of ["[]", "null", "1", '"text"', "true"]) expect(await send(wrong)).toBe("422 request.invalid");
});

test.each(withBody)("%s names unknown fields", async (_name, endpoint) => {
  const answer = await client.request(endpoint.method.toUpperCase(), withId(endpoint.path, String(ownId)), {
    __proto: 1,
    colour: "red",
  });
  const { faults = [] } = problemOf(answer);
  expect(faults).toEqual(
    expect.arrayContaining([{ path: "colour", code: "unknown_field", message: "There is no field colour." }]),
  );
});

test("a body of 10 MB leaves the connection usable and nothing behind", async () => {
  const before = await api.database.sql`select count(*) from journey`;
  const answer = await client.request("POST", "/v1/journeys", {
    name: "Big",
    graph: { ...smallJourney, notes: ["x".repeat(10_000_000)] },
  });
  expect(answer.status).toBe(413);
  expect((await client.request("GET", "/v1/journeys")).status).toBe(200);
  expect(await api.database.sql`select count(*) from journey`).toEqual(before);
});

test("wrong types are named field by field", async () => {
  const node = { id: "a b", type: "Email", position: { x: "1", y: 0 }, settings: [] };
  const { faults = [] } = problemOf(
    await client.request("POST", "/v1/journeys", { name: 7, graph: { version: 2, nodes: [node], edges: {} } }),
  );
  expect(faults.map(({ path }) => path)).toEqual([
    "name",
    "graph.version",
    "graph.nodes.0.id",
    "graph.nodes.0.type",
    "graph.nodes.0.position.x",
    "graph.nodes.0.settings",
    "graph.edges",
  ]);
});

test("queries are as strict as bodies", async () => {
  const ask = async (query: string) =>
    problemOf(await client.request("GET", `/v1/journeys/${ownId}/runs?${query}`)).faults?.map(({ path }) => path);
  expect(await ask("limit=0")).toEqual(["limit"]);
  expect(await ask("limit=1000")).toEqual(["limit"]);
  expect(await ask("limit[]=5")).toEqual(["limit"]);
  expect(await ask("colour=red")).toEqual(["colour"]);
  expect(await ask("node=%00")).toEqual(["node"]);
  expect(await ask("state=asleep")).toEqual(["state"]);
  expect(await ask("after=!!")).toEqual(["after"]);
  expect(await ask("after=bm8")).toEqual(["after"]);
});

test("an unknown path is 404 and a wrong method 405 with what is allowed, both as problems", async () => {
  for (const path of ["/v1", "/v1/nothing", "/v1/journeys/1/nothing", "/v1/journeys/%E0%A4%A", "/v1/inbox"]) {
    expect(problemOf(await client.request("GET", path))).toMatchObject({ status: 404, code: "request.not_found" });
  }
  const answer = await client.request("DELETE", `/v1/journeys/${ownId}/draft`);
  expect(problemOf(answer)).toMatchObject({
    status: 405,
    detail: "DELETE is not available here. Available: GET, PUT, HEAD.",
  });
  expect(answer.headers.get("allow")).toBe("GET, PUT, HEAD");
});

test("an optional body may be missing, empty or {}", async () => {
  for (const body of [undefined, "", {}]) {
    const { status } = await client.request("POST", `/v1/journeys/${ownId}/pause`, body);
    expect(status).toBe(409);
  }
});

test("more requests than a key may send are refused with the time to wait", async () => {
  const tight = await startTestApi({ rateLimit: { requests: 2, seconds: 60 } });
  const [first, second] = [await tight.aClient(), await tight.aClient()];
  const statuses = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await first.request("GET", "/v1/journeys")).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await first.request("GET", "/v1/journeys");
  expect(problemOf(refused)).toMatchObject({ code: "request.rate_limited", retry: true });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await second.request("GET", "/v1/journeys")).status).toBe(200);
  await tight.close();
});

test("a bug is answered with its number, and logged under it without what was sent", async () => {
  await api.database.sql`alter table collab_document rename column graph to graph_gone`;
  const answer = await client.request("POST", "/v1/journeys", { name: "Secret name of a customer" });
  await api.database.sql`alter table collab_document rename column graph_gone to graph`;
  const problem = problemOf(answer);
  expect(problem).toMatchObject({ status: 500, code: "bug.unexpected" });
  expect(problem.detail).toContain(problem.errorId);
  const line = logged.find((entry) => entry.includes(String(problem.errorId))) ?? "";
  expect(line).toContain("42703");
  expect(line).not.toContain("Secret name");
  const rows = await api.database.sql`select 1 from journey where name like 'Secret%'`;
  expect(rows).toHaveLength(0);
});

test("while the database is away every request is told to come back", async () => {
  const away = openSql("postgres://nobody@127.0.0.1:1/nothing", { max: 1 });
  const lost = await startTestApi({ replace: { sql: away } });
  const answer = await lost.send(client.key, "GET", "/v1/journeys");
  expect(problemOf(answer)).toMatchObject({ status: 503, code: "database.unavailable", retry: true });
  expect(answer.headers.get("retry-after")).toBe("1");
  await Promise.all([lost.close(), away.end()]);
});

test("the document is public and names the server", async () => {
  const { status, body } = await api.send("", "GET", "/openapi.json");
  expect([status, body]).toMatchObject([200, { openapi: "3.1.0", servers: [{ url: "http://lotse.test/api" }] }]);
});
