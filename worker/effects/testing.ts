import { pino } from "pino";
import type { JsonObject } from "#app/engine/effect.ts";
import { readEnvironment } from "#app/server/env.server.ts";
import { sealSecret } from "#app/server/security/secret-box.server.ts";
import type { Sql } from "#db/client.ts";
import { nextEffectAt } from "#db/queries/effects.ts";
import { intentKind } from "#db/schema/effect.ts";
import { aWorkspace } from "#db/testing.ts";
import { aGraph, aLiveJourney, enterAll, passUntilIdle, someCustomers } from "../passes/testing.ts";
import { dispatchEffects } from "./dispatch.ts";
import type { EffectServices } from "./effect-context.ts";

const secret = "a secret of at least sixteen characters";

/** Services for effects with a silent logger. */
export function effectServices(sql: Sql, variables: Partial<NodeJS.ProcessEnv> = {}): EffectServices {
  return {
    sql,
    secret,
    environment: readEnvironment({ ...variables, NODE_ENV: "test" }),
    logger: pino({ level: "silent" }),
  };
}

type Scene = {
  workspaceId: number;
  channelId: number;
  journeyId: number;
  versionId: number;
  customerIds: number[];
  /** Lets the passes run until nothing is due: T1, and T-next after a settlement. */
  pass: () => Promise<number>;
};

type SceneOptions = {
  count?: number;
  /** SQL over `n`. */
  attributes?: string;
  provider?: "sandbox" | "resend";
  settings?: JsonObject;
  step?: { type: string; settings: JsonObject };
  /** Whether the step has an edge at `failed`, so that runs wait for the outcome. */
  hasErrorPath?: boolean;
};

const oneAddressEach = `jsonb_build_object('email', 'person' || n || '@example.com', 'name', 'Person ' || n)`;
const defaultEmail = {
  type: "email",
  settings: { to: "email", subject: "Hello {{ customer.name }}", body: "Hi **{{ customer.name }}**" },
};

/** A workspace with a channel, a live journey `in -> step -> out` (and `step -failed-> lost`), and people in it whose effects are asked for. */
export async function aScene(sql: Sql, options: SceneOptions = {}): Promise<Scene> {
  const {
    count = 1,
    attributes = oneAddressEach,
    provider = "sandbox",
    settings = {},
    step = defaultEmail,
    hasErrorPath = false,
  } = options;
  const workspaceId = await aWorkspace(sql, { name: "Acme" });
  const sender = { fromName: "Acme", fromEmail: "hello@acme.example", ...settings };
  const sealed = provider === "resend" ? sealSecret(secret, { workspaceId, purpose: "channel" }, "re_fake_key") : null;
  const [channel] = await sql<{ id: number }[]>`
    insert into channel (workspace_id, provider, name, settings, secret, is_default)
    values (${workspaceId}, ${provider}, 'Mail', ${sql.json(sender)}, ${sealed}, true) returning id`;
  const graph = aGraph(
    [
      { id: "in", type: "manual-entry" },
      { id: "step", ...step },
      { id: "out", type: "exit" },
      { id: "lost", type: "exit" },
    ],
    [
      ["in", "next", "step"],
      ["step", "next", "out"],
      ...(hasErrorPath ? [["step", "failed", "lost"] as [string, string, string]] : []),
    ],
  );
  const journey = await aLiveJourney(sql, { workspaceId, graph });
  const customerIds = await someCustomers(sql, { workspaceId, count, attributes });
  await enterAll(sql, { workspaceId, ...journey, customerIds });
  await passUntilIdle(sql);
  return { workspaceId, channelId: channel?.id ?? 0, ...journey, customerIds, pass: () => passUntilIdle(sql) };
}

type MessageRow = {
  customerId: number;
  state: string;
  reason: string | null;
  recipient: string;
  subject: string;
  attempts: number;
};

/** Messages of a workspace in the order of their people. */
export async function messagesOf(sql: Sql, { workspaceId }: { workspaceId: number }): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select customer_id as "customerId", state, reason, recipient, subject, attempts from message
    where workspace_id = ${workspaceId} order by customer_id, intent_id`;
}

/** How many intents of a workspace are in each state. */
export async function intentStates(
  sql: Sql,
  { workspaceId }: { workspaceId: number },
): Promise<Record<number, number>> {
  const rows = await sql<{ state: number; count: number }[]>`
    select state, count(*) as count from effect_intent where workspace_id = ${workspaceId} group by state`;
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** At which node each run is or ended, by node id. */
export async function whereRunsEnded(sql: Sql, { journeyId }: { journeyId: number }): Promise<Record<string, number>> {
  const rows = await sql<{ node: string; count: number }[]>`
    select graph #>> array['nodes', node::text, 'id'] as node, count(*) as count
    from run join journey_version on journey_version.id = run.version_id where run.journey_id = ${journeyId} group by 1`;
  return Object.fromEntries(rows.map((row) => [row.node, row.count]));
}

/** Lets every lease of the workspace run out and every pause between attempts pass. */
export async function skipWaiting(sql: Sql, { workspaceId }: { workspaceId: number }): Promise<void> {
  await sql`update effect_batch set next_attempt_at = now(), lease_until = least(lease_until, now()) where workspace_id = ${workspaceId}`;
  await sql`update effect_intent set due_at = now() where workspace_id = ${workspaceId} and state = 0`;
}

/** Dispatches until nothing is due any more, however slow the machine is. */
export async function dispatchAll(
  services: EffectServices,
  queue: { kind: "email" | "webhook"; workspaceId: number },
): Promise<void> {
  const key = { workspaceId: queue.workspaceId, kind: intentKind[queue.kind], holdMs: 0 };
  do await dispatchEffects(services, queue);
  while (((await nextEffectAt(services.sql, key))?.getTime() ?? Number.POSITIVE_INFINITY) <= Date.now());
}
