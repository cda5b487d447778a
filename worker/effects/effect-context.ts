import { readAllowedHosts } from "#app/server/http/address.server.ts";
import { createSafeFetch, type SafeFetch } from "#app/server/http/safe-fetch.server.ts";
import type { Services } from "#app/server/services.server.ts";
import { createStepTemplates, type StepTemplates } from "./step-templates.ts";

export type EffectServices = Pick<Services, "sql" | "secret" | "environment" | "logger">;

/** What dispatches of one process share. */
export type EffectContext = {
  templates: StepTemplates;
  /** The guarded client for webhooks. */
  safeFetch: SafeFetch;
  /** Queues that are being dispatched, by job key; `isWanted` is set by who comes meanwhile. */
  running: Map<string, { isWanted: boolean }>;
};

const contexts = new WeakMap<EffectServices["sql"], EffectContext>();

export function effectContext({ sql, environment }: EffectServices): EffectContext {
  const known = contexts.get(sql);
  if (known) return known;
  const allowedHosts = readAllowedHosts(environment.LOTSE_ALLOW_PRIVATE_HOSTS);
  const context = {
    templates: createStepTemplates(),
    safeFetch: createSafeFetch({ allowedHosts }),
    running: new Map(),
  };
  contexts.set(sql, context);
  return context;
}
