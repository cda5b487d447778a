import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type EventRow, insertEvents } from "#db/queries/events.ts";
import { aWorkspace, createTestDatabase } from "#db/testing.ts";
import { routeAll } from "./testing.ts";

const database = await createTestDatabase();
const { sql } = database;
afterAll(database.close);

type Link = { type: EventRow["type"]; userId?: string; anonymousId?: string; previousId?: string };

/** What one person does: users joined by alias, devices joined by signing in. */
function linksOf(person: number, devices: number, hasOldId: boolean): Link[] {
  const user = `user-${person}`;
  const device = (index: number): string => `device-${person}-${index}`;
  const links: Link[] = [{ type: "track", userId: user }];
  for (let index = 0; index < devices; index += 1) {
    links.push({ type: "track", anonymousId: device(index) });
    links.push({
      type: "identify",
      userId: hasOldId && index % 2 ? `old-${person}` : user,
      anonymousId: device(index),
    });
  }
  if (hasOldId)
    links.push(
      { type: "alias", userId: user, previousId: `old-${person}` },
      { type: "track", userId: `old-${person}` },
    );
  if (devices > 0) links.push({ type: "alias", userId: user, previousId: device(0) });
  return links;
}

const persons = fc.array(fc.record({ devices: fc.integer({ min: 0, max: 3 }), hasOldId: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

test("any order of track, identify and alias calls, in any batches, leads to one customer per person", async () => {
  await fc.assert(
    fc.asyncProperty(
      persons.chain((list) => {
        const links = list.flatMap(({ devices, hasOldId }, person) => linksOf(person, devices, hasOldId));
        return fc.record({
          count: fc.constant(list.length),
          links: fc.shuffledSubarray(links, { minLength: links.length }),
          limit: fc.integer({ min: 1, max: 12 }),
        });
      }),
      async ({ count, links, limit }) => {
        const workspaceId = await aWorkspace(sql);
        await insertEvents(
          sql,
          links.map((link, index) => ({
            workspaceId,
            messageId: `m${index}`,
            type: link.type,
            name: link.type === "track" ? "Seen" : "",
            userId: link.userId ?? null,
            anonymousId: link.anonymousId ?? null,
            payload: JSON.stringify({ previousId: link.previousId }),
            at: new Date("2026-01-01"),
          })),
        );
        await routeAll(sql, { limit });
        const customers = await sql<{ id: number; externalId: string | null }[]>`
          select id, external_id as "externalId" from customer where workspace_id = ${workspaceId}`;
        expect(customers).toHaveLength(count);
        const seen = await sql<{ total: number }[]>`
          select coalesce(sum(count), 0)::int as total from customer_event where workspace_id = ${workspaceId}`;
        expect(seen[0]?.total).toBe(links.filter((link) => link.type === "track").length);
        const strays = await sql`select 1 from customer_identity i left join customer c on c.id = i.customer_id
          where i.workspace_id = ${workspaceId} and (c.id is null or c.workspace_id <> i.workspace_id)`;
        expect(strays).toHaveLength(0);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
