import { type CustomerPosition, selectCustomers } from "#db/queries/customers.ts";
import { isStorableText } from "../../engine/text.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { positionOf, readPosition } from "./keyset-position.server.ts";
import { summariseCustomer } from "./summarise-customer.ts";
import type { CustomerSummary } from "./timeline.ts";

const PAGE_SIZE = 50;
const LONGEST_SEARCH = 200;

export type CustomerFilter = {
  scope: Pick<Scope, "workspaceId">;
  /** Part of a user id, name or e-mail, or any id in full; empty for everybody. */
  search?: string | undefined;
  /** The `next` of the page before. */
  after?: string | undefined;
  limit?: number | undefined;
};

/** Customers of a workspace by last activity, latest first. Throws request.invalid for a cursor that is none of ours. */
export async function listCustomers(
  { sql }: Pick<Services, "sql">,
  { scope, search = "", after, limit = PAGE_SIZE }: CustomerFilter,
): Promise<{ customers: CustomerSummary[]; next: string | undefined }> {
  const wanted = search.trim().slice(0, LONGEST_SEARCH);
  if (!isStorableText(wanted)) return { customers: [], next: undefined };
  const rows = await selectCustomers(sql, {
    workspaceId: scope.workspaceId,
    search: wanted === "" ? undefined : wanted,
    before: toPosition(after),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { customers: page.map(summariseCustomer), next: last && positionOf(last.lastSeenText, String(last.id)) };
}

function toPosition(after: string | undefined): CustomerPosition | undefined {
  const position = readPosition(after, /^\d{1,16}$/);
  return position && { lastSeen: position.at, id: Number(position.key) };
}
