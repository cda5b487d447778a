import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import { allDestinations } from "./destinations.ts";
import { areSingleKeysOn, isKeyTaken } from "./single-keys.ts";

const NEXT_KEY_MS = 1_200;

/** `g` then a letter jumps; `?` calls `showShortcuts`. The canvas keeps `g` for itself. */
export function useShortcuts(showShortcuts: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    const readKey = createKeyReader();
    const onKeyDown = (event: KeyboardEvent): void => {
      const wanted = readKey(event);
      if (wanted === undefined) return;
      event.preventDefault();
      if (wanted === "help") showShortcuts();
      else navigate(wanted.to);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [navigate, showShortcuts]);
}

type Wanted = { to: string } | "help" | undefined;

function createKeyReader(): (event: KeyboardEvent) => Wanted {
  let goUntil = 0;
  return (event) => {
    if (isKeyTaken(event) || !areSingleKeysOn()) return undefined;
    const wasGoing = event.timeStamp < goUntil;
    goUntil = event.key === "g" && !isOnCanvas(event) ? event.timeStamp + NEXT_KEY_MS : 0;
    if (event.key === "?") return "help";
    return wasGoing ? allDestinations.find(({ key }) => key === event.key) : undefined;
  };
}

const isOnCanvas = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('[role="application"]') !== null;
