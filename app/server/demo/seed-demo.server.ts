import { randomInt } from "node:crypto";
import {
  type DemoRecord,
  deleteUnfinishedDemo,
  makeDemoWorkspace,
  readDemoRecord,
  writeDemoRecord,
} from "#db/queries/demo.ts";
import { hasUsers } from "#db/queries/members.ts";
import { createFirstOwner } from "../auth/create-first-owner.server.ts";
import { createJourney } from "../journeys/create-journey.server.ts";
import { publishJourney } from "../journeys/publish-journey.server.ts";
import { createKey } from "../keys/create-key.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { demoJourney } from "./demo-journey.ts";

const DEMO_EMAIL = "sam@lotse.example";
/** One day passes in one minute. */
const DEMO_TIME_SCALE = 1_440;
const words = [
  "anker",
  "boje",
  "deich",
  "ebbe",
  "flut",
  "hafen",
  "insel",
  "kutter",
  "leine",
  "mole",
  "nebel",
  "ruder",
  "segel",
  "strand",
  "ufer",
  "welle",
];

/**
 * Creates the demo once: a person, a workspace in fast time, keys, and a published journey. Returns its record, also on every later
 * start; undefined when people use this installation without one. A seed cut off in the middle is thrown away and made again.
 */
export async function seedDemo(services: Services): Promise<DemoRecord | undefined> {
  const { sql } = services;
  const known = await readDemoRecord(sql);
  if (known) return known;
  await deleteUnfinishedDemo(sql, { email: DEMO_EMAIL });
  if (await hasUsers(sql)) return undefined;
  const password = makePassword();
  const owner = {
    name: "Sam",
    email: DEMO_EMAIL,
    password,
    workspaceName: "Demo",
    language: "en" as const,
    timeZone: "Europe/Berlin",
  };
  const { userId, workspaceId } = await createFirstOwner(services, owner);
  await makeDemoWorkspace(sql, { workspaceId, timeScale: DEMO_TIME_SCALE });
  const scope: Scope = { workspaceId, role: "owner", actorId: userId };
  const { journeyId } = await createJourney(services, { scope, name: "Trial to paid", graph: demoJourney });
  await publishJourney(services, { scope, journeyId });
  const [write, api] = await Promise.all([
    createKey(services, { scope, kind: "write", name: "Demo write key" }),
    createKey(services, { scope, kind: "api", name: "Demo API key" }),
  ]);
  const record = { workspaceId, journeyId, email: DEMO_EMAIL, password, writeKey: write.key, apiKey: api.key };
  await writeDemoRecord(sql, record);
  return record;
}

/** Easy to type from a terminal, hard to guess: three words and four digits. */
function makePassword(): string {
  const parts = Array.from({ length: 3 }, () => words[randomInt(words.length)]);
  return [...parts, String(randomInt(1_000, 10_000))].join("-");
}
