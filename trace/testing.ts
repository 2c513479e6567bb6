/** What tests of this and other rooms build their traces with. */
import fc from 'fast-check';
import { createRandom } from './formats/cinema/generated/random.ts';
import { mutate } from './formats/cinema/testing/mutate.ts';
import { simulate, type SimulationOptions } from './testing/simulate.ts';

export { generate, type Generated, type GenerateOptions } from './formats/cinema/generate.ts';
export { contentFromText } from './fixture/content.ts';
export { traceFromText, traceOfEvents } from './fixture/from-text.ts';
export { replay, type Reference } from './testing/reference.ts';
export { simulate, type SimulationOptions } from './testing/simulate.ts';

/** Drawings of runs that could have happened, for properties; a failing one is made smaller by leaving events out. */
export function drawings(options: SimulationOptions & { readonly length?: number } = {}): fc.Arbitrary<string> {
  const { length = 200, ...simulation } = options;
  return fc
    .array(fc.nat(997), { minLength: Math.floor(length / 4), maxLength: length, size: 'max' })
    .map((choices) => simulate(choices, simulation));
}

/** A recording gone wrong in one to three ways: bits, cuts, chunks in other places. The same seed, the same damage. */
export function damageRecording(bytes: Uint8Array, seed: number): Uint8Array {
  return mutate(bytes, createRandom(seed));
}
