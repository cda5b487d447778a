import type { SqlOrTx } from "../client.ts";

type Role = "owner" | "admin" | "editor" | "viewer";
type Language = "en" | "de";
export type Membership = { workspaceId: number; workspaceName: string; role: Role; isDemo: boolean; timeZone: string };
export type MemberRow = { userId: string; name: string; email: string; role: Role; createdAt: Date };
export type InvitationRow = {
  id: number;
  email: string;
  role: Role;
  invitedBy: string | null;
  expiresAt: Date;
  createdAt: Date;
};

/** Whether anybody has ever signed up here. */
export async function hasUsers(sql: SqlOrTx): Promise<boolean> {
  const rows = await sql`select 1 from "user" limit 1`;
  return rows.length > 0;
}

/** Makes concurrent first sign-ups wait for each other until the transaction ends. */
export async function lockFirstOwner(sql: SqlOrTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7015403)`;
}

/** Stores a user with a password hash as better-auth keeps it; false if the e-mail address is taken. */
export async function insertUser(
  sql: SqlOrTx,
  user: { id: string; accountId: string; name: string; email: string; passwordHash: string; language: Language },
): Promise<boolean> {
  const rows = await sql`
    insert into "user" (id, name, email, language, email_verified) values (${user.id}, ${user.name}, ${user.email}, ${user.language}, false)
    on conflict (email) do nothing returning id`;
  if (rows.length === 0) return false;
  await sql`insert into account (id, account_id, provider_id, user_id, password)
    values (${user.accountId}, ${user.id}, 'credential', ${user.id}, ${user.passwordHash})`;
  return true;
}

/** Whether somebody signs in with this address (lower case). */
export async function isEmailTaken(sql: SqlOrTx, { email }: { email: string }): Promise<boolean> {
  const rows = await sql`select 1 from "user" where email = ${email}`;
  return rows.length > 0;
}

/** Changes what a person set about themselves; undefined values stay. */
export async function updateProfile(
  sql: SqlOrTx,
  {
    userId,
    name,
    language,
    theme,
  }: { userId: string; name?: string | undefined; language?: Language | undefined; theme?: string | undefined },
): Promise<void> {
  await sql`update "user" set name = coalesce(${name ?? null}, name), language = coalesce(${language ?? null}, language),
    theme = coalesce(${theme ?? null}, theme), updated_at = now() where id = ${userId}`;
}

/** The workspaces of a person, by name. */
export async function selectMemberships(sql: SqlOrTx, { userId }: { userId: string }): Promise<Membership[]> {
  return sql<Membership[]>`
    select m.workspace_id as "workspaceId", w.name as "workspaceName", m.role, w.is_demo as "isDemo", w.time_zone as "timeZone"
    from member m join workspace w on w.id = m.workspace_id
    where m.user_id = ${userId} order by w.name, w.id`;
}

/** Everybody in a workspace, owners first. */
export async function selectMembers(sql: SqlOrTx, { workspaceId }: { workspaceId: number }): Promise<MemberRow[]> {
  return sql<MemberRow[]>`
    select m.user_id as "userId", u.name, u.email, m.role, m.created_at as "createdAt"
    from member m join "user" u on u.id = m.user_id where m.workspace_id = ${workspaceId}
    order by array_position(array['owner', 'admin', 'editor', 'viewer'], m.role), u.name, u.id`;
}

/** Locks a workspace's memberships in one order, so that two changes of owners cannot both see the other one. */
export async function lockMembers(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<{ userId: string; role: Role }[]> {
  return sql<{ userId: string; role: Role }[]>`
    select user_id as "userId", role from member where workspace_id = ${workspaceId} order by user_id for update`;
}

/** Adds a member; a person who is one already keeps their role. */
export async function insertMember(
  sql: SqlOrTx,
  { workspaceId, userId, role }: { workspaceId: number; userId: string; role: Role },
): Promise<void> {
  await sql`insert into member (workspace_id, user_id, role) values (${workspaceId}, ${userId}, ${role}) on conflict do nothing`;
}

export async function updateMemberRole(
  sql: SqlOrTx,
  { workspaceId, userId, role }: { workspaceId: number; userId: string; role: Role },
): Promise<void> {
  await sql`update member set role = ${role} where workspace_id = ${workspaceId} and user_id = ${userId}`;
}

export async function deleteMember(
  sql: SqlOrTx,
  { workspaceId, userId }: { workspaceId: number; userId: string },
): Promise<void> {
  await sql`delete from member where workspace_id = ${workspaceId} and user_id = ${userId}`;
}

/** Stores an invitation; an earlier one to the same address loses its link. */
export async function upsertInvitation(
  sql: SqlOrTx,
  invitation: {
    workspaceId: number;
    email: string;
    role: Role;
    tokenHash: string;
    invitedBy: string;
    validDays: number;
  },
): Promise<void> {
  await sql`
    insert into invitation (workspace_id, email, role, token_hash, invited_by, expires_at)
    values (${invitation.workspaceId}, ${invitation.email}, ${invitation.role}, ${invitation.tokenHash}, ${invitation.invitedBy},
      now() + make_interval(days => ${invitation.validDays}))
    on conflict (workspace_id, email) do update set role = excluded.role, token_hash = excluded.token_hash,
      invited_by = excluded.invited_by, expires_at = excluded.expires_at, accepted_at = null, created_at = now()`;
}

/** Invitations that can still be accepted, newest first. */
export async function selectOpenInvitations(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<InvitationRow[]> {
  return sql<InvitationRow[]>`
    select i.id, i.email, i.role, u.name as "invitedBy", i.expires_at as "expiresAt", i.created_at as "createdAt"
    from invitation i left join "user" u on u.id = i.invited_by
    where i.workspace_id = ${workspaceId} and i.accepted_at is null and i.expires_at > now() order by i.created_at desc`;
}

/** Takes an open invitation back; false if there is none with this id here. */
export async function deleteInvitation(
  sql: SqlOrTx,
  { workspaceId, invitationId }: { workspaceId: number; invitationId: number },
): Promise<boolean> {
  const rows =
    await sql`delete from invitation where id = ${invitationId} and workspace_id = ${workspaceId} and accepted_at is null returning id`;
  return rows.length > 0;
}

export type OpenInvitation = {
  id: number;
  workspaceId: number;
  workspaceName: string;
  email: string;
  role: Role;
  language: Language;
};

/** The open invitation behind a link; locks it, so inside a transaction it is accepted at most once. */
export async function lockInvitation(
  sql: SqlOrTx,
  { tokenHash }: { tokenHash: string },
): Promise<OpenInvitation | undefined> {
  const [row] = await sql<OpenInvitation[]>`
    select i.id, i.workspace_id as "workspaceId", w.name as "workspaceName", i.email, i.role, w.language
    from invitation i join workspace w on w.id = i.workspace_id
    where i.token_hash = ${tokenHash} and i.accepted_at is null and i.expires_at > now() for update of i`;
  return row;
}

export async function markInvitationAccepted(sql: SqlOrTx, { invitationId }: { invitationId: number }): Promise<void> {
  await sql`update invitation set accepted_at = now() where id = ${invitationId}`;
}
