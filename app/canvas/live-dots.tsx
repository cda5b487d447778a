import { ViewportPortal } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { JourneyMetrics } from "../api/metrics.ts";
import { useCanvas } from "./canvas-context.ts";
import { dotTravelMs, edgeDifferences, scheduleDots } from "./dot-schedule.ts";

const svgNamespace = "http://www.w3.org/2000/svg";
/** Readings come about once a second; dots of one reading are spread over this time. */
const spreadMs = 900;

type LiveDotsProps = { onPeoplePerDot: (people: number) => void };

/** One travelling light per person who really moved since the last reading. Nothing moves when reduced motion is wished. */
export function LiveDots({ onPeoplePerDot }: LiveDotsProps) {
  const { edgePlaces, live, view } = useCanvas();
  const layer = useRef<SVGSVGElement>(null);
  const last = useRef<JourneyMetrics>();
  useEffect(() => {
    const show = (before: JourneyMetrics | undefined, metrics: JourneyMetrics): void => {
      if (!layer.current || !view.get().hasNumbers || !isMotionWanted()) return;
      const { dots, peoplePerDot } = scheduleDots(edgeDifferences(before, metrics), spreadMs);
      if (dots.length > 0) onPeoplePerDot(peoplePerDot);
      for (const dot of dots) {
        const place = edgePlaces.get().get(dot.edge);
        if (place) sendDot(layer.current, place.path, dot.delayMs);
      }
    };
    return live.subscribe(() => {
      const { metrics } = live.get();
      if (!metrics || metrics === last.current) return;
      show(last.current, metrics);
      last.current = metrics;
    });
  }, [edgePlaces, live, view, onPeoplePerDot]);
  return (
    <ViewportPortal>
      <svg ref={layer} aria-hidden className="pointer-events-none absolute overflow-visible" width="1" height="1" />
    </ViewportPortal>
  );
}

const isMotionWanted = (): boolean => !document.hidden && !matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Outside of React: sixty dots a second would otherwise draw the canvas sixty times. */
function sendDot(layer: SVGSVGElement, path: string, delayMs: number): void {
  const dot = document.createElementNS(svgNamespace, "circle");
  dot.setAttribute("r", "4");
  dot.setAttribute("class", "live-dot");
  dot.style.offsetPath = `path("${path}")`;
  dot.style.opacity = "0";
  layer.append(dot);
  const travel = dot.animate(
    [
      { offsetDistance: "0%", opacity: 1 },
      { offsetDistance: "100%", opacity: 1 },
    ],
    { duration: dotTravelMs, delay: delayMs, easing: "cubic-bezier(.4,0,.4,1)" },
  );
  const remove = (): void => dot.remove();
  travel.onfinish = remove;
  travel.oncancel = remove;
}
