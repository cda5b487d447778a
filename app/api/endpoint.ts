import { z } from "zod";
import type { ErrorCode } from "../errors/app-error.ts";

/** One operation of the Management API: what it takes, what it answers, and the catalogue codes it may refuse with. */
export type Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  method: "get" | "post" | "put";
  /** As in OpenAPI: `/v1/journeys/{journeyId}`. */
  path: string;
  summary: string;
  description?: string;
  params: Params;
  query: Query;
  /** `undefined` where the operation has no body; an optional one may be left out whole. */
  body: { schema: Body; isOptional: boolean } | undefined;
  status: 200 | 201;
  answer: Answer;
  errors: readonly ErrorCode[];
};

const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Given<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> = Pick<
  Endpoint,
  "method" | "path" | "summary" | "description"
> & {
  params?: Params;
  query?: Query;
  body?: Body;
  isBodyOptional?: boolean;
  status?: 200 | 201;
  answer: Answer;
  errors?: readonly ErrorCode[];
};

const everywhere: readonly ErrorCode[] = [
  "auth.required",
  "auth.invalid_key",
  "request.rate_limited",
  "database.unavailable",
  "bug.unexpected",
];
const withBody: readonly ErrorCode[] = [
  "request.invalid_json",
  "request.invalid",
  "request.too_large",
  "request.unsupported_media",
];

/** Declares an operation; what every operation may answer is added to its own errors. */
export function defineEndpoint<
  Answer extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(given: Given<Params, Query, Body, Answer>): Endpoint<Params, Query, Body, Answer> {
  const { params, query, body, isBodyOptional = false, status = 200, errors = [], ...rest } = given;
  const own: ErrorCode[] = [
    ...errors,
    ...(params ? (["request.not_found"] as const) : []),
    ...(body ? withBody : ["request.invalid" as const]),
  ];
  return {
    ...rest,
    params: (params ?? nothing) as Params,
    query: (query ?? nothing) as Query,
    body: body && { schema: body, isOptional: isBodyOptional },
    status,
    errors: [...new Set([...own, ...everywhere])],
  };
}
