import { afterAll, expect, test } from "vitest";
import { endpoints } from "../../api/contract.ts";
import { enrolledSchema, problemSchema } from "../../api/schemas.ts";
import { createKey } from "../keys/create-key.server.ts";
import { listKeys } from "../keys/list-keys.server.ts";
import { revokeKey } from "../keys/revoke-key.server.ts";
import { smallJourney, startTestApi } from "./testing.ts";

const api = await startTestApi();
afterAll(() => api.close());

type Client = Awaited<ReturnType<typeof api.aClient>>;

async function aJourney(client: Client, { graph = smallJourney as unknown, isLive = true } = {}): Promise<number> {
  const { status, body } = await client.request("POST", "/v1/journeys", { name: "Trial", graph });
  expect(status).toBe(201);
  const { id } = endpoints.createJourney.answer.parse(body);
  if (isLive) expect((await client.request("POST", `/v1/journeys/${id}/publish`)).status).toBe(200);
  return id;
}

const codeOf = (body: unknown): string => problemSchema.parse(body).code;

test("a journey is created, drafted, published, filled, watched, paused and resumed over the API", async () => {
  const client = await api.aClient();
  const created = await client.request("POST", "/v1/journeys", { name: "  Trial to paid " });
  const journey = endpoints.createJourney.answer.parse(created.body);
  expect(created.headers.get("location")).toBe(`/api/v1/journeys/${journey.id}`);
  expect(journey).toMatchObject({ name: "Trial to paid", state: "draft", version: null, peopleNow: 0, goalRate: null });

  const drafted = await client.request("PUT", `/v1/journeys/${journey.id}/draft`, smallJourney);
  expect(endpoints.replaceDraft.answer.parse(drafted.body).problems).toEqual([]);
  const draft = await client.request("GET", `/v1/journeys/${journey.id}/draft`);
  expect(endpoints.readDraft.answer.parse(draft.body)).toMatchObject({
    edges: expect.arrayContaining(smallJourney.edges),
  });
  expect(draft.headers.get("etag")).toBe(drafted.headers.get("etag"));

  const published = await client.request("POST", `/v1/journeys/${journey.id}/publish`);
  expect(endpoints.publishJourney.answer.parse(published.body)).toMatchObject({ version: 1, state: "live" });

  const body = { userId: "u-1", createIfMissing: true };
  const enrolled = await client.request("POST", `/v1/journeys/${journey.id}/enrol`, body);
  expect(enrolledSchema.parse(enrolled.body)).toMatchObject({ entered: true });
  const again = await client.request("POST", `/v1/journeys/${journey.id}/enrol`, body);
  expect(enrolledSchema.parse(again.body)).toMatchObject({ entered: false, runId: null });

  const metrics = await client.request("GET", `/v1/journeys/${journey.id}/metrics`);
  expect(endpoints.readMetrics.answer.parse(metrics.body)).toMatchObject({
    onTheirWay: 1,
    nodes: { start: { entered: 1, here: 1, movedOn: 0, left: 0, failed: 0 }, paid: { entered: 0 } },
  });
  const runs = await client.request("GET", `/v1/journeys/${journey.id}/runs?node=start&state=here`);
  const { items, next } = endpoints.listRuns.answer.parse(runs.body);
  expect(items).toMatchObject([{ userId: "u-1", state: "here", nodeId: "start", version: 1, hold: null }]);
  expect(next).toBeNull();

  const paused = await client.request("POST", `/v1/journeys/${journey.id}/pause`);
  expect(endpoints.pauseJourney.answer.parse(paused.body)).toMatchObject({ state: "paused", peopleNow: 1 });
  const refused = await client.request("POST", `/v1/journeys/${journey.id}/enrol`, {
    userId: "u-2",
    createIfMissing: true,
  });
  expect([refused.status, codeOf(refused.body)]).toEqual([409, "journey.state"]);
  const resumed = await client.request("POST", `/v1/journeys/${journey.id}/resume`, {});
  expect(endpoints.resumeJourney.answer.parse(resumed.body).state).toBe("live");
  const read = await client.request("GET", `/v1/journeys/${journey.id}`);
  expect(endpoints.getJourney.answer.parse(read.body)).toMatchObject({ entered: 1, version: 1 });
});

