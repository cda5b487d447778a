import { randomBytes } from "node:crypto";
import type { Response } from "express";
import type { Logger } from "pino";
import { AppError, type ErrorCode, errorCatalogue, type FieldFault } from "../../errors/app-error.ts";
import { englishText } from "./english.server.ts";

/** An RFC 9457 problem document with the catalogue's code. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  /** Whether the same request may work later. */
  retry: boolean;
  faults?: FieldFault[];
  /** Only with bug.unexpected: the number under which it stands in the log. */
  errorId?: string;
};

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  408: "Timed out",
  409: "Conflict",
  410: "Gone",
  413: "Too large",
  415: "Unsupported media type",
  422: "Invalid",
  429: "Too many requests",
  500: "Internal error",
  502: "Refused by the provider",
  503: "Unavailable",
};

export function problemOf(error: AppError): Problem {
  const { status, retry } = errorCatalogue[error.code];
  return {
    type: `urn:lotse:error:${error.code}`,
    title: titles[status] ?? "Error",
    status,
    detail: englishText(`errors.${error.code}`, error.params) ?? error.code,
    code: error.code,
    retry,
    ...(error.faults.length > 0 ? { faults: error.faults } : {}),
    ...(typeof error.params["errorId"] === "string" ? { errorId: error.params["errorId"] } : {}),
  };
}

const awayCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "08006",
  "08001",
]);

/** Whether an error says that the database cannot be reached, as opposed to a wrong statement. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = Reflect.get(cause, "code");
    if (typeof code === "string" && awayCodes.has(code)) return true;
  }
  return false;
}

/**
 * What a caller may see of any thrown value. An AppError stays itself, a lost database becomes database.unavailable, everything else
 * is logged with a new error id and becomes bug.unexpected. Logs carry the stack and the SQL state, never values of the request.
 */
export function toAppError(thrown: unknown, logger: Logger): AppError {
  if (thrown instanceof AppError) return thrown;
  if (isDatabaseAway(thrown)) {
    logger.warn({ reason: codeOf(thrown) }, "database unavailable");
    return new AppError("database.unavailable", {}, { cause: thrown });
  }
  const errorId = randomBytes(6).toString("hex");
  logger.error({ errorId, ...withoutValues(thrown) }, "unexpected error");
  return new AppError("bug.unexpected", { errorId }, { cause: thrown });
}

/** Answers with the problem document of `thrown`; cuts the connection if an answer has begun already. */
export function sendProblem(response: Response, thrown: unknown, { logger }: { logger: Logger }): void {
  const error = toAppError(thrown, logger);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = problemOf(error);
  response.setHeader("cache-control", "no-store");
  if (problem.retry) response.setHeader("retry-after", String(error.params["seconds"] ?? 1));
  if (problem.status === 401) response.setHeader("www-authenticate", 'Bearer realm="lotse"');
  response.status(problem.status).type("application/problem+json").send(JSON.stringify(problem));
}

function codeOf(thrown: unknown): string | undefined {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause) {
    const code: unknown = Reflect.get(cause, "code");
    if (typeof code === "string") return code;
  }
  return undefined;
}

/** Postgres and drizzle put values into messages and details, so only the kind of the error, its code and the stack's places are kept. */
function withoutValues(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { kind: typeof thrown };
  const places = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { kind: thrown.name, code: codeOf(thrown), stack: places.slice(0, 12).map((line) => line.trim()) };
}
