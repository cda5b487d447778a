import type { JourneyMetrics } from "../../api/metrics.ts";
import { AppError } from "../../errors/app-error.ts";
import { toAppError } from "../http/problem.server.ts";
import { readJourneyMetrics } from "../journeys/read-journey-metrics.server.ts";
import type { Services } from "../services.server.ts";

/** `trouble`: the numbers cannot be read right now and will come back by themselves. `gone`: nothing more will come. */
export type LiveEvent = { name: "metrics"; metrics: JourneyMetrics } | { name: "trouble" } | { name: "gone" };
type LiveListener = (event: LiveEvent) => void;
export type LiveHub = {
  /** Calls `listener` with the numbers of a journey now and whenever they change; returns how to stop. The caller checks access. */
  subscribe: (workspaceId: number, journeyId: number, listener: LiveListener) => () => void;
  /** How many journeys are polled at the moment. */
  watchedCount: () => number;
  /** Tells all listeners that nothing more will come, stops all polling and waits for what is under way. */
  close: () => Promise<void>;
};

type Watch = {
  workspaceId: number;
  journeyId: number;
  listeners: Set<LiveListener>;
  /** What the listeners were told last. */
  last: LiveEvent | undefined;
  lastNumbers: string;
  timer: NodeJS.Timeout | undefined;
  isStopped: boolean;
};

/** One poller per watched journey, shared by all who look at it; it ends with the last of them. */
export function createLiveHub(
  services: Pick<Services, "sql" | "logger">,
  { pollMs = 1_000 }: { pollMs?: number } = {},
): LiveHub {
  const watches = new Map<string, Watch>();
  const underWay = new Set<Promise<void>>();

  const stop = (key: string, watch: Watch): void => {
    watch.isStopped = true;
    clearTimeout(watch.timer);
    if (watches.get(key) === watch) watches.delete(key);
  };
  const poll = async (key: string, watch: Watch): Promise<void> => {
    const event = await readEvent(services, watch);
    if (watch.isStopped) return;
    tell(watch, event);
    if (event.name === "gone") stop(key, watch);
    else watch.timer = setTimeout(() => start(key, watch), pollMs);
  };
  const start = (key: string, watch: Watch): void => {
    const polling = poll(key, watch).finally(() => underWay.delete(polling));
    underWay.add(polling);
  };

  return {
    subscribe: (workspaceId, journeyId, listener) => {
      const key = `${workspaceId}/${journeyId}`;
      const known = watches.get(key);
      const watch = known ?? startingWatch(workspaceId, journeyId);
      watch.listeners.add(listener);
      if (known?.last !== undefined) listener(known.last);
      if (known === undefined) {
        watches.set(key, watch);
        start(key, watch);
      }
      return () => {
        watch.listeners.delete(listener);
        if (watch.listeners.size === 0) stop(key, watch);
      };
    },
    watchedCount: () => watches.size,
    close: async () => {
      for (const [key, watch] of watches) {
        stop(key, watch);
        for (const listener of watch.listeners) listener({ name: "gone" });
      }
      await Promise.all(underWay);
    },
  };
}

function startingWatch(workspaceId: number, journeyId: number): Watch {
  return {
    workspaceId,
    journeyId,
    listeners: new Set(),
    last: undefined,
    lastNumbers: "",
    timer: undefined,
    isStopped: false,
  };
}

async function readEvent({ sql, logger }: Pick<Services, "sql" | "logger">, watch: Watch): Promise<LiveEvent> {
  const { workspaceId, journeyId } = watch;
  try {
    return { name: "metrics", metrics: await readJourneyMetrics(sql, { workspaceId, journeyId }) };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "request.not_found") return { name: "gone" };
    // One line in the log for an outage, not one per second.
    if (watch.last?.name !== "trouble") toAppError(thrown, logger);
    return { name: "trouble" };
  }
}

/** Passes on only what is new: a change of numbers, or of whether they can be read. */
function tell(watch: Watch, event: LiveEvent): void {
  const numbers = event.name === "metrics" ? JSON.stringify({ ...event.metrics, asOf: "" }) : "";
  const isNew = watch.last?.name !== event.name || numbers !== watch.lastNumbers;
  if (!isNew) return;
  watch.last = event;
  watch.lastNumbers = numbers;
  for (const listener of watch.listeners) listener(event);
}