test("resuming wakes every lane of the engine", async () => {
  const client = await api.aClient();
  const id = await aJourney(client);
  await client.request("POST", `/v1/journeys/${id}/pause`);
  await api.database.sql`delete from graphile_worker._private_jobs`;
  await client.request("POST", `/v1/journeys/${id}/resume`);
  const jobs = await api.database.sql<{ key: string }[]>`select key from graphile_worker.jobs order by key`;
  expect(jobs.map(({ key }) => key)).toEqual(Array.from({ length: 8 }, (_, lane) => `advance:${lane}`));
});

test("lists go on where the page before ended", async () => {
  const client = await api.aClient();
  const ids = [];
  for (let count = 0; count < 3; count += 1) ids.unshift(await aJourney(client, { isLive: false }));
  const first = endpoints.listJourneys.answer.parse((await client.request("GET", "/v1/journeys?limit=2")).body);
  const rest = endpoints.listJourneys.answer.parse(
    (await client.request("GET", `/v1/journeys?limit=2&after=${first.next}`)).body,
  );
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
  expect(rest.next).toBeNull();
  const none = await client.request("GET", "/v1/journeys?state=archived");
  expect(none.body).toEqual({ items: [], next: null });
});

test("runs are paged by a cursor", async () => {
  const client = await api.aClient();
  const id = await aJourney(client);
  for (const userId of ["a", "b", "c"]) {
    await client.request("POST", `/v1/journeys/${id}/enrol`, { userId, createIfMissing: true });
  }
  const first = endpoints.listRuns.answer.parse((await client.request("GET", `/v1/journeys/${id}/runs?limit=2`)).body);
  const rest = endpoints.listRuns.answer.parse(
    (await client.request("GET", `/v1/journeys/${id}/runs?limit=2&after=${first.next}`)).body,
  );
  expect([...first.items, ...rest.items].map(({ userId }) => userId)).toEqual(["c", "b", "a"]);
  const elsewhere = await client.request("GET", `/v1/journeys/${id}/runs?node=nowhere`);
  expect(elsewhere.body).toEqual({ items: [], next: null });
});

test("a customer is enrolled by either id, and only one who exists unless asked", async () => {
  const client = await api.aClient();
  const id = await aJourney(client, {
    graph: {
      ...smallJourney,
      nodes: smallJourney.nodes.map((node) =>
        node.id === "start" ? { ...node, settings: { reentry: "always" } } : node,
      ),
    },
  });
  const enrol = (body: object, headers = {}) => client.request("POST", `/v1/journeys/${id}/enrol`, body, headers);
  const unknown = await enrol({ userId: "nobody" });
  expect([unknown.status, codeOf(unknown.body)]).toEqual([404, "customer.not_found"]);
  const { customerId } = enrolledSchema.parse((await enrol({ userId: "x", createIfMissing: true })).body);
  expect(enrolledSchema.parse((await enrol({ customerId })).body)).toMatchObject({ entered: true, customerId });
  expect(enrolledSchema.parse((await enrol({ userId: "x" }, { "idempotency-key": "k1" })).body).entered).toBe(true);
  expect(enrolledSchema.parse((await enrol({ userId: "x" }, { "idempotency-key": "k1" })).body).entered).toBe(false);
  const foreign = await api.aClient();
  const theirs = await aJourney(foreign);
  const stolen = await foreign.request("POST", `/v1/journeys/${theirs}/enrol`, { customerId });
  expect([stolen.status, codeOf(stolen.body)]).toEqual([404, "customer.not_found"]);
});

test("ten callers who enrol the same unknown person make one customer", async () => {
  const client = await api.aClient();
  const id = await aJourney(client);
  const body = { userId: "same", createIfMissing: true };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => client.request("POST", `/v1/journeys/${id}/enrol`, body)),
  );
  const enrolled = answers.map((answer) => enrolledSchema.parse(answer.body));
  expect(new Set(enrolled.map(({ customerId }) => customerId)).size).toBe(1);
  expect(enrolled.filter(({ entered }) => entered)).toHaveLength(1);
  const rows = await api.database.sql`select 1 from customer where workspace_id = ${client.scope.workspaceId}`;
  expect(rows).toHaveLength(1);
});

