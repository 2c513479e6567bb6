/**
 * Runs something that takes a while whenever it is asked for, but never twice at once: what is asked meanwhile runs once more at its
 * end. So a picture that follows a moving window is drawn again and again while it moves, not only when it rests.
 */
export function oneAtATime(run: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const start = (): void => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    void run().finally(() => {
      running = false;
      if (again) start();
    });
  };
  return start;
}
