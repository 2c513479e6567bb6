import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { eventKinds, type PayloadReference } from '../../model.ts';
import { skip, termSource } from '../../term/scan.ts';
import { openCinema } from './content.ts';
import { formatVersion } from './layout.ts';
import { everyVersionHasAStep, upgrade } from './versions.ts';

const fixtures = new URL('../../../test/fixtures/cinema/', import.meta.url);

/** What each fixture holds, as it was when it was written: counts by kind of event, and bytes of all values. */
const expected: readonly {
  readonly version: number;
  readonly kinds: Record<string, number>;
  readonly bytes: number;
}[] = [
  {
    version: 1,
    kinds: {
      arrive: 21,
      call: 46,
      exit: 1,
      gap: 4,
      line: 106,
      link: 6,
      log: 1,
      monitor: 6,
      receive: 8,
      register: 1,
      return: 34,
      send: 23,
      spawn: 6,
      state: 9,
      try: 1,
      value: 29,
    },
    bytes: 8898,
  },
];

describe('every version of the trace file ever written', () => {
  it('has a fixture here and a step to the newest', () => {
    assert.deepEqual(
      expected.map(({ version }) => version),
      Array.from({ length: formatVersion }, (_, index) => index + 1),
    );
    assert.deepEqual(
      fs.readdirSync(fixtures).sort(),
      expected.map(({ version }) => `version-${version}.cinema`),
    );
    assert.ok(everyVersionHasAStep());
  });

  for (const { version, kinds, bytes } of expected)
    it(`is read: version ${version}`, async () => {
      const opened = openCinema(new URL(`version-${version}.cinema`, fixtures).pathname);
      assert.ok(opened.ok);
      const content = opened.value;
      const found: Record<string, number> = {};
      let size = 0;
      const payloads: PayloadReference[] = [];
      const read = await content.read({
        sink: (record) => {
          const kind = eventKinds[record.kind]!;
          found[kind] = (found[kind] ?? 0) + 1;
          if (record.payload >= 0) payloads.push(record.payload as PayloadReference);
        },
      });
      assert.ok(read.ok);
      for (const payload of payloads)
        for (const value of content.values(payload)) {
          assert.equal(skip(termSource(value), 0), value.length);
          size += value.length;
        }
      assert.deepEqual([found, size, content.damage], [kinds, bytes, []]);
      assert.deepEqual(
        content.modules.map(({ name }) => name),
        ['Elixir.Shop.Cart', 'Elixir.Shop.Client', 'Elixir.Shop.Worker', 'ledger'],
      );
      content.close();
    });

  it('is upgraded step by step, from the version it has', () => {
    const add = (byte: number) => (_kind: number, raw: Uint8Array) => Uint8Array.of(...raw, byte);
    const steps = [1, 2, 3].map((from) => ({ from, payload: add(from) }));
    assert.deepEqual([...upgrade(1, 2, Uint8Array.of(0), steps)], [0, 1, 2, 3]);
    assert.deepEqual([...upgrade(3, 2, Uint8Array.of(0), steps)], [0, 3]);
    assert.deepEqual([...upgrade(4, 2, Uint8Array.of(0), steps)], [0]);
    assert.ok(!everyVersionHasAStep([steps[1]!]));
  });
});
