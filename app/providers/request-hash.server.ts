import { createHash } from "node:crypto";
import { z } from "zod";
import type { FrozenEmail } from "./provider.ts";

const frozenEmailSchema = z.object({
  from: z.string(),
  to: z.string(),
  replyTo: z.string().optional(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  intent: z.string(),
});

/** Reads a stored e-mail back in one fixed order of keys, so that every attempt sends the same bytes. Throws if it is not one. */
export function readFrozenEmail(stored: unknown): FrozenEmail {
  return frozenEmailSchema.parse(stored);
}

/** SHA-256 (hex) over everything a request says, in order. */
export function hashEmails(emails: readonly FrozenEmail[]): string {
  const hash = createHash("sha256");
  for (const { from, to, replyTo, subject, html, text, intent } of emails) {
    hash.update(JSON.stringify([from, to, replyTo ?? null, subject, html, text, intent]));
  }
  return hash.digest("hex");
}
