import type { auth as source } from "../en/auth.ts";
import type { MessagesLike } from "../messages.ts";

export const auth: MessagesLike<typeof source> = {
  name: "Name",
  email: "E-Mail",
  password: "Passwort",
  passwordHint: "Mindestens 10 Zeichen. Drei oder vier Wörter lassen sich gut merken.",
  signIn: {
    title: "Anmelden",
    lead: "Journeys, Personen und Nachrichten auf einer Karte.",
    submit: "Anmelden",
    wrong: "E-Mail oder Passwort stimmt nicht.",
    demo: "Demo: mit einem Klick als {{name}} anmelden. Nachrichten bleiben auf diesem Rechner.",
  },
  welcome: {
    title: "Lotse einrichten",
    lead: "Dem ersten Konto gehört der erste Arbeitsbereich.",
    workspace: "Name des Arbeitsbereichs",
    workspaceHint: "Meist das Unternehmen oder Produkt.",
    submit: "Konto und Arbeitsbereich anlegen",
  },
  invite: {
    pageTitle: "Einladung",
    title: "{{workspace}} beitreten",
    lead: "Eingeladen mit der Rolle {{role}}.",
    submit: "Konto anlegen und beitreten",
    join: "{{workspace}} beitreten",
    signedInAs: "Angemeldet als {{email}}.",
    hasAccount: "{{email}} hat hier ein Konto. Mit diesem anmelden, um beizutreten.",
    signIn: "Anmelden und beitreten",
  },
  workspace: {
    title: "Neuer Arbeitsbereich",
    lead: "Journeys, Personen, Schlüssel und Kanäle eines Arbeitsbereichs sind für alle anderen unsichtbar.",
    name: "Name",
    timeZone: "Zeitzone",
    submit: "Arbeitsbereich anlegen",
  },
};
