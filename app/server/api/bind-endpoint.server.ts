import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { Endpoint } from "../../api/endpoint.ts";
import { AppError } from "../../errors/app-error.ts";
import { parseInput } from "../http/parse-input.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";

type ApiCall = {
  services: Services;
  scope: Scope;
  params: unknown;
  query: unknown;
  headers: IncomingHttpHeaders;
  /** Reads the body; called only where the operation takes one. Undefined if it is optional and missing. */
  readBody: () => Promise<unknown>;
};
type ApiAnswer = { body: unknown; headers?: Record<string, string> };
export type BoundEndpoint = { endpoint: Endpoint; call: (call: ApiCall) => Promise<ApiAnswer> };

type Parsed<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  services: Services;
  scope: Scope;
  headers: IncomingHttpHeaders;
  params: z.output<Params>;
  query: z.output<Query>;
  body: z.output<Body>;
};

/** Lists and objects (`limit[]=5`) would otherwise be taken for the one value in them. */
const flatQuery = z.record(z.string(), z.string());

/** Joins an operation of the contract with what it does: the handler sees parsed input only, and must answer what the contract says. */
export function bindEndpoint<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  endpoint: Endpoint<Params, Query, Body, Answer>,
  handle: (parsed: Parsed<Params, Query, Body>) => Promise<{ body: z.input<Answer>; headers?: Record<string, string> }>,
): BoundEndpoint {
  return {
    endpoint,
    call: async ({ services, scope, headers, params, query, readBody }) => {
      // A malformed id and a missing one are the same to the caller.
      const path = endpoint.params.safeParse(params);
      if (!path.success) throw new AppError("request.not_found");
      const parsedQuery = parseInput(endpoint.query, parseInput(flatQuery, query));
      const body = endpoint.body && parseInput(endpoint.body.schema, await readBody());
      return handle({ services, scope, headers, params: path.data, query: parsedQuery, body: body as z.output<Body> });
    },
  };
}
