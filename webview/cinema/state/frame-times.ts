/** How long the newest pictures took to make and draw: read by benchmarks and by `window.cinema`. */
const size = 4096;
const times = new Float32Array(size);
let count = 0;

/** @param milliseconds from the state to the last draw call of one frame */
export function recordFrame(milliseconds: number): void {
  times[count++ % size] = milliseconds;
}

/** The newest frames, oldest first, at most 4,096; milliseconds. */
export function frameTimes(): number[] {
  const length = Math.min(count, size);
  return Array.from({ length }, (_, index) => times[(count - length + index) % size]!);
}

/** Forgets all, so that a measurement begins clean. */
export function forgetFrames(): void {
  count = 0;
}
