import type { outboxReasons as source } from "../en/outbox-reasons.ts";
import type { MessagesLike } from "../messages.ts";

export const outboxReasons: MessagesLike<typeof source> = {
  customer_gone: "Diese Person gibt es nicht mehr.",
  no_email: "Diese Person hat keine E-Mail-Adresse.",
  opted_out: "Diese Person möchte keine E-Mails.",
  merged: "Diese Person war unter anderer Kennung schon in dieser Journey; dort geht es weiter.",
  journey_archived: "Die Journey wurde archiviert, bevor diese Nachricht hinausging.",
  cancelled_by_person: "Die Nachricht wurde vor dem Senden abgebrochen.",
  recipient_invalid: "Die E-Mail-Adresse ist ungültig.",
  settings_invalid: "Die Einstellungen dieses Schritts sind nicht lesbar.",
  template_invalid: "Ein Platzhalter in diesem Schritt funktioniert nicht: {{detail}}",
  channel_missing: "Es gibt keinen Kanal zum Senden.",
  refused: "Der Anbieter hat diese Nachricht abgelehnt: {{detail}}",
  webhook_refused: "Die Adresse hat mit einem Fehler geantwortet: {{detail}}",
  webhook_no_answer: "Die Adresse hat auch nach mehreren Versuchen nicht brauchbar geantwortet: {{detail}}",
  webhook_private_address: "Die Adresse führt in ein privates Netz, das ist nicht erlaubt.",
  webhook_redirect: "Die Adresse leitet weiter, und Webhooks folgen keiner Weiterleitung.",
  no_answer:
    "Der Anbieter hat 23 Stunden lang nicht geantwortet. Vielleicht ging die Nachricht hinaus; das entscheidet eine Person.",
  key_conflict:
    "Der Anbieter kennt diesen Sendeschlüssel mit anderem Inhalt. Vielleicht ging die Nachricht hinaus; das entscheidet eine Person.",
};
