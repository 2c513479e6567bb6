import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { type PayloadReference } from '../../model.ts';
import { openCinema } from './content.ts';
import { type Description, describe as d, type ListDescription } from './description.ts';
import { externalOf } from './testing/external.ts';
import { createWriter, type WriterOptions } from './writer.ts';

const { atom, binary, float, list, map, opaque, pid, text, tuple } = d;
const prefix = Buffer.from([90, 0, 3, 119, 3, ...Buffer.from('n@h'), 0, 0, 0, 3]).toString('base64');

describe('terms of a .cinema file', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cinema-terms-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  /** The values of each event after they were written and read: the round trip. */
  async function roundTrip(
    events: readonly (readonly Description[])[],
    options: WriterOptions = {},
  ): Promise<Uint8Array[][]> {
    const file = path.join(folder, 'terms.cinema');
    const writer = createWriter(file, options);
    writer.manifest({ node: 'n@h', creation: 3, referencePrefix: prefix });
    writer.module({
      module: 'm',
      language: 'erlang',
      base: 1,
      functions: [{ name: 'f', arity: 0 }],
      sites: [{ kind: 'value', function: 0 }],
    });
    const thread = writer.thread(1);
    thread.process(pid(7));
    events.forEach((values, time) => thread.site(time, 1, values));
    writer.finish({});
    const opened = openCinema(file);
    assert.ok(opened.ok);
    const payloads: PayloadReference[] = [];
    const read = await opened.value.read({ sink: ({ payload }) => payloads.push(payload as PayloadReference) });
    assert.ok(read.ok);
    const values = payloads.map((payload) => opened.value.values(payload).map((value) => value));
    opened.value.close();
    assert.deepEqual(opened.value.damage, []);
    return values;
  }
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  async function expectSame(events: readonly (readonly Description[])[], options?: WriterOptions): Promise<void> {
    const values = await roundTrip(events, options);
    assert.deepEqual(
      values.map((event) => event.map(hex)),
      events.map((event) => event.map((term) => hex(externalOf(term)))),
    );
  }

  it('keeps every kind of term', async () => {
    await expectSame([
      [
        0,
        63,
        64,
        255,
        256,
        -1,
        -256,
        2 ** 31,
        -(2 ** 31),
        2 ** 53 - 1,
        2n ** 62n,
        -(2n ** 63n),
        2n ** 64n,
        -(2n ** 2100n),
      ],
      [float(0), float(-1.5), float(5e-324), atom(''), atom('ok'), atom('Elixir.Shop'), atom('ü'.repeat(200))],
      [
        text(''),
        text('hello'),
        binary(new Uint8Array(300).fill(9)),
        { type: 'binary', bytes: new Uint8Array(3), total: 70000 },
      ],
      [pid(1), pid(2, 5), pid(1), { type: 'reference', numbers: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3) }],
      [opaque('#Fun<m.1.2>'), d.external(Uint8Array.of(77, 0, 0, 0, 1, 3, 160))],
      [list([]), list([1, 2, 3]), list([1, atom('a')]), list([1], atom('tail')), list([256], list([1, 2]))],
      [
        { type: 'list', elements: [1, 2], missing: 5 },
        { type: 'list', elements: [atom('a')], missing: 0 },
      ],
      [
        tuple(),
        tuple(1, 2),
        tuple(...Array.from({ length: 300 }, (_, index) => index)),
        { type: 'tuple', elements: [1], size: 3 },
      ],
      [map([]), map([[atom('a'), 1]]), { type: 'map', pairs: [[1, 2]], size: 4 }],
      [
        { type: 'cut', what: 'term' },
        { type: 'cut', what: 'redacted' },
      ],
    ]);
  });

  it('keeps what is shared: the same term again, a list by its tail, a binary by its window', async () => {
    const state = map([[atom('items'), list([tuple(1, 2)])]]);
    const words = list([atom('a'), atom('b'), atom('c')]);
    const buffer = new TextEncoder().encode('a binary that is read piece by piece, longer and longer');
    const longer = list([1000], words);
    await expectSame([
      [state, state],
      [words, longer, list([2000, 3000], longer), { type: 'listFrom', list: words, without: 2 }],
      [
        { type: 'listFrom', list: longer, without: 1 },
        list([9], { type: 'listFrom', list: longer, without: 2 }),
        state,
      ],
      [binary(buffer.subarray(0, 20)), binary(buffer.subarray(5, 12)), binary(buffer.subarray(10, 30))],
      [binary(buffer.subarray(30)), binary(buffer.subarray(0)), binary(buffer.subarray(3, 50))],
      [list([1], list([500, 600], list([7, 8])))],
    ]);
  });

  it('finds every term again in chunks of any size, compressed or not', async () => {
    const shared = list([atom('x'), tuple(1, text('some text that is long enough'))]);
    const events = Array.from({ length: 400 }, (_, index) => [index, shared, list([index * 1000], shared), pid(index)]);
    await expectSame(events, { chunkBytes: 200, codec: 'none' });
    await expectSame(events, { chunkBytes: 5000, codec: 'zlib' });
  });

  it('cuts values that sharing makes larger than 4 MB', async () => {
    let doubled: Description = tuple(atom('leaf'), atom('leaf'));
    for (let level = 0; level < 40; level++) doubled = tuple(doubled, doubled);
    const values = await roundTrip([[doubled], [1]]);
    assert.ok(values[0]![0]!.length >= 4 * 1024 * 1024 && values[0]![0]!.length < 5 * 1024 * 1024);
    assert.deepEqual(values[1], [Uint8Array.of(97, 1)]);
  });

  const terms = fc.letrec<{ term: Description; list: ListDescription }>((tie) => ({
    term: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.integer(),
      fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => float(value)),
      fc.string({ unit: 'grapheme', maxLength: 20 }).map(atom),
      fc.uint8Array({ maxLength: 40 }).map(binary),
      fc.tuple(fc.nat(99), fc.nat(9)).map(([id, serial]) => pid(id, serial)),
      fc.array(tie('term'), { maxLength: 20 }).map((elements) => tuple(...elements)),
      fc.array(fc.tuple(tie('term'), tie('term')), { maxLength: 5 }).map(map),
      tie('list'),
      fc.tuple(tie('list'), fc.nat(3)).map(([whole, without]) => ({
        type: 'listFrom' as const,
        list: whole,
        without: Math.min(without, whole.elements.length),
      })),
    ),
    list: fc
      .tuple(fc.array(tie('term'), { maxLength: 5 }), fc.option(tie('term'), { nil: undefined }))
      .map(([elements, tail]) => (tail === undefined || elements.length === 0 ? list(elements) : list(elements, tail))),
  }));

  it('keeps any terms, some of them written twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(terms.term, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(64, 100000),
        async (values, chunkBytes) => {
          await expectSame([values, [...values].reverse(), [tuple(...values)]], { chunkBytes });
        },
      ),
      { numRuns: 150 },
    );
  });
});
