import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { endpoints } from "../../api/contract.ts";
import { type journeySchema, plainText, type runSchema } from "../../api/schemas.ts";
import { graphHash } from "../../engine/canonical.ts";
import { readDraft } from "../collab/draft-store.server.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { archiveJourney } from "../journeys/archive-journey.server.ts";
import { describeProblems } from "../journeys/check-draft.server.ts";
import { createJourney } from "../journeys/create-journey.server.ts";
import { enrolCustomer } from "../journeys/enrol-customer.server.ts";
import { getJourneySummary, type JourneySummary, listJourneySummaries } from "../journeys/list-journeys.server.ts";
import { type ListedRun, listRuns } from "../journeys/list-runs.server.ts";
import { pauseJourney } from "../journeys/pause-journey.server.ts";
import { publishJourney } from "../journeys/publish-journey.server.ts";
import { readJourneyMetrics } from "../journeys/read-journey-metrics.server.ts";
import { replaceJourneyDraft } from "../journeys/replace-journey-draft.server.ts";
import { resumeJourney } from "../journeys/resume-journey.server.ts";
import { bindEndpoint } from "./bind-endpoint.server.ts";
import { decodeIdCursor, encodeCursor } from "./cursor.server.ts";

/** What the journey operations of the contract do. */
export const journeyEndpoints = {
  listJourneys: bindEndpoint(endpoints.listJourneys, async ({ services, scope, query }) => {
    const { limit, after, state } = query;
    const states = state === undefined ? undefined : [state];
    const listed = await listJourneySummaries(services, {
      scope,
      states,
      beforeId: decodeIdCursor(after),
      limit: limit + 1,
    });
    const items = listed.slice(0, limit).map(journeyBody);
    const last = items.at(-1);
    return { body: { items, next: listed.length > limit && last !== undefined ? encodeCursor(last.id) : null } };
  }),

  createJourney: bindEndpoint(endpoints.createJourney, async ({ services, scope, body }) => {
    const { journeyId } = await createJourney(services, { scope, ...body });
    const created = journeyBody(await getJourneySummary(services, { scope, journeyId }));
    return { body: created, headers: { location: `/api/v1/journeys/${journeyId}` } };
  }),

  getJourney: bindEndpoint(endpoints.getJourney, async ({ services, scope, params }) => ({
    body: journeyBody(await getJourneySummary(services, { scope, ...params })),
  })),

  readDraft: bindEndpoint(endpoints.readDraft, async ({ services, scope, params }) => {
    const graph = await readDraft(services.db, { workspaceId: scope.workspaceId, ...params });
    return { body: graph, headers: { etag: `"${graphHash(graph)}"` } };
  }),

  replaceDraft: bindEndpoint(endpoints.replaceDraft, async ({ services, scope, params, body, headers }) => {
    const expectedHash = hashOfTag(headers["if-match"]);
    const { hash, problems } = await replaceJourneyDraft(services, { scope, ...params, graph: body, expectedHash });
    return { body: { hash, problems: describeProblems(problems) }, headers: { etag: `"${hash}"` } };
  }),

  publishJourney: bindEndpoint(endpoints.publishJourney, async ({ services, scope, params, body }) => {
    const published = await publishJourney(services, { scope, ...params, ...body });
    const { journeyId, version, hash, state, publishedAt } = published;
    return { body: { journeyId, version, hash, state, publishedAt: publishedAt.toISOString() } };
  }),

  pauseJourney: bindEndpoint(endpoints.pauseJourney, async ({ services, scope, params }) => {
    await pauseJourney(services, { scope, ...params });
    return { body: journeyBody(await getJourneySummary(services, { scope, ...params })) };
  }),

  resumeJourney: bindEndpoint(endpoints.resumeJourney, async ({ services, scope, params }) => {
    await resumeJourney(services, { scope, ...params });
    return { body: journeyBody(await getJourneySummary(services, { scope, ...params })) };
  }),

  archiveJourney: bindEndpoint(endpoints.archiveJourney, async ({ services, scope, params }) => {
    await archiveJourney(services, { scope, ...params });
    return { body: journeyBody(await getJourneySummary(services, { scope, ...params })) };
  }),

  readMetrics: bindEndpoint(endpoints.readMetrics, async ({ services, scope, params }) => ({
    body: await readJourneyMetrics(services.sql, { workspaceId: scope.workspaceId, ...params }),
  })),

  listRuns: bindEndpoint(endpoints.listRuns, async ({ services, scope, params, query }) => {
    const { runs, nextBeforeId } = await listRuns(services, {
      scope,
      ...params,
      nodeId: query.node,
      standings: query.state === undefined ? undefined : [query.state],
      beforeId: decodeIdCursor(query.after),
      limit: query.limit,
    });
    return { body: { items: runs.map(runBody), next: nextBeforeId === undefined ? null : encodeCursor(nextBeforeId) } };
  }),

  enrolCustomer: bindEndpoint(endpoints.enrolCustomer, async ({ services, scope, params, body, headers }) => {
    const { userId, customerId, createIfMissing, node } = body;
    const customer = userId === undefined ? { customerId: customerId ?? 0 } : { userId, createIfMissing };
    const key = `enrol:${parseInput(plainText(255).min(1), headers["idempotency-key"] ?? randomUUID())}`;
    const enrolled = await enrolCustomer(services, { scope, ...params, customer, nodeId: node, key });
    const { runId } = enrolled;
    return { body: { entered: runId !== undefined, runId: runId ?? null, customerId: enrolled.customerId } };
  }),
};

function journeyBody(journey: JourneySummary): z.input<typeof journeySchema> {
  return {
    ...journey,
    version: journey.version ?? null,
    goalRate: journey.goalRate ?? null,
    owner: journey.owner ?? null,
    createdAt: journey.createdAt.toISOString(),
    updatedAt: journey.updatedAt.toISOString(),
  };
}

function runBody({ attributes: _, standing, ...run }: ListedRun): z.input<typeof runSchema> {
  return {
    ...run,
    userId: run.userId ?? null,
    state: standing,
    enteredAt: run.enteredAt.toISOString(),
    nodeEnteredAt: run.nodeEnteredAt.toISOString(),
    dueAt: run.dueAt?.toISOString() ?? null,
    hold: run.hold ?? null,
  };
}

/** The hash in an If-Match header; undefined for none and for `*`. A foreign tag matches no draft. */
function hashOfTag(tag: string | undefined): string | undefined {
  if (tag === undefined || tag.trim() === "*") return undefined;
  return tag.trim().replace(/^W\//, "").replace(/^"|"$/g, "");
}
