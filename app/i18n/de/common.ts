import type { common as source } from "../en/common.ts";
import type { MessagesLike } from "../messages.ts";

export const common: MessagesLike<typeof source> = {
  none: "–",
  action: {
    close: "Schließen",
    cancel: "Abbrechen",
    save: "Änderungen speichern",
    copy: "{{what}} kopieren",
    copied: "Kopiert",
    retry: "Erneut versuchen",
    back: "Zurück",
    remove: "Entfernen",
  },
  field: { optional: "(freiwillig)" },
  state: { loading: "Wird geladen", saved: "Gespeichert" },
  error: {
    id: "Fehlernummer",
    required: "Hier fehlt noch etwas.",
    invalid: "Dieser Wert ist nicht möglich.",
    tooLong: "Höchstens {{maximum}} Zeichen.",
    badCharacters: "Zeichen entfernen, die sich nicht speichern lassen.",
    email: "Eine E-Mail-Adresse wie name@example.com eingeben.",
    passwordShort: "Mindestens {{minimum}} Zeichen.",
    timeZone: "Eine Zeitzone aus der Liste wählen.",
  },
  role: { owner: "Inhaber", admin: "Administration", editor: "Bearbeitung", viewer: "Nur lesen" },
  language: { en: "English", de: "Deutsch" },
};
