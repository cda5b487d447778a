import type { IncomingMessage, ServerResponse } from "node:http";
import { openSql, type Sql } from "#db/client.ts";
import { insertEvents } from "#db/queries/events.ts";
import { type BatchAccepted, type EventCallType, eventCallTypes, eventLimits } from "../../api/events.ts";
import { AppError } from "../../errors/app-error.ts";
import { problemOf, toAppError } from "../http/problem.server.ts";
import type { Services } from "../services.server.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.server.ts";
import { readBody } from "./read-body.server.ts";
import { readBatch, readSingle } from "./read-request.server.ts";
import { createRouteNudge } from "./route-nudge.server.ts";
import { createWriteKeys, keyOfHeader, type WriteKeys } from "./write-keys.server.ts";

export type IngestHandler = {
  /** Answers requests to `/v1/*` of the Segment spec; false when the path is none of them, and nothing has been touched. */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** Resolves when everything accepted so far is committed and the router has been woken. */
  close: () => Promise<void>;
};

type Endpoint = { kind: "single"; type: EventCallType } | { kind: "batch" };
type Context = {
  keys: WriteKeys;
  groupCommit: GroupCommit;
  logger: Services["logger"];
  now: () => Date;
  bodyTimeoutMs: number;
};
type Answer = { status: number; body: string };

export type IngestOptions = {
  now?: () => Date;
  bodyTimeoutMs?: number;
  /** How events are written; the benchmark puts other ways beside the product's. */
  store?: (sql: Sql) => GroupCommit;
};

const BODY_TIMEOUT_MS = 10_000;
const CONNECTIONS = 4;
const ACCEPTED: Answer = { status: 200, body: '{"success":true}' };

const endpoints = new Map<string, Endpoint>([
  ...eventCallTypes.map((type): [string, Endpoint] => [`/v1/${type}`, { kind: "single", type }]),
  ["/v1/batch", { kind: "batch" }],
  ["/v1/import", { kind: "batch" }],
]);

/**
 * The entrance for events, before any framework: key, limits, checks, group commit, and 200 only after the commit. It has database
 * connections of its own, so neither pages nor passes can starve it.
 */
export function createIngestHandler(
  { sql: shared, environment, logger }: Pick<Services, "sql" | "environment" | "logger">,
  options: IngestOptions = {},
): IngestHandler {
  const url = environment.DATABASE_URL;
  const sql = url === undefined ? shared : openSql(url, { max: CONNECTIONS, applicationName: "lotse-ingest" });
  const nudge = createRouteNudge(sql);
  const context: Context = {
    keys: createWriteKeys(sql),
    groupCommit:
      options.store?.(sql) ??
      createGroupCommit({ write: (events) => insertEvents(sql, events), onCommitted: nudge.nudge }),
    logger,
    now: options.now ?? (() => new Date()),
    bodyTimeoutMs: options.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
  };
  const handle: IngestHandler["handle"] = async (request, response) => {
    const endpoint = endpoints.get(pathOf(request));
    if (!endpoint) return false;
    try {
      const answer = await answerTo(request, endpoint, context);
      send(response, answer.status, "application/json", answer.body);
    } catch (thrown) {
      sendProblem(response, toAppError(thrown, logger));
    }
    return true;
  };
  const close = async (): Promise<void> => {
    await context.groupCommit.close();
    await nudge.close();
    if (sql !== shared) await sql.end({ timeout: 5 });
  };
  return { handle, close };
}

function pathOf(request: IncomingMessage): string {
  const [path = ""] = (request.url ?? "").split("?", 1);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

async function answerTo(request: IncomingMessage, endpoint: Endpoint, context: Context): Promise<Answer> {
  if (request.method !== "POST")
    throw new AppError("request.method_not_allowed", { method: request.method ?? "", allowed: "POST" });
  const receivedAt = context.now();
  const headerKey = keyOfHeader(request.headers.authorization);
  // A key in the header is checked before the body is read.
  const headerWorkspaceId = headerKey === undefined ? undefined : await context.keys.workspaceOf(headerKey);
  const limitBytes = endpoint.kind === "batch" ? eventLimits.batchBytes : eventLimits.eventBytes;
  const text = await readBody(request, { limitBytes, timeoutMs: context.bodyTimeoutMs });
  const body = parse(text);
  const workspaceId = headerWorkspaceId ?? (await workspaceOfBody(body, context.keys));
  const around = { workspaceId, receivedAt, checkTexts: text.includes("\\u") };

  if (endpoint.kind === "single") {
    await context.groupCommit.add([readSingle(body, endpoint.type, around)]);
    return ACCEPTED;
  }
  const { events, rejected } = readBatch(body, around);
  await context.groupCommit.add(events);
  const answer: BatchAccepted = { success: true, accepted: events.length, rejected };
  return { status: 200, body: JSON.stringify(answer) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("request.invalid_json", {}, { cause });
  }
}

async function workspaceOfBody(body: unknown, keys: WriteKeys): Promise<number> {
  const key: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "writeKey") : undefined;
  if (typeof key !== "string" || key === "") throw new AppError("auth.required");
  return keys.workspaceOf(key);
}

function sendProblem(response: ServerResponse, error: AppError): void {
  const problem = problemOf(error);
  if (problem.status === 401) response.setHeader("www-authenticate", 'Basic realm="lotse"');
  if (problem.status === 405) response.setHeader("allow", "POST");
  if (problem.status === 408) response.setHeader("connection", "close");
  if (problem.retry) response.setHeader("retry-after", "1");
  send(response, problem.status, "application/problem+json", JSON.stringify(problem));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}
