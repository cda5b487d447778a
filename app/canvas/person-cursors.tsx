import { useStore, ViewportPortal } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { useCanvas } from "./canvas-context.ts";
import { type Person, presenceColour } from "./person.ts";
import type { Place } from "./tidy-layout.ts";
import { useValueStore } from "./use-value-store.ts";

const glideMs = 80;

/** The pointers of everybody else, with their names. Hidden from screen readers; the list of people says who is here. */
export function PersonCursors() {
  const { people } = useCanvas();
  const zoom = useStore((state) => state.transform[2]);
  const present = useValueStore(people, (current) => current);
  return (
    <ViewportPortal>
      <div aria-hidden className="pointer-events-none absolute" style={{ zIndex: 10 }}>
        {present.map(
          (person) =>
            person.cursor && <PersonCursor key={person.clientId} person={person} cursor={person.cursor} zoom={zoom} />,
        )}
      </div>
    </ViewportPortal>
  );
}

function PersonCursor({ person, cursor, zoom }: { person: Person; cursor: Place; zoom: number }) {
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef(cursor);
  useEffect(() => glide(element.current, shown, cursor, zoom), [cursor, zoom]);
  const colour = presenceColour(person.colour);
  return (
    <div ref={element} className="person-cursor" style={{ opacity: person.isAway ? 0 : 1 }}>
      <svg width="18" height="20" viewBox="0 0 18 20" aria-hidden>
        <path
          d="M2 1.5 15.5 8.2c.7.35.6 1.4-.15 1.6L9.6 11.4 7 17.1c-.35.75-1.4.65-1.6-.15Z"
          fill={colour}
          stroke="var(--on-presence)"
          strokeWidth="1.4"
        />
      </svg>
      <span style={{ background: colour }}>{person.name}</span>
    </div>
  );
}

/** Moves the pointer to its new place within 80 ms, without drawing anything else again. */
function glide(
  element: HTMLElement | null,
  shown: { current: Place },
  to: Place,
  zoom: number,
): (() => void) | undefined {
  if (!element) return undefined;
  const from = shown.current;
  const startedAt = performance.now();
  let frame = 0;
  const draw = (now: number): void => {
    const part = matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : Math.min(1, (now - startedAt) / glideMs);
    shown.current = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    // The pointer keeps its size whatever the zoom.
    element.style.transform = `translate(${shown.current.x}px, ${shown.current.y}px) scale(${1 / zoom})`;
    if (part < 1) frame = requestAnimationFrame(draw);
  };
  draw(startedAt);
  return () => cancelAnimationFrame(frame);
}
