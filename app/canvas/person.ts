import type { Place } from "./tidy-layout.ts";

/** What a window tells the others. */
export type PresenceState = {
  cursor: Place | undefined;
  selection: readonly string[];
  /** Step whose settings are open, and the field that has the focus. */
  editing: string | undefined;
  field: string | undefined;
  /** Cards on their way by hand. */
  drag: Readonly<Record<string, Place>> | undefined;
};

/** Somebody else who has this canvas open. The server says who it is. */
export type Person = PresenceState & {
  clientId: number;
  userId: string;
  name: string;
  /** Number of the presence colour, 1 to 8. */
  colour: number;
  isAway: boolean;
};

export type OwnPresence = { set: (change: Partial<PresenceState>) => void };

export const peopleColours = 8;

export const presenceColour = (colour: number): string => `var(--presence-${colour})`;

/** One or two letters for a picture of a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "?";
  const letters =
    words.length > 1 ? [first, words.at(-1) ?? ""].map((word) => [...word][0] ?? "") : [...first].slice(0, 2);
  return letters.join("").toUpperCase();
}
