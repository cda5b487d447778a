import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi";
import { errorCatalogue } from "../errors/app-error.ts";
import { endpoints } from "./contract.ts";
import type { Endpoint } from "./endpoint.ts";
import { problemSchema } from "./schemas.ts";

/** The OpenAPI 3.1 document of the Management API, made from the contract. */
export function openApiDocument({ baseUrl }: { baseUrl: string }): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Lotse Management API",
      version: "1.0.0",
      description:
        "Create, publish and watch journeys. Errors are RFC 9457 problem documents with a stable `code`. Unknown fields are refused.",
    },
    servers: [{ url: `${baseUrl}/api` }],
    security: [{ apiKey: [] }],
    paths: pathsOf(endpoints),
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key (`la_…`) from Settings, API keys." },
      },
    },
  });
}

function pathsOf(table: Record<string, Endpoint>): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [operationId, endpoint] of Object.entries(table)) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operationOf(operationId, endpoint) };
  }
  return paths;
}

function operationOf(operationId: string, endpoint: Endpoint): ZodOpenApiOperationObject {
  return {
    operationId,
    summary: endpoint.summary,
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
    requestParams: { path: endpoint.params, query: endpoint.query },
    ...(endpoint.body && {
      requestBody: {
        required: !endpoint.body.isOptional,
        content: { "application/json": { schema: endpoint.body.schema } },
      },
    }),
    responses: responsesOf(endpoint),
  };
}

function responsesOf(endpoint: Endpoint): ZodOpenApiResponsesObject {
  const codesByStatus = new Map<number, string[]>();
  for (const code of endpoint.errors) {
    const { status } = errorCatalogue[code];
    codesByStatus.set(status, [...(codesByStatus.get(status) ?? []), code]);
  }
  const refusals = [...codesByStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\``).join(", "),
      content: { "application/problem+json": { schema: problemSchema } },
    },
  ]);
  return {
    [`${endpoint.status}`]: {
      description: endpoint.summary,
      content: { "application/json": { schema: endpoint.answer } },
    },
    ...Object.fromEntries(refusals),
  };
}
