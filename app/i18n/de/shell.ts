import type { shell as source } from "../en/shell.ts";
import type { MessagesLike } from "../messages.ts";

export const shell: MessagesLike<typeof source> = {
  product: "Lotse",
  skip: "Zum Inhalt springen",
  nav: {
    label: "Hauptmenü",
    home: "Start",
    journeys: "Journeys",
    customers: "Kunden",
    outbox: "Postausgang",
    settings: "Einstellungen",
    help: "Tastenkürzel",
    more: "Mehr",
  },
  menu: {
    label: "{{name}}, {{workspace}}: Konto und Arbeitsbereich",
    workspaces: "Arbeitsbereiche",
    newWorkspace: "Neuer Arbeitsbereich",
    language: "Sprache",
    theme: "Darstellung",
    profile: "Profil",
    signOut: "Abmelden",
  },
  theme: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
  shortcuts: {
    title: "Tastenkürzel",
    everywhere: "Überall",
    onCanvas: "Auf der Zeichenfläche",
    sequence: "dann",
    singleKeys: "Kürzel mit einer einzelnen Taste",
    singleKeysHint: "Ausschalten, wenn eine Spracheingabe sie versehentlich auslöst.",
    goHome: "Zum Start",
    goJourneys: "Zu den Journeys",
    goCustomers: "Zu den Kunden",
    goOutbox: "Zum Postausgang",
    goSettings: "Zu den Einstellungen",
    showShortcuts: "Diese Liste zeigen",
    closePanel: "Leiste oder Menü schließen",
  },
  error: {
    title: "Diese Seite wurde nicht geladen",
    notFoundTitle: "Hier ist nichts",
    notFoundWhat: "Vielleicht ist die Adresse vertippt, oder der Inhalt wurde entfernt.",
    forbiddenTitle: "Diese Seite ist nicht freigegeben",
    unexpected:
      "Bei uns ist etwas schiefgegangen. Journeys laufen weiter. Noch einmal versuchen; wenn es bleibt, die Nummer unten weitergeben.",
    offline: "Der Server antwortet nicht. Journeys laufen weiter. Verbindung prüfen und noch einmal versuchen.",
    reload: "Seite neu laden",
    home: "Zum Start",
  },
};
