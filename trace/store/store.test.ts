import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pageCache } from './cache.ts';
import { decodeColumn, encodeColumn, type Column, type ColumnShape } from './column.ts';
import { byteWriter, putVarint, reserve, takeVarint } from './bytes.ts';
import { byteLists, readList } from './lists.ts';
import { IndexDamaged, memoryStore } from './store.ts';
import { openTable, tableWriter } from './table.ts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

function roundTrip(shape: ColumnShape, column: Column): Column {
  const writer = byteWriter();
  encodeColumn(writer, shape, column, column.length);
  return decodeColumn({ bytes: writer.bytes.slice(0, writer.length), position: 0 }, shape, column.length);
}

describe('columns', () => {
  for (const coding of ['plain', 'delta', 'streams'] as const) {
    it(`${coding}: any 32-bit numbers come back`, () =>
      fc.assert(
        fc.property(fc.array(int32), (values) => {
          assert.deepEqual(roundTrip({ coding }, Int32Array.from(values)), Int32Array.from(values));
        }),
      ));
  }
  it('streams: any safe integers from -1 come back', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(1000), fc.constant(-1))), (values) => {
        const column = Float64Array.from(values);
        assert.deepEqual(roundTrip({ coding: 'streams', wide: true }, column), column);
      }),
    ));
  it('sparse: -1 and numbers from 0 come back', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 2 ** 30 })), (values) => {
        assert.deepEqual(roundTrip({ coding: 'sparse' }, Int32Array.from(values)), Int32Array.from(values));
      }),
    ));
  it('interleaved series cost two bytes a number', () => {
    const column = Float64Array.from({ length: 1000 }, (_, row) => (row % 4) * 2 ** 40 + row * 3);
    const writer = byteWriter();
    encodeColumn(writer, { coding: 'streams', wide: true }, column, column.length);
    assert.ok(writer.length < 2100, `${writer.length} bytes`);
  });
  it('any bytes decode to some column, without running on', () =>
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('byte', 'plain', 'delta', 'streams', 'sparse'), (bytes, coding) => {
        assert.equal(decodeColumn({ bytes, position: 0 }, { coding }, 50).length, 50);
      }),
    ));
});

describe('variable-length numbers', () => {
  it('any safe integer comes back', () =>
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const writer = byteWriter(1);
        reserve(writer, 8);
        putVarint(writer, value);
        assert.equal(takeVarint({ bytes: writer.bytes, position: 0 }), value);
      }),
    ));
});

describe('lists', () => {
  it('keep what was put into each, whatever the order', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(200), fc.nat(2 ** 30))), (puts) => {
        const lists = byteLists();
        for (const [list, value] of puts) lists.put(list, value);
        const store = memoryStore();
        const starts = lists.writeTo(store, 201);
        for (let list = 0; list <= 200; list++) {
          const expected = puts.filter(([owner]) => owner === list).map(([, value]) => value);
          const reader = { bytes: readList(store.source(), starts, list), position: 0 };
          const values: number[] = [];
          while (reader.position < reader.bytes.length) values.push(takeVarint(reader));
          assert.deepEqual(values, expected);
        }
      }),
    ));
});

describe('a changed byte of a list', () => {
  it('is noticed, and lets the index go', () => {
    const lists = byteLists();
    for (const value of [1, 2, 3]) lists.put(0, value);
    const store = memoryStore();
    const starts = lists.writeTo(store, 1);
    const whole = store.source();
    let discarded = 0;
    const read = (offset: number, length: number) =>
      whole.read(offset, length).map((byte, at) => byte ^ (at === 1 ? 4 : 0));
    assert.throws(() => readList({ ...whole, read, discard: () => discarded++ }, starts, 0), IndexDamaged);
    assert.equal(discarded, 1);
  });
});

describe('tables', () => {
  const shapes = [{ coding: 'delta' }, { coding: 'byte' }] as const;

  function written(rows: number) {
    const store = memoryStore();
    const writer = tableWriter(store, shapes, 16);
    for (let row = 0; row < rows; row++) {
      writer.columns[0]![writer.used] = row * 7;
      writer.columns[1]![writer.used] = row % 256;
      writer.advance();
    }
    return { directory: writer.finish(), source: store.source() };
  }

  it('give back every row, also with a cache that holds one page', () => {
    const { directory, source } = written(1000);
    const cache = pageCache(1);
    const table = openTable(source, directory, shapes, cache);
    for (let row = 999; row >= 0; row -= 13) {
      assert.equal(table.get(row, 0), row * 7);
      assert.equal(table.get(row, 1), row % 256);
    }
    assert.ok(cache.bytes() < 1000);
  });

  it('notice a changed byte', () => {
    const { directory, source } = written(100);
    const damaged = {
      ...source,
      read: (offset: number, length: number) => {
        const bytes = source.read(offset, length).slice();
        bytes[3]! ^= 1;
        return bytes;
      },
    };
    assert.throws(() => openTable(damaged, directory, shapes, pageCache(1)).get(50, 0), IndexDamaged);
  });
});
