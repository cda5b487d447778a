import type { errors as source } from "../en/errors.ts";
import type { MessagesLike } from "../messages.ts";

export const errors: MessagesLike<typeof source> = {
  auth: {
    required: "Dafür ist eine Anmeldung oder ein Schlüssel nötig.",
    invalid_key:
      "Dieser Schlüssel ist unbekannt oder gesperrt. Neue Schlüssel gibt es unter Einstellungen, API-Schlüssel.",
    forbidden: "Dafür ist mindestens die Rolle {{role}} nötig.",
    csrf: "Das Formular kam nicht von dieser Seite. Seite neu laden und noch einmal versuchen.",
  },
  request: {
    not_found: "Unter dieser Adresse gibt es nichts.",
    method_not_allowed: "{{method}} ist hier nicht möglich. Möglich: {{allowed}}.",
    invalid_json: "Der Inhalt ist kein gültiges JSON.",
    invalid: "Einige Angaben stimmen nicht.",
    too_large: "Der Inhalt ist größer als {{limitKb}} KB.",
    unsupported_media: "Der Inhalt muss als application/json gesendet werden.",
    unsupported_encoding: "Der Inhalt kommt als {{encoding}} an. Möglich sind unkomprimiert und gzip.",
    invalid_encoding: "Der Inhalt ist kein gültiges gzip.",
    timeout: "Der Inhalt kam zu langsam an. Noch einmal senden.",
    rate_limited: "Zu viele Anfragen. In {{seconds}} Sekunden geht es weiter.",
  },
  conflict: {
    changed: "Das wurde inzwischen von anderer Seite geändert. Neu laden und noch einmal prüfen.",
    exists: "Das gibt es schon.",
  },
  journey: {
    invalid: "Diese Journey kann noch nicht laufen. Offene Punkte: {{problems}}.",
    state: "Das geht nicht, solange die Journey im Zustand „{{state}}“ ist.",
    unchanged: "Der Entwurf gleicht der Live-Version, es gibt nichts zu veröffentlichen.",
    no_entry: "Die Live-Version hat keinen Schritt, der Personen von Hand oder über die API aufnimmt.",
  },
  customer: { not_found: "Diese Person gibt es in diesem Arbeitsbereich nicht." },
  member: {
    last_owner: "Ein Arbeitsbereich braucht eine Inhaberin oder einen Inhaber. Zuerst diese Rolle weitergeben.",
  },
  invitation: { invalid: "Diese Einladung ist abgelaufen oder wurde schon benutzt. Eine neue Einladung hilft." },
  provider: {
    unavailable: "Der Anbieter ist gerade nicht erreichbar. Lotse versucht es von selbst noch einmal.",
    rejected: "Der Anbieter hat abgelehnt: {{reason}}",
  },
  webhook: { private_address: "Webhooks dürfen keine privaten Adressen aufrufen: {{host}}." },
  template: { invalid: "Der Text enthält einen fehlerhaften Platzhalter: {{reason}}" },
  channel: {
    key_refused:
      "Der Anbieter hat den Schlüssel dieses Kanals abgelehnt. Gültigen Schlüssel eintragen, dann den Kanal wieder einschalten.",
    key_conflict:
      "Der Anbieter hat denselben Sendeschlüssel mit zwei Inhalten gesehen. Der Kanal ist angehalten; vor dem Einschalten den Postausgang prüfen.",
    in_use: "Das ist der Standardkanal. Zuerst einen anderen Kanal zum Standard machen.",
  },
  outbox: { already_sent: "Diese Nachricht ist nicht mehr geplant und kann nicht abgebrochen werden." },
  database: { unavailable: "Die Datenbank ist gerade nicht erreichbar. Gleich noch einmal versuchen." },
  ingest: { busy: "Es kommt gerade zu viel auf einmal herein. Gleich noch einmal senden." },
  bug: { unexpected: "Bei uns ist etwas schiefgegangen. Die Nummer dieses Fehlers ist {{errorId}}." },
};
