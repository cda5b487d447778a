import { z } from "zod";

/** Limits of what comes in; a sender meets them as 413 or 422 with the field's name. */
export const eventLimits = {
  eventBytes: 64 * 1024,
  batchBytes: 1024 * 1024,
  batchEvents: 500,
  depth: 16,
  keysPerObject: 256,
  nameLength: 200,
  idLength: 255,
  traitNameLength: 120,
} as const;

const id = z.string().min(1).max(eventLimits.idLength);
const name = z
  .string()
  .max(eventLimits.nameLength)
  .refine((text) => text.trim() !== "", { error: "must not be empty" });
const object = z.record(z.string(), z.unknown());
/** ISO 8601; without an offset it is UTC. */
const time = z.string().refine((text) => timeOf(text) !== undefined, { error: "must be an ISO 8601 time" });

/** Fields that every call of the Segment spec may carry. */
const common = {
  messageId: id.nullish(),
  userId: id.nullish(),
  anonymousId: id.nullish(),
  timestamp: time.nullish(),
  originalTimestamp: time.nullish(),
  sentAt: time.nullish(),
  receivedAt: time.nullish(),
  context: object.nullish(),
  integrations: object.nullish(),
  channel: z.string().nullish(),
  version: z.union([z.string(), z.number()]).nullish(),
  writeKey: z.string().nullish(),
  projectId: z.string().nullish(),
  options: object.nullish(),
  _metadata: object.nullish(),
};

const identifySchema = z.strictObject({ type: z.literal("identify"), ...common, traits: object.nullish() });
const trackSchema = z.strictObject({
  type: z.literal("track"),
  ...common,
  event: name,
  properties: object.nullish(),
});
const view = { ...common, name: name.nullish(), category: name.nullish(), properties: object.nullish() };
const pageSchema = z.strictObject({ type: z.literal("page"), ...view });
const screenSchema = z.strictObject({ type: z.literal("screen"), ...view });
const groupSchema = z.strictObject({
  type: z.literal("group"),
  ...common,
  groupId: id,
  traits: object.nullish(),
});
const aliasSchema = z.strictObject({ type: z.literal("alias"), ...common, previousId: id });

/** One call of the Segment spec. Unknown fields are refused by name; extra data belongs into properties, traits or context. */
export const eventCallSchema = z.discriminatedUnion("type", [
  identifySchema,
  trackSchema,
  pageSchema,
  screenSchema,
  groupSchema,
  aliasSchema,
]);
export type EventCall = z.infer<typeof eventCallSchema>;
export type EventCallType = EventCall["type"];
export const eventCallTypes = ["identify", "track", "page", "screen", "group", "alias"] as const;

/** The envelope of `/v1/batch` and `/v1/import`; every event in it is checked on its own. */
export const eventBatchSchema = z.strictObject({
  batch: z.array(z.unknown()).min(1).max(eventLimits.batchEvents),
  context: object.nullish(),
  integrations: object.nullish(),
  writeKey: z.string().nullish(),
  sentAt: time.nullish(),
  timestamp: time.nullish(),
  messageId: z.string().nullish(),
});

/** Why an event of a batch was left out; the others are kept. */
export type RejectedEvent = { index: number; field: string; code: string; message: string };

/** The answer to a batch. `accepted` counts what is stored now, events included that had been stored before. */
export type BatchAccepted = { success: true; accepted: number; rejected: RejectedEvent[] };

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Reads an ISO 8601 time; undefined if it is none. */
export function timeOf(text: string): Date | undefined {
  const match = ISO_TIME.exec(text);
  if (!match) return undefined;
  const isWithoutOffset = text.length > 10 && match[1] === undefined;
  const at = new Date(isWithoutOffset ? `${text.replace(" ", "T")}Z` : text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
