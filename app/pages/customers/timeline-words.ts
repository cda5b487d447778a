import type { TFunction } from "i18next";
import type { LucideIcon } from "lucide-react";
import {
  CircleAlert,
  Combine,
  Eye,
  Flag,
  LogIn,
  LogOut,
  Mail,
  MailX,
  RotateCcw,
  UserPen,
  Users,
  Webhook,
  Zap,
} from "lucide-react";
import { editorOf } from "../../canvas/node-editors.ts";
import type { Json, JsonObject } from "../../engine/effect.ts";
import type { EventEntry, MessageEntry, StepEntry, TimelineEntry } from "../../server/customers/timeline.ts";
import { familyClasses } from "../../ui/family.ts";
import { exitName, nameOfStep, tileOfType } from "./step-words.ts";

/** How one line of a timeline looks and reads. `detail` is empty when there is nothing to add. */
export type LineWords = { icon: LucideIcon; tile: string; title: string; detail: string; source: string };

const badTile = "bg-bad-tint text-bad";
const MOST_DETAILS = 4;

export function wordsOf(entry: TimelineEntry, t: TFunction): LineWords {
  const app = t("customers.timeline.source.app");
  switch (entry.kind) {
    case "event":
      return {
        icon: entry.type === "track" ? Zap : Eye,
        tile: familyClasses.data.tile,
        title: eventTitle(entry, t),
        detail: listed(entry.properties),
        source: entry.source === "app" ? app : t("customers.timeline.source.journey"),
      };
    case "identify":
      return {
        icon: UserPen,
        tile: familyClasses.data.tile,
        title: t("customers.timeline.identify"),
        detail: listed(Object.fromEntries(entry.changes.map(({ attribute, value }) => [attribute, value]))),
        source: app,
      };
    case "alias":
      return {
        icon: Combine,
        tile: familyClasses.data.tile,
        title: t("customers.timeline.alias"),
        detail: entry.previousId,
        source: app,
      };
    case "group":
      return {
        icon: Users,
        tile: familyClasses.data.tile,
        title: t("customers.timeline.group", { group: entry.groupId }),
        detail: listed(entry.traits),
        source: app,
      };
    case "step":
      return stepWords(entry, t);
    case "message":
      return messageWords(entry, t);
  }
}

function eventTitle({ type, name }: EventEntry, t: TFunction): string {
  if (type === "track") return t("customers.timeline.event", { name });
  return name === "" ? t(`customers.timeline.${type}Unnamed`) : t(`customers.timeline.${type}`, { name });
}

function stepWords(entry: StepEntry, t: TFunction): LineWords {
  const { transition, from, to, journey, reachedGoal } = entry;
  const step = nameOfStep(from ?? to, t);
  const type = (from ?? to)?.type ?? "";
  const base = { icon: editorOf(type)?.icon ?? LogIn, tile: tileOfType(type), detail: "", source: journey.name };
  switch (transition) {
    case "entered":
      return {
        ...base,
        icon: LogIn,
        tile: familyClasses.start.tile,
        title: t("customers.timeline.entered", { journey: journey.name }),
      };
    case "left": {
      if (reachedGoal)
        return {
          ...base,
          icon: Flag,
          tile: familyClasses.payment.tile,
          title: t("customers.timeline.reached", { step }),
        };
      return {
        ...base,
        icon: LogOut,
        tile: familyClasses.end.tile,
        title: t("customers.timeline.left", { journey: journey.name, step }),
        detail: exitName(entry, t) ?? "",
      };
    }
    case "failed":
      return { ...base, icon: CircleAlert, tile: badTile, title: t("customers.timeline.failed", { step }) };
    case "resumed":
      return { ...base, icon: RotateCcw, title: t("customers.timeline.resumed", { step: nameOfStep(to, t) }) };
    case "moved": {
      const port = exitName(entry, t);
      const title =
        port === undefined ? t("customers.timeline.movedOn", { step }) : t("customers.timeline.moved", { port, step });
      return { ...base, title, detail: t("customers.timeline.cameTo", { step: nameOfStep(to, t) }) };
    }
  }
}

function messageWords({ channel, state, subject, recipient, reason, step }: MessageEntry, t: TFunction): LineWords {
  const isMail = channel === "email";
  const isBad = state === "rejected" || state === "unknown";
  const icon = isMail ? (isBad ? MailX : Mail) : Webhook;
  return {
    icon,
    tile: isBad ? badTile : familyClasses[isMail ? "message" : "data"].tile,
    title: t(`customers.timeline.${channel}.${state}`, { subject: subject || nameOfStep(step, t) }),
    detail: reason === undefined ? recipient : t(`outbox.reasons.${reason}`, { defaultValue: reason }),
    source: nameOfStep(step, t),
  };
}

/** The first few values as "name: value", in the order they came. */
function listed(values: JsonObject): string {
  return Object.entries(values)
    .slice(0, MOST_DETAILS)
    .map(([name, value]) => `${name}: ${shortValue(value)}`)
    .join(", ");
}

const shortValue = (value: Json): string => (typeof value === "object" && value !== null ? "…" : String(value));
