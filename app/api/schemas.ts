import { z } from "zod";
import { isStorableText } from "../engine/text.ts";
import { type ErrorCode, errorCatalogue } from "../errors/app-error.ts";

const LARGEST_INT4 = 2 ** 31 - 1;
const count = z.int().min(0);
const time = z.iso.datetime();

/** Text that Postgres can store. */
export const plainText = (maximum: number) =>
  z.string().max(maximum).refine(isStorableText, { error: "must not contain NUL or broken characters" });

export const journeyIdSchema = z.coerce.number().int().min(1).max(LARGEST_INT4);
export const journeyNameSchema = plainText(200).trim().min(1);
export const pageSizeSchema = z.coerce.number().int().min(1).max(200).default(50);
/** Opaque; the `next` of the page before. */
export const cursorSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,200}$/)
  .optional();

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
    retry: z.boolean(),
    faults: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
    errorId: z.string().optional(),
  })
  .meta({
    id: "Problem",
    description: "RFC 9457 problem document. `code` is stable; `faults` names wrong fields or steps.",
  });

export const journeyStateSchema = z.enum(["draft", "live", "paused", "archived"]);

export const journeySchema = z
  .strictObject({
    id: z.int(),
    name: z.string(),
    state: journeyStateSchema,
    version: z.int().nullable().meta({ description: "Number of the live version; null before the first publish." }),
    peopleNow: count.meta({ description: "People on their way, over all versions." }),
    entered: count,
    reachedGoal: count,
    goalRate: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .meta({ description: "reachedGoal / entered; null before anybody entered." }),
    owner: z.string().nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "Journey" });

export const draftStateSchema = z
  .strictObject({
    hash: z.string().meta({ description: "SHA-256 of the canonical graph; also the ETag." }),
    problems: z.array(
      z.strictObject({
        path: z.string().meta({ description: "Node id, and where known the setting: `welcome.subject`." }),
        code: z.string(),
        message: z.string(),
        severity: z.enum(["error", "warning"]),
      }),
    ),
  })
  .meta({ id: "DraftState", description: "What stands between this draft and a publish." });

export const publishedSchema = z
  .strictObject({
    journeyId: z.int(),
    version: z.int(),
    hash: z.string(),
    state: journeyStateSchema,
    publishedAt: time,
  })
  .meta({ id: "Published" });

export const runSchema = z
  .strictObject({
    id: z.int(),
    customerId: z.int(),
    userId: z.string().nullable(),
    state: z.enum(["here", "left", "failed"]),
    nodeId: z.string(),
    version: z.int(),
    enteredAt: time,
    nodeEnteredAt: time,
    dueAt: time
      .nullable()
      .meta({ description: "When the step looks again by itself; null while it waits for something else." }),
    hold: z
      .strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
      .nullable()
      .meta({ description: "Why a failed run is held for a person." }),
  })
  .meta({ id: "Run" });

export const enrolledSchema = z
  .strictObject({
    entered: z.boolean().meta({ description: "False when the step's re-entry rule keeps this customer out." }),
    runId: z.int().nullable(),
    customerId: z.int(),
  })
  .meta({ id: "Enrolled" });

/** One page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });
