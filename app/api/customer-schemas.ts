import { z } from "zod";
import { plainText } from "./schemas.ts";

const time = z.iso.datetime();
const values = z.record(z.string(), z.json());

/** Which customer: Lotse's own number, or the sending system's id behind `user:`. */
export const customerReferenceSchema = plainText(300)
  .min(1)
  .meta({ description: "Lotse's number of the customer (`42`), or your own user id behind `user:` (`user:u-17`)." });

export const journeyRefSchema = z
  .strictObject({ id: z.int(), name: z.string(), version: z.int() })
  .meta({ id: "JourneyRef" });
export const stepRefSchema = z
  .strictObject({ id: z.string(), name: z.string(), type: z.string() })
  .meta({ id: "StepRef", description: "A step as it stood in the version that the person met." });

const summaryShape = {
  id: z.int(),
  userId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  firstSeenAt: time,
  lastSeenAt: time,
};

export const customerSummarySchema = z.strictObject(summaryShape).meta({ id: "CustomerSummary" });

export const customerSchema = z
  .strictObject({
    ...summaryShape,
    attributes: values,
    identities: z.array(z.strictObject({ kind: z.enum(["user", "anonymous"]), value: z.string() })),
    places: z.array(
      z.strictObject({
        runId: z.int(),
        journey: journeyRefSchema,
        step: stepRefSchema,
        path: z.array(stepRefSchema),
        standing: z.enum(["moving", "waiting", "held"]),
        since: time,
        until: time.nullable(),
      }),
    ),
  })
  .meta({ id: "Customer", description: "`places` is where the customer is now, one per journey they are in." });

const placed = { key: z.string(), at: time };

export const timelineEntrySchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      ...placed,
      kind: z.literal("event"),
      type: z.enum(["track", "page", "screen"]),
      name: z.string(),
      properties: values,
      source: z.enum(["app", "journey"]),
    }),
    z.strictObject({
      ...placed,
      kind: z.literal("identify"),
      changes: z.array(z.strictObject({ attribute: z.string(), value: z.json() })),
    }),
    z.strictObject({ ...placed, kind: z.literal("alias"), previousId: z.string() }),
    z.strictObject({ ...placed, kind: z.literal("group"), groupId: z.string(), traits: values }),
    z.strictObject({
      ...placed,
      kind: z.literal("step"),
      transition: z.enum(["entered", "moved", "left", "failed", "resumed"]),
      runId: z.int(),
      journey: journeyRefSchema,
      from: stepRefSchema.optional(),
      port: z.string().optional(),
      portLabel: z.string().optional(),
      to: stepRefSchema.optional(),
      reachedGoal: z.boolean(),
    }),
    z.strictObject({
      ...placed,
      kind: z.literal("message"),
      channel: z.enum(["email", "webhook"]),
      state: z.enum(["sending", "accepted", "rejected", "unknown", "cancelled"]),
      intentId: z.int(),
      recipient: z.string(),
      subject: z.string(),
      reason: z.string().optional(),
      settledAt: time.optional(),
      runId: z.int(),
      journey: journeyRefSchema,
      step: stepRefSchema.optional(),
    }),
  ])
  .meta({ id: "TimelineEntry", description: "One thing that happened. Fields that do not apply are left out." });
