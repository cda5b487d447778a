import { pino } from "pino";
import { afterAll, beforeEach, expect, test } from "vitest";
import { clearDemo, readDemoAccess, readDemoRecord } from "#db/queries/demo.ts";
import { enterRuns } from "#db/queries/enter-runs.ts";
import { createTestDatabase } from "#db/testing.ts";
import { readEnvironment } from "../env.server.ts";
import { createJourney } from "../journeys/create-journey.server.ts";
import { readJourneyMetrics } from "../journeys/read-journey-metrics.server.ts";
import type { Services } from "../services.server.ts";
import { pauseDemo } from "./pause-demo.server.ts";
import { seedDemo } from "./seed-demo.server.ts";

const database = await createTestDatabase();
const { sql, db } = database;
const services: Services = {
  environment: readEnvironment({ NODE_ENV: "test" }),
  secret: "a secret of thirty-two characters",
  baseUrl: "http://127.0.0.1:3000",
  db,
  sql,
  logger: pino({ level: "silent" }),
};
afterAll(() => database.close());
beforeEach(
  () => sql`truncate workspace, "user", installation, customer, run, step_log, step_delta, step_count cascade`,
);

async function aPerson(workspaceId: number, attributes: Record<string, string | boolean>): Promise<number> {
  const [row] = await sql<
    { id: number }[]
  >`insert into customer (workspace_id, attributes) values (${workspaceId}, ${sql.json(attributes)}) returning id`;
  return row!.id;
}

test("the demo is seeded once", async () => {
  const first = await seedDemo(services);
  const again = await seedDemo(services);
  expect(again).toEqual(first);
  expect(await sql`select name, state from journey`).toEqual([{ name: "Trial to paid", state: "live" }]);
});

test("a seed that was cut off is thrown away and made again", async () => {
  await seedDemo(services);
  await sql`delete from installation where key = 'demo'`;
  const record = await seedDemo(services);
  expect(record).toBeDefined();
  expect(await sql`select count(*)::int as users from "user"`).toEqual([{ users: 1 }]);
  expect(await sql`select count(*)::int as journeys from journey`).toEqual([{ journeys: 1 }]);
});

test("nothing is seeded where people already work", async () => {
  await sql`insert into "user" (id, name, email) values ('u', 'Helene', 'helene@example.com')`;
  expect(await seedDemo(services)).toBeUndefined();
  expect(await sql`select id from workspace`).toEqual([]);
});

test("pausing is for the demo's own workspace and for editors", async () => {
  const demo = await seedDemo(services);
  const scope = { workspaceId: demo!.workspaceId, role: "editor" as const };
  await pauseDemo(services, { scope, isPaused: true });
  expect((await readDemoAccess(sql))?.isPaused).toBe(true);
  await expect(
    pauseDemo(services, { scope: { ...scope, workspaceId: demo!.workspaceId + 1 }, isPaused: false }),
  ).rejects.toMatchObject({ code: "request.not_found" });
  await expect(pauseDemo(services, { scope: { ...scope, role: "viewer" }, isPaused: false })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});

test("clearing removes the simulated people and their journey, and keeps own people, journeys and true numbers", async () => {
  const demo = (await seedDemo(services))!;
  const { workspaceId } = demo;
  const { journeyId } = await createJourney(services, { scope: { workspaceId, role: "owner" }, name: "Own" });
  const [version] = await sql<
    { id: number }[]
  >`insert into journey_version (workspace_id, journey_id, number, graph, hash)
    select workspace_id, ${journeyId}, 1, graph, hash from journey_version where journey_id = ${demo.journeyId} returning id`;
  const simulated = await aPerson(workspaceId, { simulated: true });
  const own = await aPerson(workspaceId, { email: "helene@example.com" });
  const entry = { workspaceId, journeyId, versionId: version!.id, node: 0, reentry: "once" as const, key: "k" };
  await sql.begin((tx) =>
    enterRuns(tx, [
      { ...entry, customerId: simulated },
      { ...entry, customerId: own },
    ]),
  );

  await sql.begin((tx) => clearDemo(tx, demo));

  expect(await sql`select id from customer`).toEqual([{ id: own }]);
  expect(await sql`select name from journey`).toEqual([{ name: "Own" }]);
  expect(await sql`select customer_id from run`).toEqual([{ customer_id: own }]);
  const metrics = await readJourneyMetrics(sql, { workspaceId, journeyId });
  expect(metrics.onTheirWay).toBe(1);
  expect(await readDemoRecord(sql)).toEqual(demo);
});
