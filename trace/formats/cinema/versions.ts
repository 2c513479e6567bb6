import { formatVersion } from './layout.ts';

/**
 * One step from a version to the next: how the payload of a chunk of the older version reads as one of the newer. Chunks
 * are upgraded when they are loaded, never in the file.
 */
export interface Upgrade {
  readonly from: number;
  readonly payload: (kind: number, raw: Uint8Array) => Uint8Array;
}

/**
 * All steps, oldest first. Version 1 is the first, so there are none yet. A change of the format raises `formatVersion`, adds its step here
 * and a fixture of the version before to test/fixtures/cinema; the test of the fixtures fails until both are there.
 */
export const upgrades: readonly Upgrade[] = [];

/** The payload as the newest version writes it. */
export function upgrade(
  version: number,
  kind: number,
  raw: Uint8Array,
  steps: readonly Upgrade[] = upgrades,
): Uint8Array {
  return steps.filter(({ from }) => from >= version).reduce((payload, step) => step.payload(kind, payload), raw);
}

/** Whether every version up to the newest can be read. */
export const everyVersionHasAStep = (steps: readonly Upgrade[] = upgrades): boolean =>
  steps.length === formatVersion - 1 && steps.every(({ from }, index) => from === index + 1);
