import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { EndpointName } from "../../api/contract.ts";
import { openApiDocument } from "../../api/openapi.ts";
import { AppError } from "../../errors/app-error.ts";
import { sendProblem } from "../http/problem.server.ts";
import { createJsonReader } from "../http/read-json.server.ts";
import { authenticateKey } from "../keys/authenticate-key.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import type { BoundEndpoint } from "./bind-endpoint.server.ts";
import { customerEndpoints } from "./customer-endpoints.server.ts";
import { journeyEndpoints } from "./journey-endpoints.server.ts";
import { outboxEndpoints } from "./outbox-endpoints.server.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;

export type ApiOptions = {
  /** Requests per key and span; per process. */
  rateLimit?: { requests: number; seconds: number };
};

/** What every operation of the contract does. */
const boundEndpoints: Record<EndpointName, BoundEndpoint> = {
  ...journeyEndpoints,
  ...customerEndpoints,
  ...outboxEndpoints,
};

/**
 * The Management API, to be mounted at /api before anything that reads bodies. Serves /openapi.json and everything below /v1; other
 * paths go on to the next handler.
 */
export function createApiRouter(
  services: Services,
  { rateLimit = { requests: 1_000, seconds: 10 } }: ApiOptions = {},
): Router {
  const router = express.Router({ caseSensitive: true });
  const limiter = new RateLimiterMemory({ points: rateLimit.requests, duration: rateLimit.seconds });
  const document = JSON.stringify(openApiDocument({ baseUrl: services.baseUrl }));
  router.get("/openapi.json", (_request, response) => {
    response.type("application/json").send(document);
  });
  for (const [path, bounds] of groupByPath(Object.values(boundEndpoints))) {
    const route = router.route(path);
    for (const bound of bounds) {
      route[bound.endpoint.method]((request, response, next) => {
        answer(bound, { services, limiter, request, response }).catch(next);
      });
    }
    route.all((request) => refuseMethod(request, bounds));
  }
  router.use("/v1", () => {
    throw new AppError("request.not_found");
  });
  router.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sendProblem(response, refusalOf(error), services);
  });
  return router;
}

function groupByPath(bounds: readonly BoundEndpoint[]): Map<string, BoundEndpoint[]> {
  const paths = new Map<string, BoundEndpoint[]>();
  for (const bound of bounds) {
    const path = bound.endpoint.path.replace(/\{(\w+)\}/g, ":$1");
    paths.set(path, [...(paths.get(path) ?? []), bound]);
  }
  return paths;
}

type Exchange = { services: Services; limiter: RateLimiterMemory; request: Request; response: Response };

async function answer(bound: BoundEndpoint, { services, limiter, request, response }: Exchange): Promise<void> {
  response.setHeader("cache-control", "no-store");
  const scope = await authenticate(services, limiter, request);
  const { params, query, headers } = request;
  const readBody = () => readJson(bound, request, response);
  const { body, headers: extra = {} } = await bound.call({ services, scope, params, query, headers, readBody });
  response.status(bound.endpoint.status).set(extra).json(body);
}

async function authenticate(services: Services, limiter: RateLimiterMemory, request: Request): Promise<Scope> {
  const [, key] = /^Bearer +([A-Za-z0-9_]{1,200})$/i.exec(request.headers.authorization ?? "") ?? [];
  if (key === undefined)
    throw new AppError(request.headers.authorization === undefined ? "auth.required" : "auth.invalid_key");
  const { keyId, ...scope } = await authenticateKey(services, { kind: "api", key });
  await limiter.consume(keyId).catch((refusal: unknown) => {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new AppError("request.rate_limited", { seconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)) });
  });
  return scope;
}

const readBoundedJson = createJsonReader({ limitBytes: BODY_LIMIT_BYTES });

async function readJson(bound: BoundEndpoint, request: Request, response: Response): Promise<unknown> {
  const isEmpty =
    request.headers["transfer-encoding"] === undefined && Number(request.headers["content-length"] ?? 0) === 0;
  if (isEmpty && bound.endpoint.body?.isOptional) return {};
  return readBoundedJson(request, response);
}

function refuseMethod(request: Request, bounds: readonly BoundEndpoint[]): never {
  const methods = bounds.map(({ endpoint }) => endpoint.method.toUpperCase());
  const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].join(", ");
  request.res?.setHeader("allow", allowed);
  throw new AppError("request.method_not_allowed", { method: request.method, allowed });
}

/** What Express itself refuses, such as a path with a broken escape. */
function refusalOf(error: unknown): unknown {
  const isBrokenPath =
    error instanceof URIError || (error instanceof Error && /^Failed to decode param/.test(error.message));
  return isBrokenPath ? new AppError("request.not_found") : error;
}