test("a journey without a manual entry says so", async () => {
  const client = await api.aClient();
  const nodes = smallJourney.nodes.map((node) =>
    node.id === "start" ? { ...node, type: "event-entry", settings: { eventName: "Signed Up" } } : node,
  );
  const id = await aJourney(client, { graph: { ...smallJourney, nodes } });
  const { status, body } = await client.request("POST", `/v1/journeys/${id}/enrol`, {
    userId: "u",
    createIfMissing: true,
  });
  expect([status, codeOf(body)]).toEqual([409, "journey.no_entry"]);
});

test("a graph that cannot run is not published, and the answer says where and why", async () => {
  const client = await api.aClient();
  const graph = {
    version: 1,
    nodes: [
      { id: "mail", type: "email", position: { x: 0, y: 0 }, settings: { to: "email", body: "Hello" } },
      {
        id: "call",
        type: "webhook",
        position: { x: 0, y: 9 },
        settings: { method: "POST", url: "http://169.254.169.254/latest/{{ id }}" },
      },
      { id: "odd", type: "teleport", position: { x: 0, y: 18 } },
    ],
    edges: [],
  };
  const id = await aJourney(client, { graph, isLive: false });
  const { status, body } = await client.request("POST", `/v1/journeys/${id}/publish`);
  expect(status).toBe(422);
  const { code, faults = [] } = problemSchema.parse(body);
  expect(code).toBe("journey.invalid");
  expect(faults).toEqual(
    expect.arrayContaining([
      { path: "mail.subject", code: "missing", message: "Fill this in" },
      {
        path: "call.url",
        code: "private_address",
        message: "Lotse does not call private addresses such as 169.254.169.254",
      },
      { path: "odd", code: "unknown_type", message: "This version of Lotse does not know the step type “teleport”" },
      { path: "graph", code: "no_entry", message: "Add a step that says how people start" },
    ]),
  );
  const versions = await api.database.sql`select 1 from journey_version where journey_id = ${id}`;
  expect(versions).toHaveLength(0);
});

test("publishing the same draft again changes nothing", async () => {
  const client = await api.aClient();
  const id = await aJourney(client);
  const { status, body } = await client.request("POST", `/v1/journeys/${id}/publish`);
  expect([status, codeOf(body)]).toEqual([409, "journey.unchanged"]);
});

test("two publishes at once make one version", async () => {
  const client = await api.aClient();
  const id = await aJourney(client, { isLive: false });
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => client.request("POST", `/v1/journeys/${id}/publish`)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  const versions = await api.database.sql`select number from journey_version where journey_id = ${id}`;
  expect(versions).toEqual([{ number: 1 }]);
});

test("a review of an older draft is refused, by hash and by If-Match", async () => {
  const client = await api.aClient();
  const id = await aJourney(client, { isLive: false });
  const stale = "0".repeat(64);
  const publish = await client.request("POST", `/v1/journeys/${id}/publish`, { expectedHash: stale });
  expect([publish.status, codeOf(publish.body)]).toEqual([409, "conflict.changed"]);
  const put = await client.request("PUT", `/v1/journeys/${id}/draft`, smallJourney, { "if-match": `"${stale}"` });
  expect([put.status, codeOf(put.body)]).toEqual([409, "conflict.changed"]);
  const tag = (await client.request("GET", `/v1/journeys/${id}/draft`)).headers.get("etag") ?? "";
  expect((await client.request("PUT", `/v1/journeys/${id}/draft`, smallJourney, { "if-match": tag })).status).toBe(200);
  expect(
    (await client.request("POST", `/v1/journeys/${id}/publish`, { expectedHash: tag.replaceAll('"', "") })).status,
  ).toBe(200);
});

