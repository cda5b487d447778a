const mostFrames = 20;

/**
 * Gives the focus to a field on a card that was just added: until React Flow has measured the card it is hidden, and what is hidden
 * takes no focus. Returns what stops the attempts.
 */
export function focusWhenVisible(find: () => HTMLElement | null, then?: () => void): () => void {
  let frame = 0;
  const attempt = (left: number): void => {
    const field = find();
    field?.focus();
    if (field && document.activeElement === field) then?.();
    else if (left > 0) frame = requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(mostFrames);
  return () => cancelAnimationFrame(frame);
}
