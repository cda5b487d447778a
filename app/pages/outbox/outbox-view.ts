import type { ChipTone } from "../../ui/chip.tsx";

export const messageStates = ["planned", "sending", "accepted", "rejected", "unknown", "cancelled"] as const;
export type MessageState = (typeof messageStates)[number];

export const stateTone: Readonly<Record<MessageState, ChipTone>> = {
  planned: "neutral",
  sending: "info",
  accepted: "ok",
  rejected: "bad",
  unknown: "warn",
  cancelled: "neutral",
};
