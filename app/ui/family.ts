import type { NodeFamily } from "../engine/node-type.ts";

/** Class names of the node families: `tile` is the tinted square with its icon, `text` the hue alone. */
export const familyClasses: Readonly<Record<NodeFamily, { tile: string; text: string }>> = {
  start: { tile: "bg-start-tint text-start", text: "text-start" },
  message: { tile: "bg-message-tint text-message", text: "text-message" },
  time: { tile: "bg-time-tint text-time", text: "text-time" },
  path: { tile: "bg-path-tint text-path", text: "text-path" },
  experiment: { tile: "bg-experiment-tint text-experiment", text: "text-experiment" },
  payment: { tile: "bg-payment-tint text-payment", text: "text-payment" },
  people: { tile: "bg-people-tint text-people", text: "text-people" },
  data: { tile: "bg-data-tint text-data", text: "text-data" },
  end: { tile: "bg-end-tint text-end", text: "text-end" },
};
