import { Logger, run } from "graphile-worker";
import { chanceOf } from "#app/engine/chance.ts";
import type { JsonObject } from "#app/engine/effect.ts";
import type { StepResult } from "#app/engine/node-type.ts";
import type { ProgramNode } from "#app/engine/program.ts";
import { openSql } from "#db/client.ts";
import { bucketOf } from "#db/jobs.ts";
import { findProgram } from "../program-cache.ts";

/**
 * The usual design, forked by the bench: one Graphile job per customer per step that loads the run and the customer, takes one step,
 * writes the same rows into the same tables in one transaction and adds the next step's job in it.
 */
type NaiveRun = {
  id: number;
  customerId: number;
  workspaceId: number;
  journeyId: number;
  versionId: number;
  node: number;
  step: number;
  enteredAt: Date;
};

const url = process.env["DATABASE_URL"] ?? "";
const sql = openSql(url, { max: 10 });

async function takeStep(bucket: number, runId: number): Promise<void> {
  await sql.begin(async (tx) => {
    const [found] = await tx<NaiveRun[]>`
      select id, customer_id as "customerId", workspace_id as "workspaceId", journey_id as "journeyId", version_id as "versionId",
        node, step, entered_at as "enteredAt" from run where bucket = ${bucket} and id = ${runId} for update`;
    if (!found) return;
    const program = await findProgram(sql, found.versionId, tx);
    const node = program?.nodes[found.node];
    if (!program || !node) return;
    const [customer] = await tx<
      { attributes: JsonObject }[]
    >`select attributes from customer where bucket = ${bucket} and id = ${found.customerId}`;
    const result = stepOf(node, found, customer?.attributes ?? {});
    if (result.kind !== "go") return;
    const target = program.nodes[node.next.get(result.port) ?? 0];
    if (!target) return;
    const isDelay = target.type === "delay";
    const step = found.step + 1;
    const { workspaceId, journeyId, versionId, customerId } = found;
    const port = node.ports.indexOf(result.port);
    await tx`update run set node = ${target.index}, step = ${step}, state = ${isDelay ? 1 : 0}, node_entered_at = now(),
      due_at = ${isDelay ? tx`now() + interval '1 hour'` : tx`now()`} where bucket = ${bucket} and id = ${runId}`;
    await tx`insert into step_log (run_id, customer_id, at, step, workspace_id, journey_id, version_id, bucket, kind, from_node, port, to_node)
      values (${runId}, ${customerId}, now(), ${step}, ${workspaceId}, ${journeyId}, ${versionId}, ${bucket}, 1, ${node.index}, ${port}, ${target.index})`;
    await tx`insert into step_delta (hour, workspace_id, journey_id, version_id, count, kind, from_node, port, to_node)
      values (date_trunc('hour', now(), 'UTC'), ${workspaceId}, ${journeyId}, ${versionId}, 1, 1, ${node.index}, ${port}, ${target.index})`;
    for (const change of result.changes ?? []) {
      await tx`update customer set attributes = attributes || ${tx.json({ [change.attribute]: change.value })} where bucket = ${bucket} and id = ${customerId}`;
    }
    for (const effect of result.effects ?? []) {
      await tx`insert into effect_intent (run_id, customer_id, due_at, created_at, workspace_id, journey_id, version_id, step, bucket, node, slot, kind)
        values (${runId}, ${customerId}, now(), now(), ${workspaceId}, ${journeyId}, ${versionId}, ${found.step}, ${bucket}, ${node.index}, ${effect.slot}, 0)
        on conflict (bucket, run_id, step, slot) do nothing`;
    }
    if (result.assignment) {
      await tx`insert into assignment (bucket, customer_id, journey_id, node_id, variant, workspace_id, version_id, run_id, at)
        values (${bucket}, ${customerId}, ${journeyId}, ${node.id}, ${result.assignment.variant}, ${workspaceId}, ${versionId}, ${runId}, now()) on conflict do nothing`;
    }
    if (!isDelay)
      await tx`select graphile_worker.add_job('naive', json_build_object('bucket', ${bucket}::int, 'runId', ${runId}::bigint))`;
  });
}

function stepOf(node: ProgramNode, found: NaiveRun, attributes: JsonObject): StepResult {
  return node.bound.step({
    now: new Date(),
    enteredAt: found.enteredAt,
    runEnteredAt: found.enteredAt,
    nodeId: node.id,
    attributes,
    events: new Map(),
    inputs: [],
    isArrival: true,
    connectedPorts: node.connectedPorts,
    assignedVariant: undefined,
    chance: (salt) => chanceOf(salt, String(found.customerId)),
    after: (from, milliseconds) => new Date(from.getTime() + milliseconds),
  });
}

const runner = await run({
  connectionString: url,
  concurrency: 10,
  maxPoolSize: 11,
  noHandleSignals: true,
  logger: new Logger(() => () => undefined),
  taskList: {
    naive: async (payload) => {
      const {
        runId,
        customerId,
        bucket = bucketOf(customerId ?? 0),
      } = payload as { runId: number; customerId?: number; bucket?: number };
      await takeStep(bucket, runId);
    },
  },
});
process.send?.("ready");
process.on("message", async () => {
  await runner.stop();
  process.send?.({ peakBytes: process.memoryUsage.rss(), cpuMicroseconds: 0 });
  process.disconnect();
  await sql.end();
});
