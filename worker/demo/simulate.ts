import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { readEnvironment } from "#app/server/env.server.ts";
import { openSql } from "#db/client.ts";
import { holdSimulatorLock, readDemoAccess } from "#db/queries/demo.ts";
import { type SimulatedPerson, simulatePerson } from "./person.ts";

/** How many people the demo keeps on their way, and how fast it lets new ones in. */
const WANTED_ON_THEIR_WAY = 900;
const MOST_ARRIVALS_PER_SECOND = 8;
const TICK_MS = 1_000;
const HOUR_MS = 3_600_000;
const REQUEST_TIMEOUT_MS = 10_000;
const LARGEST_BATCH = 200;

type DueEvent = { at: number; person: SimulatedPerson; event: string; properties: Record<string, string | number> };
type SegmentCall = {
  type: "identify" | "track";
  messageId: string;
  userId: string;
  timestamp: string;
  [field: string]: unknown;
};
const metricsSchema = z.object({ onTheirWay: z.number() });

/**
 * The demo's crowd: people arrive, act and leave, and every event of theirs enters through the public API like anybody's. Ends when
 * the demo has been cleared. While the server is away it waits; while the demo is paused, simulated time stands still.
 */
async function simulate(): Promise<void> {
  const environment = readEnvironment();
  const baseUrl = process.argv[2] ?? `http://${environment.HOST}:${environment.PORT}`;
  const sql = openSql(environment.DATABASE_URL ?? "", { max: 2, applicationName: "lotse-demo" });
  const session = await sql.reserve();
  await holdSimulatorLock(session);
  const crowd = createCrowd(Date.now().toString(36));
  for (let tick = 0; ; tick += 1) {
    const access = await readDemoAccess(sql);
    if (access === undefined) break;
    if (!access.isPaused) await advanceCrowd(crowd, { baseUrl, tick, ...access });
    await sleep(TICK_MS);
  }
  session.release();
  await sql.end();
}

type Crowd = {
  run: string;
  arrived: number;
  pace: number;
  hours: number;
  pending: DueEvent[];
  /** Calls that no answer confirmed; sent again with the same message ids. */
  unsent: SegmentCall[];
};

const createCrowd = (run: string): Crowd => ({
  run,
  arrived: 0,
  pace: MOST_ARRIVALS_PER_SECOND,
  hours: 0,
  pending: [],
  unsent: [],
});

type Surroundings = {
  baseUrl: string;
  tick: number;
  writeKey: string;
  apiKey: string;
  journeyId: number;
  timeScale: number;
};

async function advanceCrowd(
  crowd: Crowd,
  { baseUrl, tick, writeKey, apiKey, journeyId, timeScale }: Surroundings,
): Promise<void> {
  crowd.hours += (TICK_MS * timeScale) / HOUR_MS;
  if (tick % 5 === 0) crowd.pace = await paceOf(baseUrl, apiKey, journeyId, crowd.pace);
  const calls = [...crowd.unsent, ...arrivals(crowd, tick), ...dueCalls(crowd)];
  crowd.unsent = [];
  for (let start = 0; start < calls.length; start += LARGEST_BATCH) {
    const batch = calls.slice(start, start + LARGEST_BATCH);
    if (!(await send(baseUrl, writeKey, batch))) crowd.unsent.push(...batch);
  }
}

/** Lets in as many people per second as are missing, spread over half a minute. */
async function paceOf(baseUrl: string, apiKey: string, journeyId: number, before: number): Promise<number> {
  const response = await request(`${baseUrl}/api/v1/journeys/${journeyId}/metrics`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const metrics = metricsSchema.safeParse(response);
  if (!metrics.success) return before;
  return Math.min(MOST_ARRIVALS_PER_SECOND, Math.max(0.5, (WANTED_ON_THEIR_WAY - metrics.data.onTheirWay) / 30));
}

function arrivals(crowd: Crowd, tick: number): SegmentCall[] {
  const count = Math.floor((tick + 1) * crowd.pace) - Math.floor(tick * crowd.pace);
  return Array.from({ length: count }, () => {
    const person = simulatePerson(crowd.arrived, crowd.run, Math.random);
    crowd.arrived += 1;
    for (const { event, afterHours, properties } of person.plan)
      crowd.pending.push({ at: crowd.hours + afterHours, person, event, properties });
    return call("identify", person.userId, `${person.userId}-identify`, { traits: person.traits });
  });
}

function dueCalls(crowd: Crowd): SegmentCall[] {
  const due = crowd.pending.filter((entry) => entry.at <= crowd.hours);
  crowd.pending = crowd.pending.filter((entry) => entry.at > crowd.hours);
  return due.map(({ person, event, properties }) =>
    call("track", person.userId, `${person.userId}-${event}`, { event, properties }),
  );
}

function call(
  type: "identify" | "track",
  userId: string,
  messageId: string,
  rest: Record<string, unknown>,
): SegmentCall {
  return { type, userId, messageId, timestamp: new Date().toISOString(), ...rest };
}

async function send(baseUrl: string, writeKey: string, batch: SegmentCall[]): Promise<boolean> {
  const body = JSON.stringify({ batch, sentAt: new Date().toISOString() });
  const headers = {
    "content-type": "application/json",
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}`,
  };
  return (await request(`${baseUrl}/v1/batch`, { method: "POST", headers, body })) !== undefined;
}

/** The parsed answer; undefined when the server is away or refuses. */
async function request(url: string, options: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }).catch(
    () => undefined,
  );
  return response?.ok ? await response.json().catch(() => undefined) : undefined;
}

await simulate();
