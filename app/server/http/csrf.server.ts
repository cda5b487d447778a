import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import { AppError } from "../../errors/app-error.ts";
import type { Services } from "../services.server.ts";
import { sendProblem } from "./problem.server.ts";

const readingMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses changing requests that another site may have caused; for everything that a session cookie opens. */
export function refuseForeignForms({ baseUrl, logger }: Pick<Services, "baseUrl" | "logger">): RequestHandler {
  const own = new URL(baseUrl).host;
  return (request, response, next) => {
    if (readingMethods.has(request.method) || isFromOwnPage(request, own)) next();
    else sendProblem(response, new AppError("auth.csrf"), { logger });
  };
}

/**
 * Whether a browser says that one of our own pages sent this: by Sec-Fetch-Site, or by an Origin that is the host it was sent to
 * (or this installation's public one). A request that says nothing is not believed.
 */
export function isFromOwnPage({ headers }: Pick<IncomingMessage, "headers">, ownHost: string): boolean {
  if (headers["sec-fetch-site"] === "same-origin") return true;
  if (headers.origin === undefined) return false;
  const host = hostOf(headers.origin);
  return host !== undefined && (host === headers.host || host === ownHost);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
