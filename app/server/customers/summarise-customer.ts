import type { CustomerRow } from "#db/queries/customers.ts";
import type { JsonObject } from "../../engine/effect.ts";
import type { CustomerSummary } from "./timeline.ts";

/** What lists and headings show of a customer; name and e-mail come from the usual attributes. */
export function summariseCustomer({ id, externalId, attributes, createdAt, lastSeenAt }: CustomerRow): CustomerSummary {
  return {
    id,
    userId: externalId ?? undefined,
    name: nameOf(attributes),
    email: textOf(attributes, "email"),
    firstSeenAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  };
}

/** The name by the usual attributes; undefined without one. */
export function nameOf(attributes: JsonObject): string | undefined {
  const whole = textOf(attributes, "name");
  if (whole !== undefined) return whole;
  const first = textOf(attributes, "first_name") ?? textOf(attributes, "firstName");
  const last = textOf(attributes, "last_name") ?? textOf(attributes, "lastName");
  return [first, last].filter((part) => part !== undefined).join(" ") || undefined;
}

function textOf(attributes: JsonObject, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
