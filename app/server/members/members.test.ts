import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing.ts";
import { AppError } from "../../errors/app-error.ts";
import { createUser } from "../auth/create-user.server.ts";
import { createKey } from "../keys/create-key.server.ts";
import { listKeys } from "../keys/list-keys.server.ts";
import type { Scope } from "../scope.server.ts";
import { type Role, roleOrder } from "../services.server.ts";
import { createWorkspace } from "../workspaces/create-workspace.server.ts";
import { updateWorkspace } from "../workspaces/update-workspace.server.ts";
import { acceptInvitation, readInvitation } from "./accept-invitation.server.ts";
import { changeRole } from "./change-role.server.ts";
import { inviteMember } from "./invite-member.server.ts";
import { listMembers } from "./list-members.server.ts";
import { removeMember } from "./remove-member.server.ts";
import { revokeInvitation } from "./revoke-invitation.server.ts";

let database: TestDatabase;
let services: { sql: TestDatabase["sql"]; baseUrl: string };
let people: Record<Role, string>;
let workspaceId: number;
let counter = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  services = { sql: database.sql, baseUrl: "http://lotse.example" };
});
afterAll(() => database.close());

async function aPerson(name: string): Promise<string> {
  counter += 1;
  return createUser(database.sql, {
    name,
    email: `${name}${counter}@example.com`,
    password: "long enough here",
    language: "en",
  });
}

beforeEach(async () => {
  const [owner, admin, editor, viewer] = await Promise.all(["owner", "admin", "editor", "viewer"].map(aPerson));
  people = { owner: owner!, admin: admin!, editor: editor!, viewer: viewer! };
  workspaceId = await createWorkspace(services, {
    userId: people.owner,
    name: "Werkraum",
    language: "en",
    timeZone: "Europe/Berlin",
  });
  for (const role of ["admin", "editor", "viewer"] as const) {
    await database.sql`insert into member (workspace_id, user_id, role) values (${workspaceId}, ${people[role]}, ${role})`;
  }
});

const as = (role: Role): Scope & { actorId: string } => ({ workspaceId, role, actorId: people[role] });
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const acts: Record<string, (scope: Scope & { actorId: string }) => Promise<unknown>> = {
  "see members": (scope) => listMembers(services, { scope }),
  "see keys": (scope) => listKeys(services, { scope }),
  "create a key": (scope) => createKey(services, { scope, kind: "write", name: "k" }),
  "rename the workspace": (scope) => updateWorkspace(services, { scope, name: "W", language: "en", timeZone: "UTC" }),
  "invite a viewer": (scope) =>
    inviteMember(services, { scope, email: `x${scope.actorId}@example.com`, role: "viewer" }),
  "invite an owner": (scope) =>
    inviteMember(services, { scope, email: `y${scope.actorId}@example.com`, role: "owner" }),
  "make an editor a viewer": (scope) => changeRole(services, { scope, userId: people.editor, role: "viewer" }),
  "make an editor an owner": (scope) => changeRole(services, { scope, userId: people.editor, role: "owner" }),
};

test("who may do what", async () => {
  const matrix: Record<string, string[]> = {};
  for (const [name, act] of Object.entries(acts)) {
    const allowed: string[] = [];
    for (const role of roleOrder) if ((await outcome(act(as(role)))) === "done") allowed.push(role);
    matrix[name] = allowed;
  }
  expect(matrix).toEqual({
    "see members": ["viewer", "editor", "admin", "owner"],
    "see keys": ["admin", "owner"],
    "create a key": ["admin", "owner"],
    "rename the workspace": ["admin", "owner"],
    "invite a viewer": ["admin", "owner"],
    "invite an owner": ["owner"],
    "make an editor a viewer": ["admin", "owner"],
    "make an editor an owner": ["owner"],
  });
});

test("the last owner cannot leave, be removed or become something else", async () => {
  const { owner } = people;
  expect(await outcome(removeMember(services, { scope: as("owner"), userId: owner }))).toBe("member.last_owner");
  expect(await outcome(changeRole(services, { scope: as("owner"), userId: owner, role: "admin" }))).toBe(
    "member.last_owner",
  );
  expect(await outcome(removeMember(services, { scope: as("admin"), userId: owner }))).toBe("auth.forbidden");
});

