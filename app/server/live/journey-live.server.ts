import type { Request, RequestHandler, Response } from "express";
import { journeyIdSchema } from "../../api/schemas.ts";
import { AppError } from "../../errors/app-error.ts";
import { sendProblem } from "../http/problem.server.ts";
import { findJourney } from "../journeys/find-journey.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import type { LiveEvent, LiveHub } from "./live-hub.server.ts";

export type LiveOptions = {
  hub: LiveHub;
  /** Who looks; throws an AppError for nobody. Asked again at every heartbeat, so that a revoked session ends its stream. */
  authenticate: (request: Request) => Promise<Scope>;
  heartbeatMs?: number;
  connectionsPerUser?: number;
};

/**
 * Server-sent events for `GET /live/journeys/:id`: `metrics` with JourneyMetrics on every change, `trouble` while the numbers cannot
 * be read. Answers with a problem document instead of a stream for a missing session, a foreign journey or too many streams.
 */
export function createJourneyLiveHandler(
  services: Pick<Services, "db" | "logger">,
  { hub, authenticate, heartbeatMs = 15_000, connectionsPerUser = 20 }: LiveOptions,
): RequestHandler {
  const openByUser = new Map<string, number>();

  const stream = async (request: Request, response: Response): Promise<void> => {
    const scope = await authenticate(request);
    const journeyId = journeyIdSchema.safeParse(request.params["id"]);
    if (!journeyId.success) throw new AppError("request.not_found");
    await findJourney(services.db, { workspaceId: scope.workspaceId, journeyId: journeyId.data });
    const userId = scope.actorId ?? "";
    if ((openByUser.get(userId) ?? 0) >= connectionsPerUser) throw new AppError("request.rate_limited", { seconds: 5 });
    if (response.closed) return;

    openByUser.set(userId, (openByUser.get(userId) ?? 0) + 1);
    openStream(response);
    const unsubscribe = hub.subscribe(scope.workspaceId, journeyId.data, createWriter(response));
    const heartbeat = setInterval(() => {
      if (response.writableEnded) return;
      response.write(": still here\n\n");
      authenticate(request).catch((error: unknown) => {
        if (endsStream(error)) response.end();
      });
    }, heartbeatMs);
    response.once("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
      const open = (openByUser.get(userId) ?? 1) - 1;
      if (open === 0) openByUser.delete(userId);
      else openByUser.set(userId, open);
    });
  };

  return (request, response) => {
    stream(request, response).catch((error: unknown) => sendProblem(response, error, services));
  };
}

/** A database that is away for a moment ends no stream. */
function endsStream(error: unknown): boolean {
  return error instanceof AppError && !error.isTemporary;
}

function openStream(response: Response): void {
  response.status(200).set({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  response.write("retry: 2000\n\n");
}

/** Writes events; while the reader is slow only the newest one is kept, because each holds all the numbers. */
function createWriter(response: Response): (event: LiveEvent) => void {
  let waiting: LiveEvent | undefined;
  const write = (event: LiveEvent): void => {
    if (response.writableEnded) return;
    if (event.name === "gone") {
      response.end();
      return;
    }
    if (response.writableNeedDrain) {
      waiting = event;
      return;
    }
    const data = event.name === "metrics" ? JSON.stringify(event.metrics) : "{}";
    response.write(`event: ${event.name}\ndata: ${data}\n\n`);
  };
  response.on("drain", () => {
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) write(next);
  });
  return write;
}
