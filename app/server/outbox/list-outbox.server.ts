import type { OutboxFilter } from "#db/queries/outbox.ts";
import { selectOutbox } from "#db/queries/outbox.ts";
import { positionOf, readPosition } from "../customers/keyset-position.server.ts";
import { nameSteps } from "../customers/name-steps.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { type OutboxRow, toOutboxRow } from "./outbox-row.ts";

export type OutboxPage = { rows: OutboxRow[]; next: string | undefined };
type Query = { scope: Scope; filter?: OutboxFilter; after?: string | undefined; limit?: number };

/** Messages and planned messages of the workspace, newest first. Throws request.invalid for a cursor that we did not make. */
export async function listOutbox(
  { sql }: Pick<Services, "sql">,
  { scope, filter = {}, after, limit = 50 }: Query,
): Promise<OutboxPage> {
  const { workspaceId } = scope;
  const wanted = { ...filter, search: filter.search?.trim() || undefined };
  const found = await selectOutbox(sql, {
    workspaceId,
    filter: wanted,
    after: readPosition(after, /^\d{1,16}$/),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const names = await nameSteps(sql, { workspaceId, places: page });
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    rows: page.map((entry) => toOutboxRow(entry, names.step(entry))),
    next: last && positionOf(last.atText, String(last.intentId)),
  };
}
