import { z } from "zod";

const count = z.int().min(0);

/** At every instant entered = here + movedOn + left + failed. */
const nodeMetricsSchema = z.strictObject({
  entered: count,
  here: count,
  movedOn: count,
  left: count,
  failed: count,
  skipped: count,
  /** Entered since midnight in the workspace's time zone. */
  enteredToday: count,
});

/** The numbers of a journey over all its versions, by node id; edges by `<source>|<port>`. */
export const journeyMetricsSchema = z.strictObject({
  journeyId: z.int(),
  asOf: z.iso.datetime(),
  onTheirWay: count,
  nodes: z.record(z.string(), nodeMetricsSchema),
  edges: z.record(z.string(), count),
});

export type NodeMetrics = z.infer<typeof nodeMetricsSchema>;
export type JourneyMetrics = z.infer<typeof journeyMetricsSchema>;
