import type { Advance, Transition } from "#app/engine/advance.ts";
import type { AttributeChange, Effect, Json, JsonObject } from "#app/engine/effect.ts";
import type { Program } from "#app/engine/program.ts";
import type { ClaimedRun } from "#db/queries/claim-pass.ts";
import type { AttributePatch, DeltaRow, EmittedRow, PassRows, RunKey } from "#db/queries/write-pass.ts";
import { intentKind } from "#db/schema/effect.ts";
import { runPriority, runState, transitionKind } from "#db/schema/run.ts";

/** Where there is no node or no port. */
const NONE = -1;

export type EmittedEvent = Omit<EmittedRow, "userId" | "anonymousId"> & { customerId: number };

type Lists = { [Name in keyof Omit<PassRows, "deltas" | "patches" | "emitted">]: PassRows[Name][number][] };

/** Collects what the runs of one pass decided, as rows. */
export class PassCollector {
  readonly lists: Lists = { runs: [], log: [], intents: [], assignments: [], woken: [], waiters: [], holds: [] };
  readonly emitted: EmittedEvent[] = [];
  /** Attributes that were set, by workspace and name, with a value of each. */
  readonly attributes = new Map<string, { workspaceId: number; name: string; value: Json }>();
  readonly #patches = new Map<number, { set: Map<string, AttributeChange["value"]>; removed: Set<string> }>();
  readonly #deltas = new Map<number, Map<number, DeltaRow>>();

  add(claimed: ClaimedRun, program: Program | undefined, outcome: Advance): void {
    const { bucket, id, customerId, workspaceId, journeyId, versionId } = claimed;
    const run = { bucket, id, customerId, workspaceId, journeyId, versionId };
    const state = runState[outcome.status];
    const isWaiting = outcome.status === "waiting";
    this.lists.runs.push({
      run,
      node: outcome.node,
      step: outcome.step,
      state,
      priority: claimed.priority === runPriority.wave ? runPriority.wave : runPriority.resumed,
      dueAt: isWaiting ? outcome.dueAt : undefined,
      nodeEnteredAt: outcome.nodeEnteredAt,
    });
    if (claimed.state !== runState.arriving) this.lists.woken.push(run);
    for (const transition of outcome.transitions) this.#log(run, transition, program);
    for (const { effect, node, step } of outcome.effects) this.#request(run, { effect, node, step });
    for (const { node, variant } of outcome.assignments) {
      const nodeId = program?.nodes[node]?.id;
      if (nodeId !== undefined) this.lists.assignments.push({ run, nodeId, variant });
    }
    const awaited = isWaiting ? new Set(outcome.waitsForEvents) : [];
    for (const eventName of awaited) this.lists.waiters.push({ run, step: outcome.step, eventName });
    if (outcome.hold) this.lists.holds.push({ run, step: outcome.step, node: outcome.node, ...outcome.hold });
    for (const change of outcome.changes) this.#change(run, change);
  }

  /** The rows; `identify` finds the ids under which an emitted event finds back to its customer. */
  rows(identify: (customerId: number) => { userId: string | null; anonymousId: string | null } | undefined): PassRows {
    const deltas = [...this.#deltas.values()].flatMap((byTransition) => [...byTransition.values()]);
    const patches = [...this.#patches].map(
      ([customerId, { set, removed }]): AttributePatch => ({
        customerId,
        set: Object.fromEntries(set),
        removed: [...removed],
      }),
    );
    const emitted = this.emitted.flatMap(({ customerId, ...event }): EmittedRow[] => {
      const identity = identify(customerId);
      return identity ? [{ ...event, ...identity }] : [];
    });
    return { ...this.lists, deltas, patches, emitted };
  }

  #log(run: RunKey, transition: Transition, program: Program | undefined): void {
    const ports = program?.nodes[transition.from]?.ports;
    const row = {
      kind: transitionKind[transition.kind],
      fromNode: transition.from,
      port: transition.port === undefined ? NONE : (ports?.indexOf(transition.port) ?? NONE),
      toNode: transition.to ?? NONE,
    };
    this.lists.log.push({ run, step: transition.step, ...row });
    this.#count(run, row);
  }

  #count(
    run: RunKey,
    { kind, fromNode, port, toNode }: { kind: number; fromNode: number; port: number; toNode: number },
  ): void {
    // A number as the key: building a text for each of thousands of transitions is measurable.
    const key = ((kind * 4_096 + fromNode + 1) * 4_096 + port + 1) * 4_096 + toNode + 1;
    const ofVersion = this.#deltas.get(run.versionId) ?? new Map<number, DeltaRow>();
    this.#deltas.set(run.versionId, ofVersion);
    const delta = ofVersion.get(key);
    if (delta) {
      delta.count += 1;
      return;
    }
    const { workspaceId, journeyId, versionId } = run;
    ofVersion.set(key, { workspaceId, journeyId, versionId, count: 1, kind, fromNode, port, toNode });
  }

  #request(run: RunKey, { effect, node, step }: { effect: Effect; node: number; step: number }): void {
    if (effect.kind !== "event") {
      this.lists.intents.push({ run, step, node, slot: effect.slot, kind: intentKind[effect.kind] });
      return;
    }
    const payload: JsonObject = { properties: effect.properties };
    const messageId = `run:${run.id}:${step}:${effect.slot}`;
    this.emitted.push({
      customerId: run.customerId,
      workspaceId: run.workspaceId,
      messageId,
      name: effect.name,
      payload,
    });
  }

  /** Several runs of one customer may change it in one pass; the row is written once, with the last word of each attribute. */
  #change({ customerId, workspaceId }: RunKey, { attribute, value }: AttributeChange): void {
    const patch = this.#patches.get(customerId) ?? { set: new Map(), removed: new Set() };
    this.#patches.set(customerId, patch);
    if (value === null) {
      patch.set.delete(attribute);
      patch.removed.add(attribute);
    } else {
      patch.removed.delete(attribute);
      patch.set.set(attribute, value);
      const key = `${workspaceId}:${attribute}`;
      if (!this.attributes.has(key)) this.attributes.set(key, { workspaceId, name: attribute, value });
    }
  }
}
