import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, expect, test } from "vitest";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { aWriteKey, startIngest } from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
const workspaceId = await aWorkspace(sql);
const writeKey = await aWriteKey(sql, workspaceId);
const server = await startIngest(database, { writeKey });
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(async () => {
  await sql`truncate event`;
});

type Stored = { messageId: string; type: string; name: string; userId: string | null; payload: unknown; at: Date };
const stored = () => sql<Stored[]>`
  select message_id as "messageId", type, name, user_id as "userId", payload, at from event order by id`;
const track = (extra: object = {}) => ({ userId: "u1", event: "Signed up", ...extra });
const faultsOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as { status: number; faults?: { path: string; code: string }[] };
  expect(problem.status).toBe(response.status);
  return (problem.faults ?? []).map(({ path, code }) => `${path} ${code}`);
};

test("every call of the Segment spec is stored before it is answered", async () => {
  const calls = {
    identify: { userId: "u1", traits: { plan: "pro" } },
    track: track({ properties: { price: 3 } }),
    page: { anonymousId: "a1", name: "Pricing" },
    screen: { anonymousId: "a1", name: "Start" },
    group: { userId: "u1", groupId: "g1", traits: {} },
    alias: { userId: "u1", previousId: "a1" },
  };
  for (const [type, body] of Object.entries(calls)) {
    const response = await server.post(`/v1/${type}`, body);
    expect(await response.json()).toEqual({ success: true });
    expect(response.status).toBe(200);
  }
  const rows = await stored();
  expect(rows.map((row) => row.type)).toEqual(Object.keys(calls));
  expect(rows.map((row) => row.name)).toEqual(["", "Signed up", "Pricing", "Start", "", ""]);
  expect(rows[1]?.payload).toEqual({ properties: { price: 3 } });
});

test("a trailing slash and /v1/import are the same; other paths are left to others", async () => {
  expect((await server.post("/v1/track/", track())).status).toBe(200);
  expect((await server.post("/v1/import", { batch: [{ type: "track", ...track() }] })).status).toBe(200);
  expect((await server.post("/v1/tracks", track())).status).toBe(404);
  expect((await server.post("/v1/track/x", track())).status).toBe(404);
});

test("the message id makes a call count once, however often and however concurrently it is sent", async () => {
  const batch = Array.from({ length: 40 }, (_, index) => ({ type: "track", messageId: `m${index}`, ...track() }));
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, turn) =>
      server.post("/v1/batch", { batch: turn % 2 ? batch : batch.toReversed() }).then((response) => response.status),
    ),
  );
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(await stored()).toHaveLength(40);
});

test("two processes that store the same ids in opposite orders both succeed", async () => {
  const other = await startIngest(database, { writeKey });
  const batch = Array.from({ length: 300 }, (_, index) => ({ type: "track", messageId: `m${index}`, ...track() }));
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, turn) =>
      turn % 2 ? server.post("/v1/batch", { batch }) : other.post("/v1/batch", { batch: batch.toReversed() }),
    ),
  );
  await other.close();
  expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
  expect(await stored()).toHaveLength(300);
});

test("a workspace's message ids do not shadow another's", async () => {
  const otherKey = await aWriteKey(sql, await aWorkspace(sql));
  await server.post("/v1/track", track({ messageId: "same" }));
  await server.post("/v1/track", track({ messageId: "same" }), { authorization: `Bearer ${otherKey}` });
  expect(await stored()).toHaveLength(2);
});

test("the key may come as Basic user, bearer token or in the body", async () => {
  const none = await startIngest(database);
  expect((await none.post("/v1/track", track(), { authorization: `Bearer ${writeKey}` })).status).toBe(200);
  expect((await none.post("/v1/track", track({ writeKey }))).status).toBe(200);
  expect((await none.post("/v1/batch", { writeKey, batch: [{ type: "track", ...track() }] })).status).toBe(200);
  expect((await none.post("/v1/track", track())).status).toBe(401);
  await none.close();
});

test("unknown, revoked and management keys get the same answer", async () => {
  const revoked = await aWriteKey(sql, workspaceId);
  await sql`update api_key set revoked_at = now() where prefix = ${revoked.slice(0, 8)} and hash <> ''
    and id = (select max(id) from api_key)`;
  const management = await aWriteKey(sql, workspaceId);
  await sql`update api_key set kind = 'api' where id = (select max(id) from api_key)`;
  const answers = await Promise.all(
    ["nonsense", revoked, management].map(async (key) => {
      const response = await server.post("/v1/track", track(), { authorization: `Bearer ${key}` });
      expect(response.headers.get("www-authenticate")).toContain("Basic");
      return [response.status, await response.text()];
    }),
  );
  expect(new Set(answers.map(String)).size).toBe(1);
  expect(answers[0]?.[0]).toBe(401);
  expect(await stored()).toHaveLength(0);
});

