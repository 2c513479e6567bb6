import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type PayloadReference, type TraceError } from '../../model.ts';
import { skip, termSource } from '../../term/scan.ts';
import { openContent } from '../index.ts';
import { generate } from './generate.ts';
import { type Description, describe as d } from './description.ts';
import { createRandom } from './generated/random.ts';
import { mutate } from './testing/mutate.ts';
import { createWriter } from './writer.ts';

/** How many mutated traces; a longer run is `FUZZ=1000000 npx mocha trace/formats/cinema/fuzz.test.ts`. */
const rounds = Number(process.env['FUZZ'] ?? 10_000);

describe('mutated .cinema files', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cinema-fuzz-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  it(`are read or refused with a clear error: ${rounds} of them`, async function () {
    this.timeout(120_000 + rounds * 20);
    const file = path.join(folder, 'mutated.cinema');
    const originals = (['none', 'zlib'] as const).flatMap((codec) =>
      [40, 140].map((events) => {
        generate(file, {
          events,
          seed: events,
          servers: 1,
          clients: 2,
          gapEvery: 150,
          deepest: 20,
          writer: { codec, chunkBytes: 1500 },
        });
        return fs.readFileSync(file);
      }),
    );
    originals.push(everyKindOfTerm(file));
    const refused = new Map<TraceError['code'], number>();
    let events = 0;
    for (let round = 0; round < rounds; round++) {
      const random = createRandom(round + 1);
      fs.writeFileSync(file, mutate(originals[random.below(originals.length)]!, random));
      try {
        const opened = await openContent(file);
        if (!opened.ok) {
          const { code, message, offset } = opened.error;
          assert.ok(
            message.length > 10 && opened.error.file === file && offset !== undefined,
            JSON.stringify(opened.error),
          );
          refused.set(code, (refused.get(code) ?? 0) + 1);
          continue;
        }
        const content = opened.value;
        let last = 0;
        const payloads: PayloadReference[] = [];
        const read = await content.read({
          sink: (record) => {
            assert.ok(record.time >= last && Number.isFinite(record.time));
            last = record.time;
            events++;
            assert.ok(content.processes[record.process]);
            assert.ok(record.site === 0 || content.sites[record.site - 1]);
            if (record.payload >= 0) payloads.push(record.payload as PayloadReference);
          },
        });
        assert.ok(read.ok);
        for (const payload of payloads)
          for (const value of content.values(payload)) assert.equal(skip(termSource(value), 0), value.length);
        content.close();
      } catch (error) {
        throw new Error(`seed ${round + 1}: ${(error as Error).stack ?? ''}`);
      }
    }
    // The mutations must reach behind the front door.
    assert.ok((refused.get('notATrace') ?? 0) > 0 && (refused.get('newerVersion') ?? 0) > 0);
    assert.ok(events > rounds * 20, `only ${events} events were read`);
  });
});

/** A small file whose bytes are nearly all terms, so that a changed bit is one of a term. */
function everyKindOfTerm(file: string) {
  const writer = createWriter(file, { codec: 'none' });
  const numbers = { type: 'reference', numbers: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3) } as const;
  const long = d.list([d.atom('x'), d.tuple(1, d.text('some text that is long enough'))]);
  const bytes = new Uint8Array(64).fill(7);
  const external = Uint8Array.of(
    104,
    3,
    109,
    0,
    0,
    0,
    2,
    1,
    2,
    108,
    0,
    0,
    0,
    1,
    97,
    1,
    106,
    116,
    0,
    0,
    0,
    1,
    97,
    1,
    97,
    2,
  );
  const values: readonly Description[] = [
    d.tuple(0, -300, 2 ** 40, 2n ** 100n, d.float(1.5), d.atom('ok'), d.pid(1), d.pid(2, 5), numbers),
    d.binary(bytes),
    d.binary(bytes.subarray(8, 40)),
    d.tuple(d.opaque('#Fun<m.1.2>'), d.external(external), d.list([1, 2, 3]), d.list([256], d.atom('tail'))),
    d.tuple(long, long, { type: 'listFrom', list: long, without: 1 }, d.map([[d.atom('a'), d.list([])]])),
    d.tuple({ type: 'list', elements: [1], missing: 5 }, { type: 'cut', what: 'redacted' }),
  ];
  writer.module({ module: 'm', base: 1, functions: [{ name: 'f', arity: 1 }], sites: [{ kind: 'step', values: 6 }] });
  const thread = writer.thread(1);
  thread.process(d.pid(1));
  for (let time = 0; time < 20; time++) {
    thread.site(time, 1, values);
    thread.vm(time, 'send', values[time % values.length]!, { extra: d.pid(2), hash: time });
  }
  writer.finish(null);
  return fs.readFileSync(file);
}
