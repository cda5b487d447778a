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
  error: { id: "Fehlernummer" },
  role: { owner: "Inhaber", admin: "Administration", editor: "Bearbeitung", viewer: "Nur lesen" },
  language: { en: "English", de: "Deutsch" },
};