test("two owners who step down at once leave one owner behind", async () => {
  const { owner, admin } = people;
  await changeRole(services, { scope: as("owner"), userId: admin, role: "owner" });
  const second: Scope = { workspaceId, role: "owner", actorId: admin };
  const results = await Promise.all([
    outcome(removeMember(services, { scope: as("owner"), userId: owner })),
    outcome(removeMember(services, { scope: second, userId: admin })),
  ]);
  expect(results.toSorted()).toEqual(["done", "member.last_owner"]);
});

test("everybody may leave, and nobody touches another workspace", async () => {
  expect(await outcome(removeMember(services, { scope: as("viewer"), userId: people.viewer }))).toBe("done");
  const elsewhere = await aPerson("elsewhere");
  const otherId = await createWorkspace(services, {
    userId: elsewhere,
    name: "Other",
    language: "en",
    timeZone: "UTC",
  });
  const foreign: Scope = { workspaceId: otherId, role: "owner", actorId: elsewhere };
  expect(await outcome(removeMember(services, { scope: foreign, userId: people.editor }))).toBe("request.not_found");
  expect(await outcome(changeRole(services, { scope: foreign, userId: people.editor, role: "viewer" }))).toBe(
    "request.not_found",
  );
});

const tokenOf = (link: string): string => link.slice("http://lotse.example/invite/".length);

test("an invitation lets one person in, once", async () => {
  const { link } = await inviteMember(services, { scope: as("owner"), email: " New@Example.com ", role: "editor" });
  const token = tokenOf(link);
  expect(await readInvitation(services, { token })).toMatchObject({
    email: "new@example.com",
    role: "editor",
    workspaceName: "Werkraum",
    hasAccount: false,
  });
  const joiner = { name: "New", password: "three short words", language: "de" as const };
  const results = await Promise.all([
    outcome(acceptInvitation(services, { token, joiner })),
    outcome(acceptInvitation(services, { token, joiner })),
  ]);
  expect(results.toSorted()).toEqual(["done", "invitation.invalid"]);
  const { members } = await listMembers(services, { scope: as("viewer") });
  expect(members.filter(({ email }) => email === "new@example.com")).toEqual([
    expect.objectContaining({ role: "editor", name: "New" }),
  ]);
  const [stored] = await database.sql`select token_hash from invitation where email = 'new@example.com'`;
  expect(stored?.["token_hash"]).not.toContain(token);
});

test("an expired, replaced or withdrawn invitation lets nobody in", async () => {
  const scope = as("admin");
  const first = await inviteMember(services, { scope, email: "late@example.com", role: "viewer" });
  const second = await inviteMember(services, { scope, email: "late@example.com", role: "viewer" });
  expect(await outcome(readInvitation(services, { token: tokenOf(first.link) }))).toBe("invitation.invalid");
  await database.sql`update invitation set expires_at = now() where email = 'late@example.com'`;
  expect(await outcome(readInvitation(services, { token: tokenOf(second.link) }))).toBe("invitation.invalid");

  const third = await inviteMember(services, { scope, email: "withdrawn@example.com", role: "viewer" });
  const { invitations } = await listMembers(services, { scope });
  const invitationId = invitations.find(({ email }) => email === "withdrawn@example.com")?.id ?? 0;
  expect(
    await outcome(revokeInvitation(services, { scope: { ...scope, workspaceId: workspaceId + 1_000 }, invitationId })),
  ).toBe("request.not_found");
  await revokeInvitation(services, { scope, invitationId });
  expect(await outcome(readInvitation(services, { token: tokenOf(third.link) }))).toBe("invitation.invalid");
});

test("somebody who is a member already is not invited again", async () => {
  const { members } = await listMembers(services, { scope: as("owner") });
  const email = members.find(({ role }) => role === "editor")?.email ?? "";
  expect(await outcome(inviteMember(services, { scope: as("owner"), email, role: "viewer" }))).toBe("conflict.exists");
});
