import assert from 'node:assert/strict';
import { placeOfName } from './value-place.ts';

describe('where a variable stands in its line', () => {
  for (const [what, line, name, column, start] of [
    ['at its column', '  x = x + 1', 'x', 3, 2],
    ['at the second of two', '  x = x + 1', 'x', 7, 6],
    ['at the first whole word where the column is unknown', '  max = x', 'x', 1, 8],
    ['in the pattern of a head', 'def add(cart, item) do', 'item', 1, 14],
    ['with its question mark', '  ok? = true', 'ok?', 3, 2],
  ] as const) {
    it(what, () => assert.deepEqual(placeOfName(line, name, column), { start, end: start + name.length }));
  }
  it('nowhere in a line that has changed', () => {
    assert.equal(placeOfName('  maximum = 3', 'max', 3), null);
    assert.equal(placeOfName('', 'x', 1), null);
  });
});
