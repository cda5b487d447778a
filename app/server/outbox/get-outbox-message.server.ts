import { z } from "zod";
import type { SqlOrTx } from "#db/client.ts";
import { selectEffectFrame } from "#db/queries/effects.ts";
import { type OutboxRequest, selectOutboxEntry, selectOutboxRequest, selectPlannedSource } from "#db/queries/outbox.ts";
import { readPath } from "../../engine/node-type.ts";
import { AppError } from "../../errors/app-error.ts";
import { emailNode } from "../../nodes/email/email.node.ts";
import { nameSteps } from "../customers/name-steps.server.ts";
import { previewEmail } from "../messages/preview-email.server.ts";
import type { Scope } from "../scope.server.ts";
import type { Services } from "../services.server.ts";
import { type OutboxMessage, type OutboxRow, toOutboxRow } from "./outbox-row.ts";

type Content = Pick<OutboxMessage, "email" | "webhook">;
type Key = { workspaceId: number; intentId: number };

const emailSchema = z.object({
  from: z.string(),
  to: z.string(),
  replyTo: z.string().optional(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
});
const webhookSchema = z.object({
  method: z.string(),
  url: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string().nullable(),
});

/** One message as it went out, or a planned one as it would look now. Throws request.not_found when the workspace has no such one. */
export async function getOutboxMessage(
  { sql }: Pick<Services, "sql">,
  { scope, intentId }: { scope: Scope; intentId: number },
): Promise<OutboxMessage> {
  const key = { workspaceId: scope.workspaceId, intentId };
  const entry = await selectOutboxEntry(sql, key);
  if (entry === undefined) throw new AppError("request.not_found");
  const [names, stored] = await Promise.all([
    nameSteps(sql, { workspaceId: scope.workspaceId, places: [entry] }),
    selectOutboxRequest(sql, key),
  ]);
  const row = toOutboxRow(entry, names.step(entry));
  const isPreview = entry.state === "planned";
  const content = isPreview ? await previewPlanned(sql, key, row) : contentOf(row, stored);
  return {
    ...row,
    ...content,
    isPreview,
    channel: stored?.channel ?? undefined,
    providerMessageId: stored?.providerMessageId ?? undefined,
    idempotencyKey: stored?.idempotencyKey ?? undefined,
    nextAttemptAt: stored?.nextAttemptAt ?? undefined,
    answer: entry.answer ?? undefined,
  };
}

/** Messages that were never frozen have no content. */
function contentOf({ kind }: OutboxRow, stored: OutboxRequest | undefined): Content {
  if (kind === "email") {
    const email = emailSchema.safeParse(stored?.request).data;
    return { email: email && { ...email, replyTo: email.replyTo }, webhook: undefined };
  }
  const webhook = webhookSchema.safeParse(stored?.request).data;
  const headers = webhook?.headers.map(([name, value]) => ({ name, value })) ?? [];
  return { email: undefined, webhook: webhook && { ...webhook, headers, body: webhook.body ?? undefined } };
}

async function previewPlanned(sql: SqlOrTx, key: Key, { kind, journey }: OutboxRow): Promise<Content> {
  const nothing = { email: undefined, webhook: undefined };
  const [source, frame] = await Promise.all([selectPlannedSource(sql, key), selectEffectFrame(sql, key)]);
  const settings = emailNode.schema.safeParse(source?.settings).data;
  if (kind !== "email" || !source?.attributes || !settings || !frame) return nothing;
  const attributes = { id: source.externalId, ...source.attributes };
  const content = { subject: settings.subject, preheader: settings.preheader ?? "", body: settings.body };
  try {
    const { subject, html, text } = previewEmail(content, { attributes, journeyName: journey.name }, frame);
    return {
      ...nothing,
      email: { from: "", to: String(readPath(attributes, settings.to) ?? ""), replyTo: undefined, subject, html, text },
    };
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "template.invalid") return nothing;
    throw cause;
  }
}
