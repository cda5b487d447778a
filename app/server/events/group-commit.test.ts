import { expect, test } from "vitest";
import type { EventRow } from "#db/queries/events.ts";
import { AppError } from "../../errors/app-error.ts";
import { createGroupCommit } from "./group-commit.server.ts";

const event = (messageId: string): EventRow => ({
  workspaceId: 1,
  messageId,
  type: "track",
  name: "x",
  userId: "u",
  anonymousId: null,
  payload: "{}",
  at: new Date(0),
});
const ids = (rows: readonly EventRow[]) => rows.map((row) => row.messageId);

/** A writer whose inserts end when the test says so. */
function gated() {
  const writes: { ids: string[]; end: (error?: Error) => void }[] = [];
  const write = (rows: readonly EventRow[]): Promise<void> =>
    new Promise((done, fail) => writes.push({ ids: ids(rows), end: (error) => (error ? fail(error) : done()) }));
  return { write, writes };
}
const turn = () => new Promise((done) => setImmediate(() => setImmediate(done)));

test("what arrives while two inserts are under way makes up the next one", async () => {
  const { write, writes } = gated();
  let commits = 0;
  const group = createGroupCommit({ write, onCommitted: () => (commits += 1) });
  const first = group.add([event("a")]);
  await turn();
  const second = group.add([event("b")]);
  await turn();
  const rest = Promise.all([group.add([event("c")]), group.add([event("d"), event("e")])]);
  await turn();
  expect(writes.map((entry) => entry.ids)).toEqual([["a"], ["b"]]);
  writes[0]?.end();
  await first;
  await turn();
  expect(writes[2]?.ids).toEqual(["c", "d", "e"]);
  writes[1]?.end();
  writes[2]?.end();
  await Promise.all([second, rest]);
  expect(commits).toBe(3);
});

test("more than four full inserts waiting is answered with busy", async () => {
  const { write, writes } = gated();
  const group = createGroupCommit({ write, onCommitted: () => undefined, groupEvents: 2, mostInFlight: 1 });
  const accepted = [group.add([event("0")])];
  await turn();
  for (let index = 1; index <= 8; index += 1) accepted.push(group.add([event(String(index))]));
  await expect(group.add([event("9")])).rejects.toThrow(new AppError("ingest.busy"));
  for (let index = 0; index < 5; index += 1) {
    writes[index]?.end();
    await turn();
  }
  await Promise.all(accepted);
  expect(writes.every((entry) => entry.ids.length <= 2)).toBe(true);
});

test("a submission that the database refuses fails alone", async () => {
  const group = createGroupCommit({
    write: async (rows) => {
      if (ids(rows).includes("bad")) throw new Error("refused");
    },
    onCommitted: () => undefined,
  });
  const results = await Promise.allSettled([
    group.add([event("a")]),
    group.add([event("bad")]),
    group.add([event("b")]),
  ]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("a deadlock is tried again", async () => {
  let tries = 0;
  const group = createGroupCommit({
    write: async () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error("deadlock"), { code: "40P01" });
    },
    onCommitted: () => undefined,
  });
  await group.add([event("a")]);
  expect(tries).toBe(3);
});

test("closing waits for what was accepted and refuses what comes later", async () => {
  const { write, writes } = gated();
  const group = createGroupCommit({ write, onCommitted: () => undefined });
  const accepted = group.add([event("a")]);
  const closed = group.close();
  await expect(group.add([event("b")])).rejects.toThrow("ingest.busy");
  await turn();
  writes[0]?.end();
  await Promise.all([accepted, closed]);
});
