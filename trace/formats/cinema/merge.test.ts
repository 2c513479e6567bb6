import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { eventKinds } from '../../model.ts';
import { openCinema } from './content.ts';
import { generate, type GenerateOptions } from './generate.ts';

/** One event as the invariants need it. */
interface Seen {
  readonly kind: string;
  readonly process: number;
  readonly time: number;
  readonly subject: number;
  readonly detail: number;
  readonly payload: number;
}

describe('the one order of a trace', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cinema-merge-'));
  after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'trace.cinema');

  async function read(options: GenerateOptions): Promise<Seen[]> {
    generate(file, options);
    const opened = openCinema(file);
    assert.ok(opened.ok);
    const seen: Seen[] = [];
    const done = await opened.value.read({
      sink: ({ kind, process, time, subject, detail, payload }) =>
        seen.push({ kind: eventKinds[kind]!, process, time, subject, detail, payload }),
    });
    assert.ok(done.ok);
    opened.value.close();
    assert.deepEqual(opened.value.damage, []);
    return seen;
  }

  function expectCausal(seen: readonly Seen[], hasGaps: boolean): void {
    const sent = new Map<string, number>();
    const known = new Set<number>();
    const spawned = new Set(seen.filter(({ kind }) => kind === 'spawn').map(({ subject }) => subject));
    const begun = new Set<number>();
    let last = 0;
    for (const { kind, process, time, subject, detail } of seen) {
      assert.ok(time >= last);
      last = time;
      if (spawned.has(process)) assert.ok(known.has(process), `process ${process} acts before its spawn`);
      begun.add(process);
      if (kind === 'spawn') known.add(subject);
      if (kind === 'send')
        sent.set(`${process},${subject},${detail}`, (sent.get(`${process},${subject},${detail}`) ?? 0) + 1);
      if (kind === 'arrive' && !hasGaps) {
        // Or to a name that, by the clocks, nobody held yet.
        const key = [`${subject},${process},${detail}`, `${subject},-1,${detail}`].find(
          (each) => (sent.get(each) ?? 0) > 0,
        );
        assert.ok(key !== undefined, `a message arrives before it was sent: ${subject} to ${process}, ${detail}`);
        sent.set(key, sent.get(key)! - 1);
      }
      if (kind === 'exit') assert.ok(begun.has(process));
    }
  }

  it('holds for clocks that agree: every cause is before its effect, times never fall', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(10_000),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1000, 200_000),
        async (seed, threads, chunkBytes) => {
          const seen = await read({ events: 3000, seed, threads, writer: { chunkBytes } });
          assert.ok(seen.length > 2500);
          expectCausal(seen, false);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('holds for clocks that contradict each other, and keeps the order of each process', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(10_000),
        fc.constantFrom(300, 3000, 40_000, 100_000),
        fc.constantFrom(5, 40),
        async (seed, skew, workers) => {
          const seen = await read({ events: 4000, seed, threads: 3, skew, workers });
          expectCausal(seen, false);
          // Payload references grow along a thread, and a process keeps to its thread.
          const latest = new Map<number, number>();
          for (const { process, payload } of seen) {
            if (payload < 0) continue;
            assert.ok(payload > (latest.get(process) ?? -1));
            latest.set(process, payload);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('holds for traces with gaps, and tells how many events are missing', async () => {
    const seen = await read({ events: 20_000, seed: 5, gapEvery: 500 });
    expectCausal(seen, true);
    assert.ok(seen.filter(({ kind, detail }) => kind === 'gap' && detail > 0).length > 10);
  });

  it('is the same for the same seed', async () => {
    const options = { events: 2000, seed: 9, skew: 700 };
    assert.deepEqual(await read(options), await read(options));
  });
});
