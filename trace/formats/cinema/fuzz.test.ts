import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type PayloadReference, type TraceError } from '../../model.ts';
import { skip, termSource } from '../../term/scan.ts';
import { openContent } from '../index.ts';
import { generate } from './generate.ts';
import { createRandom } from './generated/random.ts';
import { mutate } from './testing/mutate.ts';

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
