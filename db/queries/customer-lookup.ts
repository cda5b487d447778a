import type { SqlOrTx } from "../client.ts";
import { keepRouterOut } from "./router.ts";

/** Of the wanted customer, the id under which it lives in this workspace; undefined if there is none. */
export async function findCustomerId(
  sql: SqlOrTx,
  { workspaceId, ...wanted }: { workspaceId: number } & ({ customerId: number } | { userId: string }),
): Promise<number | undefined> {
  const [row] =
    "customerId" in wanted
      ? await sql<
          { id: number }[]
        >`select id from customer where id = ${wanted.customerId} and workspace_id = ${workspaceId}`
      : await sql<{ id: number }[]>`
          select customer_id as id from customer_identity
          where workspace_id = ${workspaceId} and kind = 'user' and value = ${wanted.userId}`;
  return row?.id;
}

/**
 * The customer with this user id, made now if there is none; two callers at once get the same one. Keeps the router, which also makes
 * customers, waiting until the transaction ends.
 */
export async function findOrCreateCustomer(
  tx: SqlOrTx,
  { workspaceId, userId }: { workspaceId: number; userId: string },
): Promise<number> {
  const known = await findCustomerId(tx, { workspaceId, userId });
  if (known !== undefined) return known;
  await keepRouterOut(tx);
  const madeMeanwhile = await findCustomerId(tx, { workspaceId, userId });
  if (madeMeanwhile !== undefined) return madeMeanwhile;
  const [made] = await tx<{ id: number }[]>`
    with made as (insert into customer (workspace_id, external_id) values (${workspaceId}, ${userId}) returning id)
    insert into customer_identity (workspace_id, kind, value, customer_id)
    select ${workspaceId}, 'user', ${userId}, id from made returning customer_id as id`;
  if (made === undefined) throw new Error("The customer was not made");
  return made.id;
}
