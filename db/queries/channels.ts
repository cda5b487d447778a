import type { JsonObject } from "../../app/engine/effect.ts";
import type { SqlOrTx } from "../client.ts";

export type ChannelProvider = "sandbox" | "resend";
export type ChannelRow = {
  id: number;
  provider: ChannelProvider;
  name: string;
  settings: JsonObject;
  isDefault: boolean;
  hasSecret: boolean;
  pausedAt: Date | null;
  pauseReason: string | null;
  createdAt: Date;
};
/** As stored, with the sealed secret; never leaves the server. */
export type SendingChannel = ChannelRow & { secret: Uint8Array | null };
type ChannelKey = { workspaceId: number; channelId: number };

/** Channels of a workspace without their secrets, the default first. */
export async function listChannels(sql: SqlOrTx, { workspaceId }: { workspaceId: number }): Promise<ChannelRow[]> {
  return sql<ChannelRow[]>`
    select id, provider, name, settings, is_default as "isDefault", secret is not null as "hasSecret", paused_at as "pausedAt",
      pause_reason as "pauseReason", created_at as "createdAt"
    from channel where workspace_id = ${workspaceId} order by is_default desc, name, id`;
}

/** Channels of a workspace with their sealed secrets, for sending. */
export async function selectSendingChannels(
  sql: SqlOrTx,
  { workspaceId }: { workspaceId: number },
): Promise<SendingChannel[]> {
  return sql<SendingChannel[]>`
    select id, provider, name, settings, secret, is_default as "isDefault", secret is not null as "hasSecret", paused_at as "pausedAt",
      pause_reason as "pauseReason", created_at as "createdAt"
    from channel where workspace_id = ${workspaceId} and kind = 'email' order by is_default desc, id`;
}

type NewChannel = {
  workspaceId: number;
  provider: ChannelProvider;
  name: string;
  settings: JsonObject;
  secret: Uint8Array | undefined;
};

/** Stores a channel; the first one of a workspace becomes its default. Callers hold the workspace's lock. Returns its id. */
export async function insertChannel(
  tx: SqlOrTx,
  { workspaceId, provider, name, settings, secret }: NewChannel,
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into channel (workspace_id, provider, name, settings, secret, is_default)
    values (${workspaceId}, ${provider}, ${name}, ${JSON.stringify(settings)}::text::jsonb, ${secret ?? null},
      not exists (select 1 from channel where workspace_id = ${workspaceId} and is_default))
    returning id`;
  if (!row) throw new Error("The channel was not stored");
  return row.id;
}

/** Changes of one workspace's channels follow each other. False when the workspace does not exist. */
export async function lockWorkspaceChannels(tx: SqlOrTx, { workspaceId }: { workspaceId: number }): Promise<boolean> {
  const rows = await tx`select 1 from workspace where id = ${workspaceId} for no key update`;
  return rows.length > 0;
}

type ChannelChanges = {
  name?: string | undefined;
  settings?: JsonObject | undefined;
  secret?: Uint8Array | undefined;
  isPaused?: boolean | undefined;
};

/** Changes what is given; resuming forgets the reason of the pause. False when there is no such channel. */
export async function updateChannel(
  tx: SqlOrTx,
  { workspaceId, channelId, ...changes }: ChannelKey & ChannelChanges,
): Promise<boolean> {
  const isPaused = changes.isPaused ?? null;
  const rows = await tx`
    update channel set
      name = coalesce(${changes.name ?? null}, name),
      settings = coalesce(${changes.settings ? JSON.stringify(changes.settings) : null}::text::jsonb, settings),
      secret = coalesce(${changes.secret ?? null}, secret),
      paused_at = case when ${isPaused}::boolean is null then paused_at when ${isPaused}::boolean then coalesce(paused_at, clock_timestamp()) end,
      pause_reason = case when ${isPaused}::boolean is null then pause_reason end
    where id = ${channelId} and workspace_id = ${workspaceId} returning id`;
  return rows.length > 0;
}

/** Stops a channel because of what the provider said; a pause that stands keeps its reason. */
export async function pauseChannel(
  tx: SqlOrTx,
  { workspaceId, channelId, reason }: ChannelKey & { reason: string },
): Promise<void> {
  await tx`update channel set paused_at = clock_timestamp(), pause_reason = ${reason}
    where id = ${channelId} and workspace_id = ${workspaceId} and paused_at is null`;
}

/** Removes a channel that is not the default; false when there is none such. */
export async function deleteChannel(tx: SqlOrTx, { workspaceId, channelId }: ChannelKey): Promise<boolean> {
  const rows =
    await tx`delete from channel where id = ${channelId} and workspace_id = ${workspaceId} and not is_default returning id`;
  return rows.length > 0;
}

/** Makes one channel the default and no other; false when there is no such channel. */
export async function setDefaultChannel(tx: SqlOrTx, { workspaceId, channelId }: ChannelKey): Promise<boolean> {
  const rows = await tx<{ isDefault: boolean }[]>`
    update channel set is_default = (id = ${channelId})
    where workspace_id = ${workspaceId} and exists (select 1 from channel wanted where wanted.id = ${channelId} and wanted.workspace_id = ${workspaceId})
    returning is_default as "isDefault"`;
  return rows.some((row) => row.isDefault);
}

/** Makes messages of the workspace's channels that wait for a later attempt due now; after a channel goes on. */
export async function wakeChannelBatches(tx: SqlOrTx, { workspaceId, channelId }: ChannelKey): Promise<void> {
  await tx`update effect_batch set next_attempt_at = clock_timestamp()
    where state = 'sending' and workspace_id = ${workspaceId} and channel_id = ${channelId} and lease_token is null`;
  await tx`update effect_intent set due_at = least(due_at, clock_timestamp())
    where state = 0 and kind = 0 and workspace_id = ${workspaceId} and due_at > clock_timestamp()`;
}
