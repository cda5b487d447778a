import { z } from "zod";
import { defineNode } from "../../engine/node-type.ts";
import { requestAndLeave } from "../acting-step.ts";
import { checkLiquid } from "../liquid-check.ts";
import { requiredText, storableText } from "../setting-schemas.ts";

/** Asks for one e-mail; subject, preheader and body are Liquid, rendered when the e-mail is frozen for sending. */
export const emailNode = defineNode({
  type: "email",
  family: "message",
  settings: z.strictObject({
    /** The workspace's default e-mail channel when absent. */
    channelId: z.int().min(1).optional(),
    /** The attribute that holds the address. */
    to: requiredText(120).default("email"),
    subject: requiredText(250),
    preheader: storableText(250).optional(),
    body: requiredText(50_000),
  }),
  defaults: { to: "email" },
  ports: () => ["next", "failed"],
  optionalPorts: ["failed"],
  metrics: ["entered", "enteredToday", "movedOnShare"],
  check: ({ subject, preheader, body }) => [
    ...checkLiquid("subject", subject),
    ...checkLiquid("preheader", preheader),
    ...checkLiquid("body", body),
  ],
  step: (_settings, context) => requestAndLeave({ kind: "email", slot: 0 }, context),
});

export type EmailSettings = z.infer<typeof emailNode.schema>;
