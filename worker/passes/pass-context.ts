import type { RunCustomer } from "#app/engine/advance.ts";
import type { Json, JsonObject } from "#app/engine/effect.ts";
import type { EventMemory, StepInput } from "#app/engine/node-type.ts";
import type { Program } from "#app/engine/program.ts";
import type { Sql, SqlOrTx } from "#db/client.ts";
import type { ClaimedRun } from "#db/queries/claim-pass.ts";
import {
  consumeInputs,
  readAssignments,
  readAttributes,
  readEventMemory,
  readTimeScales,
  type StoredAssignment,
  type StoredEventMemory,
  type StoredInput,
} from "#db/queries/load-pass.ts";
import { runState } from "#db/schema/run.ts";
import { findProgram } from "../program-cache.ts";

const NO_ATTRIBUTES: JsonObject = {};
const NO_EVENTS: ReadonlyMap<string, EventMemory> = new Map();
const NO_ASSIGNMENTS: ReadonlyMap<string, string> = new Map();
const NO_INPUTS: readonly StepInput[] = [];

/** What the runs of a pass may look at. A change by one run is seen by the later runs of the same customer. */
export class PassContext {
  readonly programs: ReadonlyMap<number, Program>;
  readonly #attributes: Map<number, JsonObject>;
  readonly #events: ReadonlyMap<number, Map<string, EventMemory>>;
  readonly #assignments: Assignments;
  readonly #inputs: ReadonlyMap<number, StepInput[]>;
  readonly #timeScales: ReadonlyMap<number, number>;
  /** Customers with several runs in this pass; nobody else can see a change again. */
  readonly #returning: ReadonlySet<number>;

  constructor(loaded: Loaded, runs: readonly ClaimedRun[]) {
    const steps = new Map(runs.map((run) => [run.id, run.step]));
    this.programs = loaded.programs;
    this.#attributes = loaded.attributes;
    this.#events = eventsByCustomer(loaded.memory);
    this.#assignments = assignmentsByCustomer(loaded.assignments);
    this.#inputs = inputsByRun(loaded.inputs, steps);
    this.#timeScales = loaded.timeScales;
    this.#returning = repeated(runs.map((run) => run.customerId));
  }

  customerOf(run: ClaimedRun): RunCustomer {
    return {
      unit: String(run.customerId),
      attributes: this.#attributes.get(run.customerId) ?? NO_ATTRIBUTES,
      events: this.#events.get(run.customerId) ?? NO_EVENTS,
      assignments: this.#assignments.get(run.customerId)?.get(run.journeyId) ?? NO_ASSIGNMENTS,
    };
  }

  inputsOf(run: ClaimedRun): readonly StepInput[] {
    return this.#inputs.get(run.id) ?? NO_INPUTS;
  }

  timeScaleOf(run: ClaimedRun): number {
    return this.#timeScales.get(run.workspaceId) ?? 1;
  }

