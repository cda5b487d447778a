/** Typing that goes on for long is taken back in pieces of a minute, not as a whole. */
const PIECE_MS = 60_000;

export type FieldStay = { name: () => string; close: () => void };

/** Names the present stay in one field: what is typed before the focus moves, or within one minute, is one step of undo. */
export function followFieldStay(page: Pick<Document, "addEventListener" | "removeEventListener">): FieldStay {
  let visits = 0;
  const onFocus = (): void => {
    visits += 1;
  };
  page.addEventListener("focusin", onFocus);
  return {
    name: () => `${visits} ${Math.floor(performance.now() / PIECE_MS)}`,
    close: () => page.removeEventListener("focusin", onFocus),
  };
}
