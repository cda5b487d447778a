import { z } from "zod";
import { journeyGraphSchema } from "../engine/graph.ts";
import {
  customerReferenceSchema,
  customerSchema,
  customerSummarySchema,
  timelineEntrySchema,
} from "./customer-schemas.ts";
import { defineEndpoint } from "./endpoint.ts";
import { journeyMetricsSchema } from "./metrics.ts";
import { messageIdSchema, messageStateSchema, outboxMessageSchema, outboxRowSchema } from "./outbox-schemas.ts";
import {
  cursorSchema,
  draftStateSchema,
  enrolledSchema,
  journeyIdSchema,
  journeyNameSchema,
  journeySchema,
  journeyStateSchema,
  pageOf,
  pageSizeSchema,
  plainText,
  publishedSchema,
  runSchema,
} from "./schemas.ts";

const journeyParams = z.strictObject({ journeyId: journeyIdSchema });
const customerParams = z.strictObject({ customer: customerReferenceSchema });
const page = { limit: pageSizeSchema, after: cursorSchema };
const graphSchema = journeyGraphSchema.meta({
  id: "JourneyGraph",
  description: "A journey: nodes, edges, notes and sections.",
});

/** THE table of the Management API. The router, the OpenAPI document and the tests are all made from it. */
export const endpoints = {
  listJourneys: defineEndpoint({
    method: "get",
    path: "/v1/journeys",
    summary: "List journeys, newest first",
    description: "Archived journeys are left out unless `state=archived`.",
    query: z.strictObject({ ...page, state: journeyStateSchema.optional() }),
    answer: pageOf(journeySchema),
  }),
  createJourney: defineEndpoint({
    method: "post",
    path: "/v1/journeys",
    summary: "Create a journey as a draft",
    description:
      "`graph` is the first draft; empty if left out. Publish it with POST /v1/journeys/{journeyId}/publish.",
    body: z.strictObject({ name: journeyNameSchema, graph: graphSchema.optional() }),
    status: 201,
    answer: journeySchema,
  }),
  getJourney: defineEndpoint({
    method: "get",
    path: "/v1/journeys/{journeyId}",
    summary: "Read a journey",
    params: journeyParams,
    answer: journeySchema,
  }),
  readDraft: defineEndpoint({
    method: "get",
    path: "/v1/journeys/{journeyId}/draft",
    summary: "Read the draft of a journey as a graph",
    description: "The ETag is the hash of the graph; send it as If-Match with PUT, or as `expectedHash` with publish.",
    params: journeyParams,
    answer: graphSchema,
  }),
  replaceDraft: defineEndpoint({
    method: "put",
    path: "/v1/journeys/{journeyId}/draft",
    summary: "Replace the draft of a journey",
    description:
      "People who have the canvas open see the change at once. A draft may be incomplete; `problems` says what keeps it from being published. With If-Match it is refused when somebody changed the draft in the meantime.",
    params: journeyParams,
    body: graphSchema,
    answer: draftStateSchema,
    errors: ["conflict.changed", "journey.state"],
  }),
  publishJourney: defineEndpoint({
    method: "post",
    path: "/v1/journeys/{journeyId}/publish",
    summary: "Publish the draft as the next version",
    description: "New people enter the new version; people on their way stay on theirs. A paused journey stays paused.",
    params: journeyParams,
    body: z.strictObject({
      expectedHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
    isBodyOptional: true,
    answer: publishedSchema,
    errors: ["journey.invalid", "journey.unchanged", "journey.state", "conflict.changed"],
  }),
  pauseJourney: defineEndpoint({
    method: "post",
    path: "/v1/journeys/{journeyId}/pause",
    summary: "Pause a journey: nobody enters, everybody stays where they are",
    params: journeyParams,
    body: z.strictObject({}),
    isBodyOptional: true,
    answer: journeySchema,
    errors: ["journey.state"],
  }),
  resumeJourney: defineEndpoint({
    method: "post",
    path: "/v1/journeys/{journeyId}/resume",
    summary: "Resume a paused journey",
    params: journeyParams,
    body: z.strictObject({}),
    isBodyOptional: true,
    answer: journeySchema,
    errors: ["journey.state"],
  }),
  archiveJourney: defineEndpoint({
    method: "post",
    path: "/v1/journeys/{journeyId}/archive",
    summary: "Put a draft or paused journey away",
    description: "A live journey has to be paused first. The people in it stay where they are.",
    params: journeyParams,
    body: z.strictObject({}),
    isBodyOptional: true,
    answer: journeySchema,
    errors: ["journey.state"],
  }),
  readMetrics: defineEndpoint({
    method: "get",
    path: "/v1/journeys/{journeyId}/metrics",
    summary: "Read the numbers of every step and path",
    description:
      "Over all versions, by node id; edges by `<node id>|<port>`. entered = here + movedOn + left + failed, always.",
    params: journeyParams,
    answer: journeyMetricsSchema.meta({ id: "JourneyMetrics" }),
  }),
  listRuns: defineEndpoint({
    method: "get",
    path: "/v1/journeys/{journeyId}/runs",
    summary: "List the people in a journey, latest entry first",
    params: journeyParams,
    query: z.strictObject({
      ...page,
      node: plainText(64).min(1).optional().meta({ description: "Only people whose last step is this node." }),
      state: z.enum(["here", "left", "failed"]).optional(),
    }),
    answer: pageOf(runSchema),
  }),
  enrolCustomer: defineEndpoint({
    method: "post",
    path: "/v1/journeys/{journeyId}/enrol",
    summary: "Let one customer in through a step for manual entry",
    description:
      "Name the customer by `userId` or `customerId`. `createIfMissing` makes a customer with that `userId` if there is none.",
    params: journeyParams,
    body: z
      .strictObject({
        userId: plainText(255).min(1).optional(),
        customerId: z.int().min(1).optional(),
        createIfMissing: z.boolean().default(false),
        node: plainText(64).min(1).optional().meta({ description: "Which manual entry; the first one if left out." }),
      })
      .refine(({ userId, customerId }) => (userId === undefined) !== (customerId === undefined), {
        error: "Give either userId or customerId.",
      }),
    answer: enrolledSchema,
    errors: ["customer.not_found", "journey.state", "journey.no_entry"],
  }),
  listCustomers: defineEndpoint({
    method: "get",
    path: "/v1/customers",
    summary: "List customers, latest activity first",
    query: z.strictObject({
      ...page,
      search: plainText(200)
        .optional()
        .meta({ description: "Part of a user id, name or email address, or any id in full." }),
    }),
    answer: pageOf(customerSummarySchema),
  }),
  getCustomer: defineEndpoint({
    method: "get",
    path: "/v1/customers/{customer}",
    summary: "Read a customer: attributes, ids, and where they are now",
    params: customerParams,
    answer: customerSchema,
    errors: ["customer.not_found"],
  }),
  readTimeline: defineEndpoint({
    method: "get",
    path: "/v1/customers/{customer}/timeline",
    summary: "List what happened to a customer, newest first",
    params: customerParams,
    query: z.strictObject({ ...page, kind: z.enum(["event", "step", "message"]).optional() }),
    answer: pageOf(timelineEntrySchema),
    errors: ["customer.not_found"],
  }),
  listOutbox: defineEndpoint({
    method: "get",
    path: "/v1/outbox",
    summary: "List messages and planned messages, newest first",
    query: z.strictObject({
      ...page,
      state: messageStateSchema.optional(),
      kind: z.enum(["email", "webhook"]).optional(),
      journey: journeyIdSchema.optional(),
      customer: messageIdSchema.optional(),
      search: plainText(200).optional().meta({ description: "Part of an address, a URL or a subject." }),
    }),
    answer: pageOf(outboxRowSchema),
  }),
  getOutboxMessage: defineEndpoint({
    method: "get",
    path: "/v1/outbox/{messageId}",
    summary: "Read one message as it was sent, or a planned one as it would look now",
    params: z.strictObject({ messageId: messageIdSchema }),
    answer: outboxMessageSchema,
  }),
};

export type EndpointName = keyof typeof endpoints;
