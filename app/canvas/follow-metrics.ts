import { type JourneyMetrics, journeyMetricsSchema } from "../api/metrics.ts";
import type { LiveReading } from "./canvas-context.ts";
import { keepSame } from "./same-json.ts";
import { createValueStore, type ReadableStore } from "./value-store.ts";

/** After this long without a word the numbers count as old; the server speaks at least every 15 seconds. */
const reconnectMs = 5_000;

/** The live numbers of a journey. They stay as they are, marked as old, while the stream is cut. */
export function followMetrics(journeyId: number): { live: ReadableStore<LiveReading>; stop: () => void } {
  const live = createValueStore<LiveReading>({ metrics: undefined, isStale: false });
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const markStale = (): void => live.update((current) => (current.isStale ? current : { ...current, isStale: true }));
  const open = (): void => {
    source = new EventSource(`/live/journeys/${journeyId}`);
    source.addEventListener("metrics", (event) => {
      const metrics = readMetrics(event.data);
      if (metrics) live.update((current) => ({ metrics: shareMetrics(current.metrics, metrics), isStale: false }));
    });
    source.addEventListener("trouble", markStale);
    source.onerror = () => {
      markStale();
      // A refused stream does not come back by itself.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, reconnectMs);
    };
  };
  open();
  return {
    live,
    stop: () => {
      clearTimeout(timer);
      source?.close();
    },
  };
}

function readMetrics(text: unknown): JourneyMetrics | undefined {
  const parsed = journeyMetricsSchema.safeParse(typeof text === "string" ? JSON.parse(text) : text);
  return parsed.success ? parsed.data : undefined;
}

/** Keeps the numbers of untouched steps, so that their cards are not drawn again. */
function shareMetrics(before: JourneyMetrics | undefined, after: JourneyMetrics): JourneyMetrics {
  const nodes = Object.fromEntries(
    Object.entries(after.nodes).map(([id, node]) => [id, keepSame(before?.nodes[id], node)]),
  );
  return { ...after, nodes, edges: keepSame(before?.edges, after.edges) };
}
