import { afterAll, expect, test } from "vitest";
import { endpoints } from "../../api/contract.ts";
import { enrolledSchema, problemSchema } from "../../api/schemas.ts";
import { type ApiClient, smallJourney, startTestApi } from "./testing.ts";

const api = await startTestApi();
afterAll(() => api.close());

/** A person who was identified, did something, entered a journey and was sent an email. */
async function aPerson(client: ApiClient, userId: string): Promise<number> {
  const { sql } = api.database;
  const { workspaceId } = client.scope;
  const created = await client.request("POST", "/v1/journeys", { name: "Trial", graph: smallJourney });
  const { id } = endpoints.createJourney.answer.parse(created.body);
  await client.request("POST", `/v1/journeys/${id}/publish`);
  const enrolled = await client.request("POST", `/v1/journeys/${id}/enrol`, { userId, createIfMissing: true });
  const { customerId, runId } = enrolledSchema.parse(enrolled.body);
  await sql`update customer set attributes = ${sql.json({ email: "ann@example.com", plan: { name: "pro" } })} where id = ${customerId}`;
  const events = [
    { type: "identify", name: "", payload: { traits: { email: "ann@example.com" } } },
    { type: "track", name: "Signed Up", payload: { properties: { seats: 3, tags: ["a"] } } },
    { type: "page", name: "Pricing", payload: {} },
    { type: "group", name: "", payload: { groupId: "acme", traits: { size: 10 } } },
    { type: "alias", name: "", payload: { previousId: "anon-1" } },
  ];
  for (const { type, name, payload } of events) {
    await sql`insert into event (workspace_id, message_id, type, name, user_id, payload, at)
      values (${workspaceId}, ${`m-${type}`}, ${type}, ${name}, ${userId}, ${sql.json(payload)}, now())`;
  }
  await sql`
    insert into message (intent_id, workspace_id, customer_id, journey_id, version_id, run_id, node, kind, state, recipient, subject, request, created_at)
    select 1, workspace_id, customer_id, journey_id, version_id, id, node, 0, 'accepted', 'ann@example.com', 'Hello', '{}', now()
    from run where id = ${runId}`;
  return customerId;
}

test("a customer is found, read by either id, and has a timeline of all that happened", async () => {
  const client = await api.aClient();
  const customerId = await aPerson(client, "u/1 ü");
  const found = await client.request("GET", "/v1/customers?search=ann");
  expect(endpoints.listCustomers.answer.parse(found.body)).toMatchObject({
    items: [{ id: customerId, email: "ann@example.com" }],
    next: null,
  });

  const byNumber = await client.request("GET", `/v1/customers/${customerId}`);
  const byUserId = await client.request("GET", `/v1/customers/user:${encodeURIComponent("u/1 ü")}`);
  expect(byUserId.body).toEqual(byNumber.body);
  expect(endpoints.getCustomer.answer.parse(byNumber.body)).toMatchObject({
    id: customerId,
    userId: "u/1 ü",
    attributes: { plan: { name: "pro" } },
    identities: [{ kind: "user", value: "u/1 ü" }],
    places: [{ journey: { name: "Trial", version: 1 }, step: { id: "start", type: "manual-entry" } }],
  });

  const timeline = await client.request("GET", `/v1/customers/${customerId}/timeline`);
  const { items, next } = endpoints.readTimeline.answer.parse(timeline.body);
  expect(items.map(({ kind }) => kind).sort()).toEqual([
    "alias",
    "event",
    "event",
    "group",
    "identify",
    "message",
    "step",
  ]);
  expect(next).toBeNull();
  const steps = await client.request("GET", `/v1/customers/user:${encodeURIComponent("u/1 ü")}/timeline?kind=step`);
  expect(endpoints.readTimeline.answer.parse(steps.body).items).toMatchObject([
    { kind: "step", transition: "entered", to: { id: "start" } },
  ]);
});

test("a timeline goes on where the page before ended", async () => {
  const client = await api.aClient();
  const { sql } = api.database;
  await sql`delete from message`;
  const customerId = await aPerson(client, "pages");
  const keys: string[] = [];
  let after = "";
  for (let pages = 0; pages < 3; pages += 1) {
    const { body } = await client.request("GET", `/v1/customers/${customerId}/timeline?limit=3${after}`);
    const page = endpoints.readTimeline.answer.parse(body);
    keys.push(...page.items.map(({ key }) => key));
    after = `&after=${page.next}`;
    expect(page.next === null).toBe(pages === 2);
  }
  expect(new Set(keys).size).toBe(7);
});

test("foreign, missing and malformed customers are the same to the caller", async () => {
  const [client, foreign] = [await api.aClient(), await api.aClient()];
  await api.database.sql`delete from message`;
  const theirs = await aPerson(foreign, "theirs");
  for (const reference of [
    String(theirs),
    "user:theirs",
    "999999999999999",
    "0",
    "user:",
    "abc",
    "-1",
    "9".repeat(40),
  ]) {
    for (const path of ["", "/timeline"]) {
      const { status, body } = await client.request("GET", `/v1/customers/${encodeURIComponent(reference)}${path}`);
      expect([reference, status, problemSchema.parse(body).code]).toEqual([reference, 404, "customer.not_found"]);
    }
  }
  const nul = await client.request("GET", "/v1/customers/user:%00");
  expect(nul.status).toBe(404);
  const search = await client.request("GET", "/v1/customers?search=%00");
  expect(search.status).toBe(422);
});
