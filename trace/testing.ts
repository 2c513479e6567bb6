/** What tests of this and other rooms build their traces with. */
import fc from 'fast-check';
import { createRandom } from './formats/cinema/generated/random.ts';
import { mutate } from './formats/cinema/testing/mutate.ts';
import { describe as term } from './formats/cinema/description.ts';
import { createWriter } from './formats/cinema/writer.ts';
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

/** Writes parts of a recording as they are told, right or wrong. */
export interface RecordingWriter {
  readonly module: (json: object) => void;
  /** A process at the sites of these numbers, one after the other, with a value each. */
  readonly call: (sites: readonly number[]) => void;
}

/** Writes a recording by hand, for what no recorder would write. */
export function writeRecording(path: string, fill: (writer: RecordingWriter) => void): void {
  const writer = createWriter(path);
  let time = 0;
  fill({
    module: (json) => writer.module(json),
    call: (sites) => {
      const thread = writer.thread(1);
      thread.process(term.pid(1));
      for (const site of sites) thread.site(++time, site, [term.tuple(term.atom('ok'), 1)]);
    },
  });
  writer.finish({});
}
