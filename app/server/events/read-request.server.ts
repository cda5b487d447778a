import type { EventRow } from "#db/queries/events.ts";
import { type EventCallType, eventBatchSchema, type RejectedEvent } from "../../api/events.ts";
import { AppError, type FieldFault } from "../../errors/app-error.ts";
import { parseInput } from "../http/parse-input.server.ts";
import { inspectJson } from "./inspect-json.ts";
import { type EventSurroundings, readEvent } from "./read-event.server.ts";

type RequestSurroundings = Pick<EventSurroundings, "workspaceId" | "receivedAt" | "checkTexts">;

const MOST_FAULTS = 50;

/** The event of `/v1/track` and its siblings. Throws request.invalid naming the wrong fields. */
export function readSingle(body: unknown, type: EventCallType, around: RequestSurroundings): EventRow {
  const read = readEvent(body, type, { ...around, sentAt: undefined, context: undefined });
  if (read.ok) return read.event;
  throw new AppError("request.invalid", {}, { faults: read.faults });
}

/**
 * The good events of `/v1/batch` and the bad ones by index. Throws request.invalid when the envelope is wrong or no event is good.
 */
export function readBatch(
  body: unknown,
  around: RequestSurroundings,
): { events: EventRow[]; rejected: RejectedEvent[] } {
  const { batch, context, sentAt } = parseInput(eventBatchSchema, body);
  const contextFault = context ? inspectJson({ context }, around) : undefined;
  if (contextFault) throw new AppError("request.invalid", {}, { faults: [contextFault] });
  const events: EventRow[] = [];
  const rejected: RejectedEvent[] = [];
  const faults: FieldFault[] = [];
  for (const [index, raw] of batch.entries()) {
    const read = readEvent(raw, undefined, { ...around, context, sentAt });
    if (read.ok) {
      events.push(read.event);
      continue;
    }
    for (const { path, code, message } of read.faults) {
      rejected.push({ index, field: path, code, message });
      faults.push({ path: `batch.${index}${path === "" ? "" : `.${path}`}`, code, message });
    }
  }
  if (events.length === 0) throw new AppError("request.invalid", {}, { faults: faults.slice(0, MOST_FAULTS) });
  return { events, rejected };
}