test("publishing while paused keeps people where they are", async () => {
  const client = await api.aClient();
  const id = await aJourney(client);
  await client.request("POST", `/v1/journeys/${id}/pause`);
  const changed = { ...smallJourney, notes: [{ id: "n", position: { x: 5, y: 5 }, text: "changed" }] };
  await client.request("PUT", `/v1/journeys/${id}/draft`, changed);
  const published = await client.request("POST", `/v1/journeys/${id}/publish`);
  expect(endpoints.publishJourney.answer.parse(published.body)).toMatchObject({ version: 2, state: "paused" });
});

test("only a live or paused journey can be paused or resumed", async () => {
  const client = await api.aClient();
  const id = await aJourney(client, { isLive: false });
  for (const verb of ["pause", "resume"]) {
    const { status, body } = await client.request("POST", `/v1/journeys/${id}/${verb}`);
    expect([status, codeOf(body)]).toEqual([409, "journey.state"]);
  }
});

test("a journey is archived once it is paused, and takes no draft and no publish from then on", async () => {
  const client = await api.aClient();
  const id = await aJourney(client);
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await client.request(method, `/v1/journeys/${id}${path}`, body);
    return answer.status === 200 ? "ok" : codeOf(answer.body);
  };
  expect(await ask("POST", "/archive")).toBe("journey.state");
  expect(await ask("POST", "/pause")).toBe("ok");
  expect(await ask("POST", "/archive")).toBe("ok");
  expect(await ask("PUT", "/draft", smallJourney)).toBe("journey.state");
  expect(await ask("POST", "/publish")).toBe("journey.state");
  expect((await client.request("GET", "/v1/journeys")).body).toEqual({ items: [], next: null });
  const archived = await client.request("GET", "/v1/journeys?state=archived");
  expect(endpoints.listJourneys.answer.parse(archived.body).items).toMatchObject([{ id, state: "archived" }]);
});

test("a draft that could not be kept whole is refused with the place", async () => {
  const client = await api.aClient();
  const id = await aJourney(client, { isLive: false });
  const [start] = smallJourney.nodes;
  const graph = {
    ...smallJourney,
    nodes: [...smallJourney.nodes, start],
    edges: [{ source: "start", port: "nowhere", target: "paid" }],
  };
  const { status, body } = await client.request("PUT", `/v1/journeys/${id}/draft`, graph);
  expect(status).toBe(422);
  expect(problemSchema.parse(body).faults?.map(({ path, code }) => `${path} ${code}`)).toEqual([
    "start duplicate_id",
    "start edge_unknown_port",
  ]);
});

test("a key is shown once, stored as its hash, and dead as soon as it is revoked", async () => {
  const client = await api.aClient();
  expect(client.key).toMatch(/^la_[0-9A-Za-z]{43}$/);
  const [row] = await api.database.sql<{ stored: string }[]>`
    select (to_jsonb(api_key))::text as stored from api_key where workspace_id = ${client.scope.workspaceId}`;
  expect(row?.stored).not.toContain(client.key.slice(10));
  const [listed] = await listKeys(api.services, { scope: client.scope });
  expect(listed).toMatchObject({ kind: "api", name: "test", prefix: client.key.slice(0, 8) });
  expect((await client.request("GET", "/v1/journeys")).status).toBe(200);
  await revokeKey(api.services, { scope: client.scope, keyId: listed!.id });
  const refused = await client.request("GET", "/v1/journeys");
  expect([refused.status, codeOf(refused.body)]).toEqual([401, "auth.invalid_key"]);
  await expect(revokeKey(api.services, { scope: client.scope, keyId: listed!.id })).rejects.toMatchObject({
    code: "request.not_found",
  });
});

test("only admins make keys, and only of their own workspace", async () => {
  const client = await api.aClient();
  const scope = { ...client.scope, role: "editor" } as const;
  await expect(createKey(api.services, { scope, kind: "api", name: "x" })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
  await expect(createKey(api.services, { scope: client.scope, kind: "write", name: " " })).rejects.toMatchObject({
    code: "request.invalid",
  });
  const other = await api.aClient();
  const [key] = await listKeys(api.services, { scope: other.scope });
  await expect(revokeKey(api.services, { scope: client.scope, keyId: key!.id })).rejects.toMatchObject({
    code: "request.not_found",
  });
});
