import { outboxReasons } from "./outbox-reasons.ts";

export const outbox = {
  reasons: outboxReasons,
  mail: { footer: "This email was sent to you by {{workspace}}." },
};
