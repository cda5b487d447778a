import {
  type OpenRunRow,
  type PathRow,
  selectCustomer,
  selectIdentities,
  selectOpenRuns,
  selectPaths,
} from "#db/queries/customers.ts";
import { runState } from "#db/schema/run.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { type NamedSteps, nameSteps } from "./name-steps.server.ts";
import { summariseCustomer } from "./summarise-customer.ts";
import type { CustomerPlace, CustomerProfile } from "./timeline.ts";

/** A customer with attributes, ids and where they are now. Throws customer.not_found for a missing and a foreign one alike. */
export async function getCustomer(
  { sql }: Pick<Services, "sql">,
  { scope, customerId }: { scope: Pick<Scope, "workspaceId">; customerId: number },
): Promise<CustomerProfile> {
  const { workspaceId } = scope;
  const customer = await selectCustomer(sql, { workspaceId, customerId });
  if (!customer) throw new AppError("customer.not_found");
  const [identities, runs] = await Promise.all([
    selectIdentities(sql, { workspaceId, customerId }),
    selectOpenRuns(sql, { workspaceId, customerId }),
  ]);
  const paths = await selectPaths(sql, { workspaceId, customerId, runIds: runs.map((run) => run.id) });
  const steps = await nameSteps(sql, { workspaceId, places: [...runs, ...paths] });
  return {
    ...summariseCustomer(customer),
    attributes: customer.attributes,
    identities,
    places: runs.map((run) => toPlace(run, paths, steps)),
  };
}

function toPlace(run: OpenRunRow, paths: readonly PathRow[], steps: NamedSteps): CustomerPlace {
  const missing = { id: "", name: "", type: "" };
  return {
    runId: run.id,
    journey: steps.journey(run.versionId),
    step: steps.step(run) ?? missing,
    path: paths.filter((row) => row.runId === run.id).map((row) => steps.step(row) ?? missing),
    standing: run.state === runState.failed ? "held" : run.state === runState.waiting ? "waiting" : "moving",
    since: run.nodeEnteredAt.toISOString(),
    until: run.state === runState.waiting ? run.dueAt?.toISOString() : undefined,
  };
}