  changeAttribute(run: ClaimedRun, attribute: string, value: Json): void {
    if (!this.#returning.has(run.customerId)) return;
    const { [attribute]: _previous, ...others } = this.#attributes.get(run.customerId) ?? NO_ATTRIBUTES;
    this.#attributes.set(run.customerId, value === null ? others : { ...others, [attribute]: value });
  }

  assign({ customerId, journeyId }: ClaimedRun, nodeId: string, variant: string): void {
    if (this.#returning.has(customerId)) assignTo(this.#assignments, { customerId, journeyId, nodeId, variant });
  }
}

type Loaded = {
  programs: ReadonlyMap<number, Program>;
  attributes: Map<number, JsonObject>;
  memory: readonly StoredEventMemory[];
  assignments: readonly StoredAssignment[];
  inputs: readonly StoredInput[];
  timeScales: ReadonlyMap<number, number>;
};

/** Loads what the programs of the claimed runs read, and consumes what has reached the runs. */
export async function loadPassContext(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  runs: readonly ClaimedRun[],
): Promise<PassContext> {
  const programs = await loadPrograms({ sql, tx }, distinct(runs.map((run) => run.versionId)));
  const used = [...programs.values()];
  const attributeNames = distinctSorted(used.flatMap((program) => program.reads.attributes.map(topLevel)));
  const eventNames = distinctSorted(used.flatMap((program) => [...program.reads.events]));
  const customerIds = distinct(runs.map((run) => run.customerId));
  const inExperiments = distinct(
    runs.filter((run) => programs.get(run.versionId)?.reads.hasAssignments).map((run) => run.customerId),
  );
  const waiting = runs.filter((run) => run.state !== runState.arriving);
  const [attributes, memory, assignments, inputs, timeScales] = await Promise.all([
    readAttributes(tx, { customerIds, names: attributeNames }),
    readEventMemory(tx, { customerIds, names: eventNames }),
    readAssignments(tx, { customerIds: inExperiments }),
    consumeInputs(tx, waiting),
    readTimeScales(tx, distinct(runs.map((run) => run.workspaceId))),
  ]);
  return new PassContext({ programs, attributes, memory, assignments, inputs, timeScales }, runs);
}

/** A version that cannot run is left out; its runs are then held one by one. */
async function loadPrograms(
  { sql, tx }: { sql: Sql; tx: SqlOrTx },
  versionIds: readonly number[],
): Promise<Map<number, Program>> {
  const programs = new Map<number, Program>();
  for (const versionId of versionIds) {
    const program = await findProgram(sql, versionId, tx);
    if (program) programs.set(versionId, program);
  }
  return programs;
}

/** A branch may read `address.city`; the claim loads `address`. */
const topLevel = (path: string): string => path.split(".", 1)[0] ?? path;

const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
function repeated(values: readonly number[]): Set<number> {
  const seen = new Set<number>();
  return new Set(values.filter((value) => seen.size === seen.add(value).size));
}
const distinctSorted = (values: readonly string[]): string[] => distinct(values).sort();

function eventsByCustomer(memory: readonly StoredEventMemory[]): Map<number, Map<string, EventMemory>> {
  const byCustomer = new Map<number, Map<string, EventMemory>>();
  for (const { customerId, name, count, firstAt, lastAt } of memory) {
    const events = byCustomer.get(customerId) ?? new Map<string, EventMemory>();
    byCustomer.set(customerId, events.set(name, { count, firstAt, lastAt }));
  }
  return byCustomer;
}

/** Customer id -> journey id -> node id -> variant. */
type Assignments = Map<number, Map<number, Map<string, string>>>;

function assignmentsByCustomer(stored: readonly StoredAssignment[]): Assignments {
  const assignments: Assignments = new Map();
  for (const assignment of stored) assignTo(assignments, assignment);
  return assignments;
}

function assignTo(assignments: Assignments, { customerId, journeyId, nodeId, variant }: StoredAssignment): void {
  const ofCustomer = assignments.get(customerId) ?? new Map<number, Map<string, string>>();
  const ofJourney = ofCustomer.get(journeyId) ?? new Map<string, string>();
  assignments.set(customerId, ofCustomer.set(journeyId, ofJourney.set(nodeId, variant)));
}

function inputsByRun(inputs: readonly StoredInput[], steps: ReadonlyMap<number, number>): Map<number, StepInput[]> {
  const byRun = new Map<number, StepInput[]>();
  for (const { runId, step, input } of inputs) {
    // An input of a step that the run has left comes too late for everybody.
    if (steps.get(runId) !== step) continue;
    const ofRun = byRun.get(runId) ?? [];
    byRun.set(runId, ofRun);
    ofRun.push(reviveInput(input as StoredStepInput));
  }
  return byRun;
}

/** A StepInput as `wakeRuns` stores it. */
type StoredStepInput =
  | { kind: "event"; event: { name: string; properties: JsonObject; at: string } }
  | Extract<StepInput, { kind: "effect" }>;

function reviveInput(input: StoredStepInput): StepInput {
  return input.kind === "event" ? { kind: "event", event: { ...input.event, at: new Date(input.event.at) } } : input;
}