test("other methods are refused with the right one named", async () => {
  const response = await fetch(`${server.url}/v1/track`);
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("POST");
});

test.each([
  ["broken JSON", '{"userId":'],
  ["no JSON at all", "hello"],
  ["nothing", ""],
  ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
])("%s is 400", async (_, body) => {
  expect((await server.post("/v1/track", body)).status).toBe(400);
  expect(await stored()).toHaveLength(0);
});

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
const wide = Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`k${index}`, 1]));

test.each([
  ["no ids", "/v1/track", { event: "x" }, "userId required"],
  ["a number as user id", "/v1/track", track({ userId: 7 }), "userId invalid_type"],
  ["an empty user id", "/v1/track", track({ userId: "" }), "userId too_small"],
  ["a very long user id", "/v1/track", track({ userId: "x".repeat(256) }), "userId too_big"],
  ["no event name", "/v1/track", { userId: "u" }, "event invalid_type"],
  ["a blank event name", "/v1/track", track({ event: "  " }), "event custom"],
  ["properties as a list", "/v1/track", track({ properties: [1] }), "properties invalid_type"],
  ["properties as text", "/v1/track", track({ properties: "x" }), "properties invalid_type"],
  ["traits as text", "/v1/identify", { userId: "u", traits: "x" }, "traits invalid_type"],
  ["a timestamp that is none", "/v1/track", track({ timestamp: "yesterday" }), "timestamp custom"],
  ["a timestamp as a number", "/v1/track", track({ timestamp: 1 }), "timestamp invalid_type"],
  ["an unknown field", "/v1/track", track({ colour: "red" }), "colour unknown_field"],
  ["another type than the address", "/v1/track", { type: "identify", ...track() }, "type invalid_value"],
  ["NUL in a value", "/v1/track", track({ properties: { a: ["x\u0000"] } }), "properties.a.0 nul"],
  ["NUL in a key", "/v1/track", track({ properties: { "a\u0000": 1 } }), "properties.a\uFFFD nul"],
  ["NUL in the user id", "/v1/track", track({ userId: "\u0000" }), "userId nul"],
  ["half a surrogate pair", "/v1/track", '{"userId":"u","event":"\\ud83d"}', "event lone_surrogate"],
  ["too deep", "/v1/track", track({ properties: deep(20) }), expect.stringMatching(/ too_deep$/)],
  ["too many keys", "/v1/track", track({ properties: wide }), "properties too_many_keys"],
  [
    "__proto__",
    "/v1/track",
    '{"userId":"u","event":"x","properties":{"__proto__":{"a":1}}}',
    "properties.__proto__ reserved_name",
  ],
  [
    "a number beyond doubles",
    "/v1/track",
    '{"userId":"u","event":"x","properties":{"n":1e999}}',
    "properties.n number",
  ],
  ["a reserved trait", "/v1/identify", { userId: "u", traits: { $id: 1 } }, "traits.$id reserved_name"],
  ["an alias without a user id", "/v1/alias", { anonymousId: "a", previousId: "b" }, "userId required"],
  ["a group without an id", "/v1/group", { userId: "u" }, "groupId invalid_type"],
  ["a list instead of an object", "/v1/track", [], " invalid_type"],
  ["null", "/v1/track", "null", " invalid_type"],
  ["a batch that is none", "/v1/batch", track(), "batch invalid_type"],
  ["an empty batch", "/v1/batch", { batch: [] }, "batch too_small"],
  ["a batch of 501", "/v1/batch", { batch: Array(501).fill({}) }, "batch too_big"],
])("%s is 422 and names the field", async (_, path, body, fault) => {
  const response = await server.post(path, body);
  expect(response.status).toBe(422);
  expect(await faultsOf(response)).toContainEqual(fault);
  expect(await stored()).toHaveLength(0);
});

test("nesting of ten thousand levels is refused, not a crash", async () => {
  const nested = `{"userId":"u","event":"x","properties":{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}}`;
  expect((await server.post("/v1/track", nested)).status).toBe(422);
});

test("odd but honest text is kept as it is", async () => {
  const name = "=cmd()|'/c calc'!A1\r\nSet-Cookie: x \u202Eabc 👩‍👩‍👧";
  expect((await server.post("/v1/identify", { userId: "u", traits: { name } })).status).toBe(200);
  expect((await stored())[0]?.payload).toEqual({ traits: { name } });
});

test("a bad event in a batch is reported by its index and the good ones are kept", async () => {
  const response = await server.post("/v1/batch", {
    batch: [
      { type: "track", ...track({ messageId: "good-1" }) },
      { type: "track", userId: 5, event: "x" },
      { type: "nothing", userId: "u" },
      { type: "track", ...track({ properties: { text: "x".repeat(70_000) } }) },
      "text",
      { type: "track", ...track({ messageId: "good-2" }) },
    ],
  });
  expect(response.status).toBe(200);
  const answer = (await response.json()) as {
    accepted: number;
    rejected: { index: number; field: string; code: string }[];
  };
  expect(answer.accepted).toBe(2);
  expect(answer.rejected.map(({ index, field, code }) => `${index} ${field} ${code}`)).toEqual([
    "1 userId invalid_type",
    "2 type invalid_value",
    "3  too_large",
    "4  invalid_type",
  ]);
  expect((await stored()).map((row) => row.messageId)).toEqual(["good-1", "good-2"]);
});

