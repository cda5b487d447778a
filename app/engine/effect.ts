/** A JSON value, as stored in attributes, event properties and settings. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/**
 * Something a step asks of the outside world, as data. `slot` tells two effects of one step apart; (run, step, slot) is unique, so an
 * effect is requested once however often its pass is repeated. Content (subject, body, URL) stays in the version's graph and is
 * rendered when the effect is frozen.
 */
export type Effect =
  | { kind: "email"; slot: number }
  | { kind: "webhook"; slot: number }
  | { kind: "event"; slot: number; name: string; properties: JsonObject };

/** Written in the transaction of the step. `undefined` is not a value: null removes the attribute. */
export type AttributeChange = { attribute: string; value: Json };

/** A variant taken at a split; stored with the step so that the same person meets the same variant again. */
export type Assignment = { variant: string };

/** How the outside world answered an effect; given back to the step that waits for it. */
export type EffectOutcome = {
  slot: number;
  outcome: "accepted" | "rejected" | "unknown" | "cancelled";
  detail?: JsonObject;
};
