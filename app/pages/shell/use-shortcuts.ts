import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import { allDestinations } from "./destinations.ts";
import { areSingleKeysOn, isKeyTaken } from "./single-keys.ts";

const NEXT_KEY_MS = 1_200;

/** `g` then a letter jumps; `?` calls `showShortcuts`. The canvas keeps `g` for itself. */
export function useShortcuts(showShortcuts: () => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goUntil = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isKeyTaken(event) || !areSingleKeysOn()) return;
      const wasGoing = event.timeStamp < goUntil;
      goUntil = event.key === "g" && !isOnCanvas(event) ? event.timeStamp + NEXT_KEY_MS : 0;
      const destination = wasGoing ? allDestinations.find(({ key }) => key === event.key) : undefined;
      if (event.key !== "?" && !destination) return;
      event.preventDefault();
      if (destination) navigate(destination.to);
      else showShortcuts();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [navigate, showShortcuts]);
}

const isOnCanvas = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('[role="application"]') !== null;
