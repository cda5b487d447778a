import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import express, { type Router } from "express";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { z } from "zod";
import { selectReadiness } from "#db/queries/installation.ts";
import type { Services } from "../services.server.ts";

const SILENT_WORKER_SECONDS = 30;
const journalUrl = new URL("../../../db/migrations/meta/_journal.json", import.meta.url);
const journalSchema = z.object({ entries: z.array(z.unknown()) });

/** `/healthz` (this process), `/readyz` (database, migrations, worker), `/metrics` (Prometheus, with LOTSE_METRICS_TOKEN only). */
export function healthRouter(services: Services): Router {
  const router = express.Router();
  const registry = createRegistry(services);
  router.use((_request, response, next) => {
    response.set("cache-control", "no-store");
    next();
  });
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    const checks = await readiness(services);
    const isReady = Object.values(checks).every((isFine) => isFine);
    response.status(isReady ? 200 : 503).json({ status: isReady ? "ready" : "not ready", ...checks });
  });
  router.get("/metrics", async (request, response, next) => {
    const token = services.environment.LOTSE_METRICS_TOKEN;
    if (token === undefined || !isSameText(request.headers.authorization ?? "", `Bearer ${token}`)) return next();
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

/** What has to be true before people are sent here. */
async function readiness({
  sql,
}: Pick<Services, "sql">): Promise<{ database: boolean; migrations: boolean; worker: boolean }> {
  try {
    const [{ migrations, workerAgeSeconds }, journal] = await Promise.all([
      selectReadiness(sql),
      readFile(journalUrl, "utf8"),
    ]);
    const wanted = journalSchema.parse(JSON.parse(journal)).entries.length;
    return {
      database: true,
      migrations: migrations >= wanted,
      worker: workerAgeSeconds !== null && workerAgeSeconds < SILENT_WORKER_SECONDS,
    };
  } catch {
    // Whatever keeps the database from answering is what this endpoint reports.
    return { database: false, migrations: false, worker: false };
  }
}

function createRegistry({ sql }: Pick<Services, "sql">): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "lotse_worker_heartbeat_age_seconds",
    help: "Seconds since any worker was last heard of; -1 for never or no database.",
    registers: [registry],
    async collect() {
      const age = await selectReadiness(sql).then(
        ({ workerAgeSeconds }) => workerAgeSeconds,
        () => null,
      );
      this.set(age ?? -1);
    },
  });
  return registry;
}

function isSameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
