import type { journeys as source } from "../en/journeys.ts";
import type { MessagesLike } from "../messages.ts";

export const journeys: MessagesLike<typeof source> = {
  title: "Journeys",
  search: "Journey suchen",
  new: "Neue Journey",
  create: {
    title: "Neue Journey",
    description: "Sie beginnt als Entwurf. Niemand bekommt etwas, bevor sie live gestellt ist.",
    name: "Name",
    nameHint: "Zum Beispiel „Vom Test zum Kauf“",
    fault: { required: "Einen Namen eingeben.", invalid: "Höchstens 200 Zeichen, keine Steuerzeichen." },
    submit: "Journey anlegen",
  },
  table: {
    label: "Journeys",
    name: "Journey",
    path: "Weg",
    people: "Unterwegs",
    entered: "Eingetreten",
    goal: "Ziel erreicht",
    state: "Status",
    owner: "Zuständig",
    changed: "Geändert",
    open: "{{name}} öffnen",
  },
  state: {
    draft: "Entwurf",
    live: "Live, Version {{version}}",
    paused: "Pausiert, Version {{version}}",
    archived: "Archiviert",
  },
  filter: { label: "Anzeigen", all: "Alle", live: "Live", draft: "Entwürfe", paused: "Pausiert" },
  empty: "Noch keine Journey. Eine Journey führt Personen von einem ersten Ereignis zu einem Ziel.",
  noMatch: "Keine Journey passt. Alle wieder anzeigen, um weiterzumachen.",
  showAll: "Alle anzeigen",
  noGoal: "kein Ziel",
  unknownOwner: "–",
  preview: "Weg mit {{count}} Schritten",
  demo: {
    label: "Demo",
    running: "Simulierte Personen sind unterwegs",
    speed: "1 Minute hier = {{hours}} h für sie",
    paused: "Die Demo ist angehalten",
    pause: "Anhalten",
    resume: "Weiter",
    clear: "Demo entfernen",
    clearTitle: "Demo entfernen?",
    clearText:
      "Entfernt die Journey „Trial to paid“, alle simulierten Personen und ihre Nachrichten. Eigene Journeys, Kundinnen und Kunden bleiben. Danach läuft die Zeit in normalem Tempo.",
  },
};