test("a batch without a good event is 422", async () => {
  const response = await server.post("/v1/batch", { batch: [{ type: "track" }, { type: "page", userId: "u", x: 1 }] });
  expect(response.status).toBe(422);
  expect(await faultsOf(response)).toEqual(
    expect.arrayContaining(["batch.0.event invalid_type", "batch.1.x unknown_field"]),
  );
});

test("bodies beyond the limit are 413, also when they are huge, chunked or packed", async () => {
  const huge = JSON.stringify(track({ properties: { text: "x".repeat(10_000_000) } }));
  expect((await server.post("/v1/track", huge)).status).toBe(413);
  expect((await server.post("/v1/batch", huge)).status).toBe(413);
  expect((await server.post("/v1/track", huge, { authorization: "Bearer wrong" })).status).toBe(401);
  const chunked = new ReadableStream({
    start: (controller) => {
      for (let turn = 0; turn < 40; turn += 1) controller.enqueue(new TextEncoder().encode("x".repeat(65_536)));
      controller.close();
    },
  });
  const request = { method: "POST", headers: { authorization: `Bearer ${writeKey}` }, body: chunked, duplex: "half" };
  expect((await fetch(`${server.url}/v1/batch`, request as RequestInit)).status).toBe(413);
  const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20));
  expect((await server.post("/v1/batch", bomb, { "content-encoding": "gzip" })).status).toBe(413);
  expect((await server.post("/v1/track", track())).status).toBe(200);
});

test("gzip is unpacked; broken gzip is 400 and other encodings are 415", async () => {
  const packed = gzipSync(JSON.stringify(track()));
  expect((await server.post("/v1/track", packed, { "content-encoding": "gzip" })).status).toBe(200);
  expect((await server.post("/v1/track", packed.subarray(0, 30), { "content-encoding": "gzip" })).status).toBe(400);
  expect((await server.post("/v1/track", JSON.stringify(track()), { "content-encoding": "gzip" })).status).toBe(400);
  expect((await server.post("/v1/track", packed, { "content-encoding": "br" })).status).toBe(415);
});

test("a sender that stops in the middle of its body is cut off with 408", async () => {
  const impatient = await startIngest(database, { writeKey, bodyTimeoutMs: 20 });
  const never = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) });
  const request = { method: "POST", headers: { authorization: `Bearer ${writeKey}` }, body: never, duplex: "half" };
  expect((await fetch(`${impatient.url}/v1/track`, request as RequestInit)).status).toBe(408);
  await impatient.close();
});

test("the sender's clock is corrected, and no event lies in the future or before 2000", async () => {
  const now = new Date("2026-05-01T12:00:00Z");
  const fixed = await startIngest(database, { writeKey, now: () => now });
  const at = async (fields: object) => {
    await sql`truncate event`;
    expect((await fixed.post("/v1/track", track(fields))).status).toBe(200);
    return (await stored())[0]?.at.toISOString();
  };
  expect(await at({ timestamp: "2026-05-01T13:59:00Z", sentAt: "2026-05-01T14:00:00Z" })).toBe(
    "2026-05-01T11:59:00.000Z",
  );
  expect(await at({ timestamp: "2026-05-01T10:00:00+02:00" })).toBe("2026-05-01T08:00:00.000Z");
  expect(await at({ timestamp: "2026-05-01T10:00:00" })).toBe("2026-05-01T10:00:00.000Z");
  expect(await at({ originalTimestamp: "2026-04-01" })).toBe("2026-04-01T00:00:00.000Z");
  expect(await at({ timestamp: "2027-01-01T00:00:00Z" })).toBe("2026-05-01T12:00:00.000Z");
  expect(await at({ timestamp: "1970-01-01T00:00:00Z" })).toBe("2000-01-01T00:00:00.000Z");
  expect(await at({})).toBe("2026-05-01T12:00:00.000Z");
  await fixed.close();
});

test("the context of a batch is the background of its events", async () => {
  await server.post("/v1/batch", {
    context: { ip: "10.0.0.1", app: "web" },
    batch: [{ type: "track", ...track({ context: { app: "ios" } }) }],
  });
  expect((await stored())[0]?.payload).toEqual({ properties: {}, context: { ip: "10.0.0.1", app: "ios" } });
});

test("when the database is away the answer is 503 and nothing is half-written", async () => {
  const away = await startIngest({ sql, url: "postgres://lotse:x@127.0.0.1:9/lotse" }, { writeKey });
  const response = await away.post("/v1/track", track());
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("1");
  await away.close();
});
