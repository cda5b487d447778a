import { useSyncExternalStore } from "react";

const query = "(max-width: 767px)";

/** Whether the screen is too small for drawing; the canvas is read-only there. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
