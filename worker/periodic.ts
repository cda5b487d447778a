/** Repeats `task` with a pause between its runs until it is stopped; `stop` waits for the run under way. Faults go to `onError`. */
export function repeat(
  task: () => Promise<unknown>,
  { pauseMs, onError }: { pauseMs: number; onError: (error: unknown) => void },
): { stop: () => Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let endPause = (): void => undefined;
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      await task().catch(onError);
      if (isStopped) return;
      await new Promise<void>((done) => {
        endPause = done;
        timer = setTimeout(done, pauseMs);
      });
    }
  };
  const ended = loop();
  const stop = async (): Promise<void> => {
    isStopped = true;
    clearTimeout(timer);
    endPause();
    await ended;
  };
  return { stop };
}
