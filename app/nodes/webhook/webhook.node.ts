import { z } from "zod";
import { defineNode, type SettingsProblem } from "../../engine/node-type.ts";
import { requestAndLeave } from "../acting-step.ts";
import { checkLiquid } from "../liquid-check.ts";
import { requiredText, storableText } from "../setting-schemas.ts";

export const webhookMethods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

// The host is fixed when the journey is published: a template there would let a customer's data choose whom we call.
const fixedHost = /^https?:\/\/[^\s/?#@{}%\\]+([/?#]|$)/i;
const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const ownHeaders = new Set([
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "idempotency-key",
  "upgrade",
  "te",
  "trailer",
]);

const headerSchema = z.strictObject({
  name: requiredText(100, "name_missing").refine((name) => headerName.test(name), {
    params: { code: "invalid_header" },
  }),
  value: storableText(2_000).refine((value) => !/[\r\n]/.test(value), { params: { code: "invalid_header" } }),
});

/** Asks for one HTTP request; path, query, header values and body are Liquid, rendered when the request is frozen. */
export const webhookNode = defineNode({
  type: "webhook",
  family: "data",
  settings: z.strictObject({
    method: z.enum(webhookMethods).default("POST"),
    url: requiredText(2_000).refine((url) => fixedHost.test(url), { params: { code: "invalid_url" } }),
    headers: z.array(headerSchema).max(20).default([]),
    body: storableText(50_000).optional(),
  }),
  defaults: { method: "POST" },
  ports: () => ["next", "failed"],
  optionalPorts: ["failed"],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  check: ({ url, headers, body }) => [
    ...checkLiquid("url", url),
    ...checkLiquid("body", body),
    ...headers.flatMap(({ name, value }, index): SettingsProblem[] =>
      ownHeaders.has(name.toLowerCase())
        ? [{ code: "reserved_header", field: `headers.${index}.name`, params: { name }, severity: "error" }]
        : checkLiquid(`headers.${index}.value`, value),
    ),
    ...(url.toLowerCase().startsWith("http:")
      ? [{ code: "unencrypted_url", field: "url", severity: "warning" } as const]
      : []),
  ],
  step: (_settings, context) => requestAndLeave({ kind: "webhook", slot: 0 }, context),
});

export type WebhookSettings = z.infer<typeof webhookNode.schema>;
