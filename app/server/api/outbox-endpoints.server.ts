import type { z } from "zod";
import { endpoints } from "../../api/contract.ts";
import type { outboxMessageSchema, outboxRowSchema } from "../../api/outbox-schemas.ts";
import { getOutboxMessage } from "../outbox/get-outbox-message.server.ts";
import { listOutbox } from "../outbox/list-outbox.server.ts";
import type { OutboxMessage, OutboxRow } from "../outbox/outbox-row.ts";
import { bindEndpoint } from "./bind-endpoint.server.ts";

/** What the outbox operations of the contract do. */
export const outboxEndpoints = {
  listOutbox: bindEndpoint(endpoints.listOutbox, async ({ services, scope, query }) => {
    const { limit, after, journey, customer, ...filter } = query;
    const found = await listOutbox(services, {
      scope,
      filter: { ...filter, journeyId: journey, customerId: customer },
      after,
      limit,
    });
    return { body: { items: found.rows.map(rowBody), next: found.next ?? null } };
  }),

  getOutboxMessage: bindEndpoint(endpoints.getOutboxMessage, async ({ services, scope, params }) => ({
    body: messageBody(await getOutboxMessage(services, { scope, intentId: params.messageId })),
  })),
};

function rowBody(row: OutboxRow): z.input<typeof outboxRowSchema> {
  const { id, state, kind, journey, recipient, subject, attempts, customer } = row;
  return {
    ...{ id, state, kind, journey, recipient, subject, attempts },
    at: row.at.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    step: row.step ?? null,
    customer: { id: customer.id, userId: customer.userId ?? null, name: customer.name ?? null },
    reason: row.reason ?? null,
    heldBy: row.heldBy ?? null,
  };
}

function messageBody(message: OutboxMessage): z.input<typeof outboxMessageSchema> {
  const { isPreview, email, webhook, channel, providerMessageId, idempotencyKey, nextAttemptAt, answer } = message;
  return {
    ...rowBody(message),
    isPreview,
    email: email ? { ...email, replyTo: email.replyTo ?? null } : null,
    webhook: webhook ? { ...webhook, body: webhook.body ?? null } : null,
    channel: channel ?? null,
    providerMessageId: providerMessageId ?? null,
    idempotencyKey: idempotencyKey ?? null,
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    answer: answer ?? null,
  };
}
